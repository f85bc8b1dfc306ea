//! Link regressions: every link that ever worked keeps working.
//!
//! `tests/corpus/links.json` says what each one means, about which keys something is said, and how the
//! state is written today. Links are added there and never changed.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs a command with this input; returns the lines of its output.
fn cors(command: &str, input: &[Value]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cors"))
        .arg(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for value in input {
        writeln!(stdin, "{value}").unwrap();
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

fn regressions() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpus/links.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn every_link_still_means_what_it_meant() {
    let regressions = regressions();
    let links: Vec<Value> = regressions
        .iter()
        .map(|case| case["link"].clone())
        .collect();
    let opened = cors("open", &links);
    assert_eq!(opened.len(), regressions.len());
    for (opened, case) in opened.iter().zip(&regressions) {
        assert_eq!(opened["state"], case["state"], "{}", case["about"]);
        let said: Vec<&Value> = opened["notices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|notice| &notice["key"])
            .collect();
        let expected: Vec<&Value> = case["notices"].as_array().unwrap().iter().collect();
        assert_eq!(said, expected, "{}", case["about"]);
    }
}

#[test]
fn every_state_is_written_as_it_was() {
    let regressions = regressions();
    let states: Vec<Value> = regressions
        .iter()
        .map(|case| case["state"].clone())
        .collect();
    let links = cors("link", &states);
    assert_eq!(links.len(), regressions.len());
    for (link, case) in links.iter().zip(&regressions) {
        assert_eq!(*link, case["rewritten"], "{}", case["about"]);
    }
}
