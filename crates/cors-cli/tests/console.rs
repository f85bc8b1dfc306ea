//! The lines that running browsers printed, compared with those that are predicted.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// What `cors fetch` says to these cases.
fn fetch(cases: &[Value], profile: &str) -> Vec<Value> {
    let mut cors = Command::new(env!("CARGO_BIN_EXE_cors"))
        .args(["fetch", "--profile", profile])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = cors.stdin.take().unwrap();
    let text = json!(cases).to_string();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = cors.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[track_caller]
fn check(profile: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/console.json");
    let corpus: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let recorded = corpus["cases"].as_array().unwrap();
    assert!(recorded.len() >= 75, "no case was lost");
    let cases: Vec<Value> = recorded
        .iter()
        .map(|entry| {
            let keys = ["id", "request", "preflight_response", "response", "hops"];
            keys.iter()
                .filter_map(|&key| Some((key.to_owned(), entry.get(key)?.clone())))
                .collect()
        })
        .collect();
    let told = fetch(&cases, profile);
    assert_eq!(told.len(), recorded.len());
    for (entry, told) in recorded.iter().zip(told) {
        let lines = match &told["console"] {
            Value::Null => json!([]),
            Value::String(line) => json!([line]),
            lines => lines.clone(),
        };
        assert_eq!(
            lines, entry["console"][profile],
            "{} {}",
            entry["id"], entry["note"]
        );
    }
}

#[test]
fn chromium_writes_what_chromium_wrote() {
    check("chromium");
}

#[test]
fn firefox_writes_what_firefox_wrote() {
    check("firefox");
}

#[test]
fn webkit_writes_what_webkit_wrote() {
    check("webkit");
}
