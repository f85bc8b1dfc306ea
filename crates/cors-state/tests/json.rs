//! The draft types as JSON.
use cors_core::policy::PolicyDraft;
use cors_state::{Draft, from_json};
use proptest::prelude::*;
use serde::de::DeserializeOwned;

mod any;

use any::{any_draft, any_policy};

/// Reads this JSON and expects this error.
#[track_caller]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
fn check_refused<T: DeserializeOwned + core::fmt::Debug>(json: &str, error: &str) {
    let value = serde_json::from_str(json).unwrap();
    assert_eq!(from_json::<T>(&value).unwrap_err().to_string(), error);
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
    let example = Draft::teaching_example();
    let json = "{\"page_origin\":\"https://app.example.com\",\"url\":\"https://api.example.com/api/users\",\
        \"method\":\"POST\",\"headers\":[[\"Content-Type\",\"application/json\"],[\"Authorization\",\"\"]],\
        \"credentials\":\"same-origin\",\"mode\":\"cors\"}";
    assert_eq!(serde_json::to_string(&*example.request()).unwrap(), json);
    let state = serde_json::from_str::<Draft>(&format!("{{\"request\":{json}}}")).unwrap();
    assert_eq!(state.request(), example.request());
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
    let state = serde_json::from_str::<Draft>("{\"request\":{}}").unwrap();
    assert_eq!(state, Draft::default());
    // The page's origin follows the policy, wherever the policy stands.
    let json =
        "{\"request\":{\"method\":\"PUT\"},\"policy\":{\"allow_origins\":[\"https://b.example\"]}}";
    assert_eq!(
        serde_json::from_str::<Draft>(json)
            .unwrap()
            .request()
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
fn errors_name_the_path_and_quote_the_value() {
    check_refused::<PolicyDraft>(
        r#"{"origins":[]}"#,
        "origins: unknown field `origins`, expected one of `allow_origins`, `allow_methods`, `allow_headers`, \
         `expose_headers`, `allow_credentials`, `max_age`, `preflight_status`",
    );
    check_refused::<Draft>(
        r#"{"policy":{"allow_methods":["GET",5]}}"#,
        "policy.allow_methods[1]: invalid type: integer `5`, expected a string",
    );
    check_refused::<Draft>(
        r#"{"policy":{"max_age":[600]}}"#,
        "policy.max_age: invalid type: sequence, expected a number of seconds such as 600",
    );
    check_refused::<Draft>(
        r#"{"policy":{"preflight_status":201}}"#,
        "policy.preflight_status: invalid value: 201, expected 204 or 200",
    );
    check_refused::<Draft>(
        r#"{"request":{"headers":[["a","b","c"]]}}"#,
        "request.headers[0]: invalid length 3, expected fewer elements in array",
    );
    check_refused::<Draft>(
        r#"{"request":{"credentials":"always"}}"#,
        "request.credentials: unknown variant `always`, expected one of `omit`, `same-origin`, `include`",
    );
    check_refused::<Draft>(
        r#"{"view":"sideways"}"#,
        "view: unknown variant `sideways`, expected one of `full`, `exchange`, `policy`, `configuration`, `findings`",
    );
    check_refused::<Draft>(
        r#"{"fault":["a","b","c"]}"#,
        "fault: expected at most two failures, the outer one first",
    );
    check_refused::<Draft>(
        r#"{"follow":true,"request":{}}"#,
        "`follow` is true next to a request; leave out one of them",
    );
    // A struct could be read from a list of its values, which nobody means.
    check_refused::<Draft>("[]", "invalid type: [], expected an object");
    check_refused::<Draft>(
        r#"{"policy":[["https://a.example"]]}"#,
        "policy: invalid type: [[\"https://a.example\"]], expected an object",
    );
    check_refused::<Draft>(
        "5",
        "invalid type: integer `5`, expected a state such as {\"policy\":{\"allow_origins\":[\"https://app.example.com\"]}}",
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
