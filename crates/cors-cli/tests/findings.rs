//! Every finding, word for word, on a policy that has it, and the fixed policy that no longer has it.
//!
//! `UPDATE_GOLDEN=1 cargo test` makes what is said what is expected.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const CORPUS: &str = include_str!("../../../tests/corpus/findings.json");

/// What `cors check` says of each line.
fn check(inputs: &[Value]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cors"))
        .arg("check")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines: Vec<String> = inputs.iter().map(Value::to_string).collect();
    lines.push(String::new());
    let lines = lines.join("\n");
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

fn with_code<'a>(answer: &'a Value, code: &str) -> Vec<&'a Value> {
    answer["findings"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .filter(|finding| finding["code"] == code)
        .collect()
}

fn corpus() -> Vec<Value> {
    serde_json::from_str(CORPUS).unwrap()
}

/// What is compared as it is. Of each fix the corpus has the label: what it makes of a state is the property of
/// another test.
const KEYS: [&str; 5] = ["severity", "field", "value", "message", "fix"];

fn labels(finding: &Value) -> Value {
    finding["fixes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fix| fix["label"].clone())
        .collect()
}

/// Writes the corpus anew, one case on each line, to be read before it is committed.
fn accept(cases: &[Value], answers: &[Value]) {
    let lines: Vec<String> = cases
        .iter()
        .zip(answers)
        .map(|(case, answer)| {
            let code = case["code"].as_str().unwrap();
            let found = with_code(answer, code);
            let finding = found
                .first()
                .unwrap_or_else(|| panic!("no {code}: {answer}"));
            let mut written = json!({"input": case["input"], "code": code});
            for key in KEYS {
                written[key] = finding[key].clone();
            }
            written["fixes"] = labels(finding);
            written.to_string()
        })
        .collect();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/corpus/findings.json"
    );
    std::fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
}

#[test]
fn every_finding_is_its_golden_line() {
    let cases = corpus();
    let inputs: Vec<Value> = cases.iter().map(|case| case["input"].clone()).collect();
    let answers = check(&inputs);
    assert_eq!(answers.len(), cases.len());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return accept(&cases, &answers);
    }
    for (case, answer) in cases.iter().zip(&answers) {
        let code = case["code"].as_str().unwrap();
        let found = with_code(answer, code);
        let finding = found
            .first()
            .unwrap_or_else(|| panic!("no {code}: {answer}"));
        for key in KEYS {
            assert_eq!(finding[key], case[key], "{key} of {code}");
        }
        assert_eq!(labels(finding), case["fixes"], "the fixes of {code}");
    }
}

#[test]
fn every_code_is_in_the_corpus() {
    let told: BTreeSet<String> = corpus()
        .iter()
        .map(|case| case["code"].as_str().unwrap().to_owned())
        .collect();
    let registered: BTreeSet<String> = cors_analysis::findings::RULES
        .iter()
        .flat_map(|rule| rule.codes)
        .map(|&code| code.to_owned())
        .collect();
    assert_eq!(told, registered);
}

#[test]
fn a_repaired_policy_no_longer_has_the_finding() {
    let cases: Vec<Value> = corpus()
        .into_iter()
        .filter(|case| !case["fix"].is_null())
        .collect();
    let inputs: Vec<Value> = cases
        .iter()
        .map(|case| match case["input"].get("request") {
            Some(request) => json!({"policy": case["fix"], "request": request}),
            None => case["fix"].clone(),
        })
        .collect();
    for (case, answer) in cases.iter().zip(check(&inputs)) {
        let code = case["code"].as_str().unwrap();
        assert!(
            with_code(&answer, code).is_empty(),
            "{code} is still there: {answer}"
        );
    }
}

#[test]
fn nothing_is_said_where_nothing_is_wrong() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/corpus/no-findings.json")).unwrap();
    let inputs: Vec<Value> = cases.iter().map(|case| case["input"].clone()).collect();
    for (case, answer) in cases.iter().zip(check(&inputs)) {
        assert_eq!(answer["sound"], case["sound"], "{}", case["input"]);
        for code in case["without"].as_array().unwrap() {
            let found = with_code(&answer, code.as_str().unwrap());
            assert!(found.is_empty(), "{found:?} for {}", case["input"]);
        }
    }
}
