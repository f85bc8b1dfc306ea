//! Every finding, word for word, on a policy that has it, and the fixed policy without it.
//!
//! `UPDATE_GOLDEN=1 cargo test` writes the corpus from the output. Read the difference before committing it.
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

/// The output of `cors check` for each line.
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

fn with_code<'a>(output: &'a Value, code: &str) -> Vec<&'a Value> {
    output["findings"]
        .as_array()
        .unwrap_or_else(|| panic!("{output}"))
        .iter()
        .filter(|finding| finding["code"] == code)
        .collect()
}

fn corpus() -> Vec<Value> {
    serde_json::from_str(CORPUS).unwrap()
}

/// The keys that are compared. Fixes are compared by label; another test checks what they do to a state.
const KEYS: [&str; 6] = [
    "severity",
    "field",
    "value",
    "message",
    "explanation",
    "fix",
];

fn labels(finding: &Value) -> Value {
    finding["fixes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fix| fix["label"].clone())
        .collect()
}

/// Writes the corpus, one case a line.
fn accept(cases: &[Value], outputs: &[Value]) {
    let lines: Vec<String> = cases
        .iter()
        .zip(outputs)
        .map(|(case, output)| {
            let code = case["code"].as_str().unwrap();
            let found = with_code(output, code);
            let finding = found
                .first()
                .unwrap_or_else(|| panic!("no {code}: {output}"));
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
    let outputs = check(&inputs);
    assert_eq!(outputs.len(), cases.len());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return accept(&cases, &outputs);
    }
    for (case, output) in cases.iter().zip(&outputs) {
        let code = case["code"].as_str().unwrap();
        let found = with_code(output, code);
        let finding = found
            .first()
            .unwrap_or_else(|| panic!("no {code}: {output}"));
        for key in KEYS {
            assert_eq!(finding[key], case[key], "{key} of {code}");
        }
        assert_eq!(labels(finding), case["fixes"], "the fixes of {code}");
    }
}

#[test]
fn every_code_is_in_the_corpus() {
    let in_corpus: BTreeSet<String> = corpus()
        .iter()
        .map(|case| case["code"].as_str().unwrap().to_owned())
        .collect();
    let registered: BTreeSet<String> = cors_analysis::findings::RULES
        .iter()
        .flat_map(|rule| rule.codes)
        .map(|&code| code.to_owned())
        .collect();
    assert_eq!(in_corpus, registered);
}

#[test]
fn a_fixed_policy_no_longer_has_the_finding() {
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
    for (case, output) in cases.iter().zip(check(&inputs)) {
        let code = case["code"].as_str().unwrap();
        assert!(
            with_code(&output, code).is_empty(),
            "{code} is still there: {output}"
        );
    }
}

#[test]
fn policies_without_a_problem_have_no_finding() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/corpus/no-findings.json")).unwrap();
    let inputs: Vec<Value> = cases.iter().map(|case| case["input"].clone()).collect();
    for (case, output) in cases.iter().zip(check(&inputs)) {
        assert_eq!(output["sound"], case["sound"], "{}", case["input"]);
        for code in case["without"].as_array().unwrap() {
            let found = with_code(&output, code.as_str().unwrap());
            assert!(found.is_empty(), "{found:?} for {}", case["input"]);
        }
    }
}
