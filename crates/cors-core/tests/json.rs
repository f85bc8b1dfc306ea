//! The draft types as JSON.
#![cfg(feature = "serde")]

use cors_core::draft::Draft;
use cors_core::fetch::RequestDraft;
use cors_core::policy::PolicyDraft;
use proptest::prelude::*;
use serde::de::DeserializeOwned;

mod any;

use any::{any_draft, any_policy};

/// Reads this JSON and expects this error.
#[track_caller]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
fn check_refused<T: DeserializeOwned + core::fmt::Debug>(json: &str, error: &str) {
    assert_eq!(
        serde_json::from_str::<T>(json).unwrap_err().to_string(),
        error
    );
}

#[test]
fn a_policy_is_written_with_every_key() {
    let policy = Draft::teaching_example().policy;
    let json = "{\"allow_origins\":[\"https://app.example.com\"],\"allow_methods\":[\"GET\",\"POST\",\"PUT\",\"DELETE\"],\
        \"allow_headers\":[\"content-type\",\"authorization\"],\"expose_headers\":[],\"allow_credentials\":false,\
        \"max_age\":3600,\"preflight_status\":204}";
    assert_eq!(serde_json::to_string(&policy).unwrap(), json);
    assert_eq!(serde_json::from_str::<PolicyDraft>(json).unwrap(), policy);
}

#[test]
fn a_request_is_written_with_every_key() {
    let request = Draft::teaching_example().request;
    let json = "{\"page_origin\":\"https://app.example.com\",\"url\":\"https://api.example.com/api/users\",\
        \"method\":\"POST\",\"headers\":[[\"Content-Type\",\"application/json\"],[\"Authorization\",\"\"]],\
        \"credentials\":\"same-origin\",\"mode\":\"cors\"}";
    assert_eq!(serde_json::to_string(&request).unwrap(), json);
    assert_eq!(serde_json::from_str::<RequestDraft>(json).unwrap(), request);
}

#[test]
fn every_key_is_optional() {
    assert_eq!(
        serde_json::from_str::<Draft>("{}").unwrap(),
        Draft::default()
    );
    assert_eq!(
        serde_json::from_str::<PolicyDraft>("{}").unwrap(),
        PolicyDraft::default()
    );
    assert_eq!(
        serde_json::from_str::<RequestDraft>("{}").unwrap(),
        Draft::default().request
    );
    // The page's origin follows the policy, wherever the policy stands.
    let json =
        "{\"request\":{\"method\":\"PUT\"},\"policy\":{\"allow_origins\":[\"https://b.example\"]}}";
    assert_eq!(
        serde_json::from_str::<Draft>(json)
            .unwrap()
            .request
            .page_origin,
        "https://b.example"
    );
}

#[test]
fn max_age_may_be_a_number_or_a_text_or_nothing() {
    for (json, typed) in [
        ("600", "600"),
        ("\"600\"", "600"),
        ("-1", "-1"),
        ("1.5", "1.5"),
        ("1e3", "1000"),
        ("\"a day\"", "a day"),
        ("null", ""),
        ("\"\"", ""),
    ] {
        let json = format!("{{\"max_age\":{json}}}");
        let policy: PolicyDraft = serde_json::from_str(&json).unwrap();
        assert_eq!(policy.max_age, typed, "{json}");
    }
}

#[test]
fn errors_name_the_key_and_quote_the_value() {
    check_refused::<PolicyDraft>(
        "{\"max_age\":1,\"max_age\":2}",
        "the key “max_age” is there twice; give it once at line 1 column 22",
    );
    check_refused::<PolicyDraft>(
        "{\"origins\":[]}",
        "unknown key “origins”; the keys here are allow_origins, allow_methods, allow_headers, expose_headers, \
         allow_credentials, max_age, preflight_status at line 1 column 10",
    );
    check_refused::<RequestDraft>(
        "{\"headers\":[[\"a\",\"b\",\"c\"]]}",
        "invalid length 3, expected “headers” as a list of pairs of name and value such as \
         [[\"content-type\",\"application/json\"]] at line 1 column 25",
    );
    // A struct could be read from a list of its values, which nobody means.
    check_refused::<Draft>(
        "[]",
        "invalid type: sequence, expected a state such as \
         {\"policy\":{\"allow_origins\":[\"https://app.example.com\"]}} at line 1 column 0",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_state_survives_its_json(draft in any_draft()) {
        let json = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(serde_json::from_str::<Draft>(&json).unwrap(), draft);
    }

    #[test]
    fn a_policy_survives_its_json(policy in any_policy()) {
        let json = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(serde_json::from_str::<PolicyDraft>(&json).unwrap(), policy);
    }
}
