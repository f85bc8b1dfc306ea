//! The museum of links: every link that ever worked keeps working.
//!
//! `tests/corpus/links.json` says what each one means, about which keys something is said, and how the
//! state is written today. Links are added there and never changed.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs `cors` with one word and this input; answers with its lines.
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

fn museum() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpus/links.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn every_link_still_means_what_it_meant() {
    let museum = museum();
    let links: Vec<Value> = museum.iter().map(|case| case["link"].clone()).collect();
    let opened = cors("open", &links);
    assert_eq!(opened.len(), museum.len());
    for (opened, case) in opened.iter().zip(&museum) {
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
    let museum = museum();
    let states: Vec<Value> = museum.iter().map(|case| case["state"].clone()).collect();
    let links = cors("link", &states);
    assert_eq!(links.len(), museum.len());
    for (link, case) in links.iter().zip(&museum) {
        assert_eq!(*link, case["rewritten"], "{}", case["about"]);
    }
}
