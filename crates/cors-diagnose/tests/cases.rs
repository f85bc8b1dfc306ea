//! Every paste of the corpus with what a right answer contains.
//!
//! `tests/corpus/diagnose.jsonl` has one case on a line. Cases of the kind `config` are read later, and in `mixed` the
//! fields `policy` and `findings`. [`KNOWN`] lists what doesn't hold yet; an entry that holds fails the test too.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cors_diagnose::{diagnose, diagnosis_json};
use cors_http::Platform;
use cors_suffixes::PUBLIC_SUFFIXES;
use serde_json::Value;

const PLATFORM: Platform = Platform {
    host_to_ascii,
    suffixes: PUBLIC_SUFFIXES,
    base: None,
};

fn host_to_ascii(host: &str) -> Option<String> {
    idna::domain_to_ascii(host).ok()
}

/// What doesn't hold yet: the case and the field.
const KNOWN: &[(&str, &str)] = &[];

fn cases() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/diagnose.jsonl");
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list(value: &Value, key: &str) -> Vec<String> {
    let items = value.get(key).and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Every text of a value, on lines.
fn all_text(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => {
            all.push_str(text);
            all.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| all_text(item, all)),
        Value::Object(object) => object.values().for_each(|item| all_text(item, all)),
        Value::Number(number) => {
            all.push_str(&number.to_string());
            all.push('\n');
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// The texts that are said, without the fields that repeat the paste.
fn answer(answer: &Value) -> String {
    let mut all = String::new();
    all_text(answer, &mut all);
    all
}

/// Whether what is in backticks is in the text; `…` is any text.
fn says(all: &str, fact: &str) -> bool {
    fact.split('`').skip(1).step_by(2).all(|literal| {
        let mut rest = Some(all);
        for piece in literal.split('…') {
            rest = rest
                .and_then(|rest| rest.split_once(piece))
                .map(|(_, rest)| rest);
        }
        rest.is_some()
    })
}

/// The fields that don't hold.
fn check(case: &Value) -> Vec<(String, String)> {
    let expect = case.get("expect").unwrap();
    let diagnosis = diagnose(text(case, "input"), &PLATFORM);
    let answer_json = diagnosis_json(Value::Null, &diagnosis, "https://cors.example/");
    let mut wrong: Vec<(String, String)> = Vec::new();
    let mut fail = |field: &str, details: String| wrong.push((field.to_owned(), details));
    let causes: Vec<&Value> = answer_json
        .get("causes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .collect();
    let first = *causes.first().unwrap();

    let accepts = |key: &str, others: &str, actual: &str| {
        let expected = text(expect, key);
        expected == actual || list(expect, others).iter().any(|other| other == actual)
    };
    if !accepts("cause", "accept", text(first, "cause")) {
        fail(
            "cause",
            format!(
                "{} instead of {}",
                text(first, "cause"),
                text(expect, "cause")
            ),
        );
    }
    if expect.get("stage").is_some() && !accepts("stage", "accept_stage", text(first, "stage")) {
        fail(
            "stage",
            format!(
                "{} instead of {}",
                text(first, "stage"),
                text(expect, "stage")
            ),
        );
    }
    if expect.get("engine").is_some()
        && !accepts("engine", "accept_engine", text(&answer_json, "engine"))
    {
        fail(
            "engine",
            format!(
                "{} instead of {}",
                text(&answer_json, "engine"),
                text(expect, "engine")
            ),
        );
    }
    let secrets = list(expect, "secrets");
    let masked = |value: &Value| match value {
        Value::String(text) => {
            let mut text = text.clone();
            for secret in &secrets {
                text = text.replace(secret, "***");
            }
            Value::from(text)
        }
        value => value.clone(),
    };
    for key in ["page_origin", "url", "method"] {
        let Some(expected) = expect.get(key) else {
            continue;
        };
        let actual = answer_json.get(key).unwrap();
        let accepted = list(expect, &format!("accept_{key}"));
        let is_accepted = actual
            .as_str()
            .is_some_and(|actual| accepted.iter().any(|other| other == actual));
        if masked(expected) != *actual && !is_accepted {
            fail(key, format!("{actual} instead of {expected}"));
        }
    }
    for key in [
        "header",
        "seen",
        "status",
        "credentials",
        "response_header",
        "redirected_from",
        "redirect_to",
        "outcome",
        "preflight",
        "sent_origin",
    ] {
        let Some(expected) = expect.get(key).filter(|expected| !expected.is_null()) else {
            continue;
        };
        let actual = answer_json.get(key).unwrap();
        let is_accepted = text(first, "cause") != text(expect, "cause");
        let is_empty = expected.as_str() == Some("") && actual.is_null();
        if masked(expected) != *actual
            && !is_empty
            && !(is_accepted && matches!(key, "header" | "seen"))
        {
            fail(key, format!("{actual} instead of {expected}"));
        }
    }
    if expect.get("request_headers").is_some() {
        let actual = list(&answer_json, "request_headers");
        if actual != list(expect, "request_headers") {
            fail("request_headers", format!("{actual:?}"));
        }
    }
    let named: BTreeSet<&str> = causes.iter().map(|cause| text(cause, "cause")).collect();
    for cause in list(expect, "causes") {
        if !named.contains(cause.as_str()) {
            fail("causes", format!("{cause} isn't in {named:?}"));
        }
    }
    if expect.get("ambiguous").and_then(Value::as_bool) == Some(true)
        && text(first, "certainty") == "certain"
    {
        fail("ambiguous", "certain".to_owned());
    }
    let roots = list(first, "roots");
    for root in list(expect, "roots") {
        if !roots.contains(&root) {
            fail("roots", format!("{root} isn't in {roots:?}"));
        }
    }
    for url in list(expect, "urls") {
        if !list(&answer_json, "urls").contains(&url) {
            fail("urls", format!("{url} is missing"));
        }
    }
    for other in expect
        .get("also")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let actual: Vec<&Value> = answer_json
            .get("also")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .collect();
        let is_there = actual.iter().any(|actual| {
            let named = actual.pointer("/causes/0").unwrap();
            text(named, "cause") == text(other, "cause")
                && text(named, "stage") == text(other, "stage")
                && text(actual, "engine") == text(other, "engine")
        });
        if !is_there {
            fail("also", format!("{other} isn't in {actual:?}"));
        }
    }
    if let Some(expected) = expect.get("request").filter(|expected| !expected.is_null()) {
        let actual = answer_json.get("request").unwrap();
        for key in ["page_origin", "url", "method", "credentials", "mode"] {
            let (expected, actual) = (
                expected.get(key).unwrap(),
                actual.get(key).unwrap_or(&Value::Null),
            );
            if masked(expected) != *actual {
                fail("request", format!("{key}: {actual} instead of {expected}"));
            }
        }
        let (mut expected, mut actual) = (list(expected, "headers"), list(actual, "headers"));
        for (expected, actual) in expected.iter().zip(actual.iter_mut()) {
            // A name without a value accepts every value.
            if actual.split(':').next() == Some(expected) {
                actual.clone_from(expected);
            }
        }
        expected.sort();
        actual.sort();
        if expected != actual {
            fail(
                "request",
                format!("headers: {actual:?} instead of {expected:?}"),
            );
        }
    }
    if let Some(state) = expect.get("state") {
        match answer_json.get("state").filter(|state| !state.is_null()) {
            None => fail("state", "there is none".to_owned()),
            Some(actual) => {
                if let (Some(expected), Some(fault)) = (state.get("fault"), actual.get("fault"))
                    && expected != fault
                {
                    fail("state", format!("{fault} instead of {expected}"));
                }
            }
        }
    }
    let all = answer(&answer_json);
    for fact in list(expect, "says") {
        if !says(&all, &fact) {
            fail("says", fact);
        }
    }
    for claim in list(expect, "must_not_say") {
        let claim = claim
            .trim_end_matches(" in a link")
            .trim_end_matches(" as the only repair");
        if claim.split(' ').count() > 2 && all.to_lowercase().contains(&claim.to_lowercase()) {
            fail("must_not_say", claim.to_owned());
        }
    }
    let whole = answer_json.to_string();
    for secret in secrets.iter().chain(&["FAKE".to_owned()]) {
        if whole.contains(secret.as_str()) {
            fail("secrets", secret.clone());
        }
    }
    wrong
}

#[test]
fn every_case_is_answered() {
    let mut wrong: Vec<(String, String, String)> = Vec::new();
    let mut count = 0;
    for case in cases() {
        if text(&case, "kind") == "config" {
            continue;
        }
        count += 1;
        for (field, details) in check(&case) {
            wrong.push((text(&case, "id").to_owned(), field, details));
        }
    }
    assert_eq!(count, 150);
    let failed: BTreeSet<(&str, &str)> = wrong
        .iter()
        .map(|(id, field, _)| (id.as_str(), field.as_str()))
        .collect();
    let known: BTreeSet<(&str, &str)> = KNOWN.iter().copied().collect();
    let unexpected: Vec<String> = wrong
        .iter()
        .filter(|(id, field, _)| !known.contains(&(id.as_str(), field.as_str())))
        .map(|(id, field, details)| format!("{id}: {field}: {details}"))
        .collect();
    let ids: BTreeSet<&str> = wrong.iter().map(|(id, ..)| id.as_str()).collect();
    assert!(
        unexpected.is_empty(),
        "{} of {count} cases:\n{}",
        ids.len(),
        unexpected.join("\n")
    );
    let holds: Vec<_> = known.difference(&failed).collect();
    assert!(
        holds.is_empty(),
        "these hold now, so remove them from KNOWN: {holds:?}"
    );
}
