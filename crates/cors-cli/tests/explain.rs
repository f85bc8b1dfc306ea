//! The output of `cors explain`, word for word.
//!
//! Each case in `tests/corpus/explain` is next to the texts that are expected. `UPDATE_GOLDEN=1 cargo test`
//! writes them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/explain")
}

fn explain(input: &str, options: &[&str]) -> String {
    let mut cors = Command::new(env!("CARGO_BIN_EXE_cors"))
        .arg("explain")
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    cors.stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    String::from_utf8(cors.wait_with_output().unwrap().stdout).unwrap()
}

#[track_caller]
fn check(case: &str, ending: &str, options: &[&str]) {
    let input = fs::read_to_string(folder().join(format!("{case}.json"))).unwrap();
    let said = explain(&input, options);
    let path = folder().join(format!("{case}.{ending}"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &said).unwrap();
    }
    let expected =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(said, expected, "{}", path.display());
}

#[test]
fn every_explanation_is_its_golden_file() {
    let mut cases = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(case) = name.strip_suffix(".json") {
            check(case, "txt", &["--format", "text"]);
            cases += 1;
        }
    }
    assert!(cases >= 10, "only {cases} cases");
}

#[test]
fn every_form_of_one_case_is_its_golden_file() {
    check("redirect-to-another-host", "md", &["--format", "markdown"]);
    check("redirect-to-another-host", "mmd", &["--format", "mermaid"]);
    check("redirect-to-another-host", "svg", &["--format", "svg"]);
    check(
        "redirect-to-another-host",
        "firefox.txt",
        &["--format", "text", "--profile", "firefox"],
    );
}

fn entry<'a>(told: &'a Value, id: &str) -> &'a Value {
    let mut entries = told["entries"].as_array().unwrap().iter();
    entries.find(|entry| entry["id"] == id).unwrap()
}

#[test]
fn each_check_names_its_step_and_what_it_saw() {
    let input = fs::read_to_string(folder().join("wildcard-with-credentials.json")).unwrap();
    let told: Value = serde_json::from_str(&explain(&input, &[])).unwrap();
    assert_eq!(told["reason"], "wildcard-with-credentials");
    assert_eq!(told["stage"], "actual");
    let response = entry(&told, "response");
    let failed = response["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["result"] == "failed")
        .unwrap();
    assert_eq!(failed["header"], "Access-Control-Allow-Origin");
    assert_eq!(failed["expected"], "https://app.example.com");
    assert_eq!(failed["actual"], "*");
    assert_eq!(
        failed["anchor"],
        "https://fetch.spec.whatwg.org/#concept-cors-check"
    );
    assert_eq!(failed["step"], "4");
    let consoles: Vec<&str> = told["console"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["browser"].as_str().unwrap())
        .collect();
    assert_eq!(consoles, ["chromium", "firefox", "webkit"]);
}

#[test]
fn a_state_is_answered_by_its_target() {
    let state = r#"{"policy":{"allow_origins":["https://app.example.com"],"allow_methods":["PUT"],"max_age":600},
        "request":{"page_origin":"https://app.example.com","url":"https://api.example.com/","method":"PUT"},
        "target":"nginx"}"#;
    let told: Value = serde_json::from_str(&explain(state, &[])).unwrap();
    assert_eq!(told["allowed"], true);
    assert_eq!(
        entry(&told, "preflight-request")["message"]["method"],
        "OPTIONS"
    );
    let remembered: Vec<_> = told["browsers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|browser| browser["cache_seconds"].as_u64())
        .collect();
    assert_eq!(remembered, [Some(600); 4]);
}

#[test]
fn what_cannot_be_read_is_named() {
    let said = |input: &str| {
        let value: Value = serde_json::from_str(&explain(input, &[])).unwrap();
        value["error"].as_str().unwrap().to_owned()
    };
    assert!(
        said(
            r#"{"request":{"origin":"https://a.example","url":"https://b.example/","methd":"PUT"}}"#
        )
        .contains("methd")
    );
    assert!(
        said(r#"{"request":{"origin":"a.example","url":"https://b.example/"}}"#)
            .contains("\"a.example\"")
    );
    assert!(said(r#"{"request":{"origin":"https://a.example","url":"https://b.example/"},"response":{"status":7}}"#).contains('7'));
}
