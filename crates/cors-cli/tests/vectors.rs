//! Every vector goes through `cors fetch`, and every field that it asserts is compared.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// How many cases `measured.json` holds.
const MEASURED: usize = 427;

/// What a `null` in an expectation says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Null {
    AssertsNothing,
    IsAnOutcome,
}

fn corpus(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/corpus/vectors")
        .join(file)
}

fn read(file: &str) -> (String, Vec<Value>) {
    let path = corpus(file);
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases = serde_json::from_str(&text).unwrap();
    (text, cases)
}

/// What `cors fetch` says to a whole file.
fn fetch(text: String, profile: &str) -> Vec<Value> {
    let mut cors = Command::new(env!("CARGO_BIN_EXE_cors"))
        .args(["fetch", "--profile", profile])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = cors.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = cors.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(
        output.status.success(),
        "cors fetch exits with {}",
        output.status
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The fields in which `seen` is not what `expected` says.
fn differences(expected: &Value, seen: &Value, null: Null, prefix: &str) -> Vec<String> {
    let expected = expected.as_object().expect("an expectation is an object");
    expected
        .iter()
        .filter(|(key, _)| *key != "reason")
        .filter(|(_, value)| !(value.is_null() && null == Null::AssertsNothing))
        .filter(|(key, value)| !agrees(key, value, seen))
        .map(|(key, _)| format!("{prefix}{key}"))
        .collect()
}

fn agrees(key: &str, expected: &Value, seen: &Value) -> bool {
    match key {
        // These name headers that must not be readable, present or not.
        "unreadable_headers" => names(expected).is_disjoint(&names(&seen["readable_headers"])),
        // These are values of some of the readable headers.
        "readable_values" => expected
            .as_object()
            .unwrap()
            .iter()
            .all(|(name, value)| seen["readable_values"][name] == *value),
        "readable_headers" | "dropped_request_headers" if !expected.is_null() => {
            !seen[key].is_null() && names(expected) == names(&seen[key])
        }
        _ => seen.get(key).is_some_and(|seen| seen == expected),
    }
}

fn names(value: &Value) -> BTreeSet<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Every difference in a file, as `id: field`.
fn judge(file: &str, profile: &str, null: Null) -> BTreeSet<String> {
    let (text, cases) = read(&format!("{file}.json"));
    let seen = fetch(text, profile);
    assert_eq!(seen.len(), cases.len(), "one answer for each case");
    let expectation = |case: &Value| match null {
        Null::AssertsNothing => case["expect"].clone(),
        Null::IsAnOutcome => case["expect_in"][profile].clone(),
    };
    let mut found = BTreeSet::new();
    for (case, seen) in cases.iter().zip(&seen) {
        assert_eq!(case["id"], seen["id"]);
        let mut fields = match &expectation(case) {
            // What a sequence comes to is in its steps.
            Value::Null if case["steps"].is_array() => Vec::new(),
            expected => differences(expected, seen, null, ""),
        };
        let steps = case["steps"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        for (index, step) in steps.iter().enumerate() {
            let prefix = format!("steps[{index}].");
            fields.extend(differences(
                &expectation(step),
                &seen["steps"][index],
                null,
                &prefix,
            ));
        }
        let id = case["id"].as_str().unwrap();
        found.extend(fields.into_iter().map(|field| format!("{id}: {field}")));
    }
    found
}

/// The differences that are explained in the list.
fn explained(file: &str, profile: &str) -> BTreeSet<String> {
    let (_, entries) = read("deviations.json");
    let mut listed = BTreeSet::new();
    for entry in entries {
        assert!(
            entry["because"].as_str().unwrap().len() > 40,
            "an entry says why: {entry}"
        );
        if entry["file"] == file && entry["profile"] == profile {
            for field in names(&entry["fields"]) {
                listed.insert(format!("{}: {field}", entry["id"].as_str().unwrap()));
            }
        }
    }
    listed
}

#[track_caller]
fn check(file: &str, profile: &str, null: Null, cases: usize) {
    assert_eq!(
        read(&format!("{file}.json")).1.len(),
        cases,
        "no case was lost"
    );
    let (found, explained) = (judge(file, profile, null), explained(file, profile));
    let surprising: Vec<_> = found.difference(&explained).collect();
    let outdated: Vec<_> = explained.difference(&found).collect();
    assert!(
        surprising.is_empty(),
        "{file} in {profile} differs: {surprising:#?}"
    );
    assert!(
        outdated.is_empty(),
        "{file} in {profile} no longer differs: {outdated:#?}"
    );
}

#[test]
fn the_standard_passes_web_platform_tests() {
    check("wpt", "standard", Null::AssertsNothing, 459);
}

#[test]
fn the_standard_gets_subtle_points_right() {
    check("subtle", "standard", Null::AssertsNothing, 42);
}

#[test]
fn the_standard_agrees_with_an_independent_reading() {
    check("browsers", "standard", Null::IsAnOutcome, 852);
}

#[test]
fn chromium_does_what_chromium_did() {
    check("browsers", "chromium", Null::IsAnOutcome, 852);
}

#[test]
fn firefox_does_what_firefox_did() {
    check("browsers", "firefox", Null::IsAnOutcome, 852);
}

#[test]
fn webkit_does_what_webkit_did() {
    check("browsers", "webkit", Null::IsAnOutcome, 852);
}

#[test]
fn chromium_redirects_and_caches_as_chromium_did() {
    check("measured", "chromium", Null::IsAnOutcome, MEASURED);
}

#[test]
fn firefox_redirects_and_caches_as_firefox_did() {
    check("measured", "firefox", Null::IsAnOutcome, MEASURED);
}

#[test]
fn webkit_redirects_and_caches_as_webkit_did() {
    check("measured", "webkit", Null::IsAnOutcome, MEASURED);
}

#[test]
fn every_entry_of_the_list_belongs_to_a_tested_file() {
    for entry in read("deviations.json").1 {
        let (file, profile) = (
            entry["file"].as_str().unwrap(),
            entry["profile"].as_str().unwrap(),
        );
        let judged = match file {
            "wpt" | "subtle" => profile == "standard",
            "measured" => ["chromium", "firefox", "webkit"].contains(&profile),
            "browsers" => ["standard", "chromium", "firefox", "webkit"].contains(&profile),
            _ => false,
        };
        assert!(judged, "{entry}");
    }
}
