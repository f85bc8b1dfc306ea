//! `cors attack`: attack origins, row by row, and what each of them gets.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const CORPUS: &str = include_str!("../../../tests/corpus/attackers.json");

#[track_caller]
fn attack(words: &[&str], input: &Value, exit: i32) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cors"))
        .arg("attack")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(exit), "{text}");
    serde_json::from_str(&text).expect(&text)
}

fn of_trick<'a>(answer: &'a Value, trick: &str) -> &'a Value {
    answer["attackers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|attacker| attacker["trick"] == trick)
        .unwrap()
}

fn in_words(tried: &Value) -> String {
    let allowed = tried["allowed"].as_bool().unwrap();
    let ran = tried["reached_app"].as_bool().unwrap();
    format!(
        "{}, {}",
        if allowed { "can read" } else { "blocked" },
        if ran { "ran" } else { "did not run" }
    )
}

#[test]
fn every_attacker_gets_what_the_corpus_says() {
    let cases: Vec<Value> = serde_json::from_str(CORPUS).unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let answer = attack(
            &["--target", "nginx", "--version", "1.22.1"],
            &case["input"],
            0,
        );
        assert_eq!(answer["summary"], case["summary"]);
        assert_eq!(answer["succeeded"], 0);
        let seen: Vec<Value> = answer["attackers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|attacker| {
                json!([
                    attacker["trick"],
                    attacker["origin"],
                    attacker["sent_by"],
                    attacker["verdict"],
                    attacker["allowed_by"],
                    in_words(&attacker["without_preflight"]),
                    in_words(&attacker["with_preflight"]),
                ])
            })
            .collect();
        let expected = case["attackers"].as_array().unwrap();
        for (seen, expected) in seen.iter().zip(expected) {
            assert_eq!(seen, expected);
        }
        assert_eq!(seen.len(), expected.len());
    }
}

#[test]
fn an_attacker_says_what_it_is_and_why_it_may_work() {
    let policy = json!({"allow_origins": ["https://app.example.com"]});
    let answer = attack(&["--target", "nginx", "--version", "1.22.1"], &policy, 0);
    assert_eq!(answer["target"], "nginx");
    assert_eq!(answer["version"], "1.22.1");
    assert_eq!(answer["browser"], "standard");
    assert_eq!(
        *of_trick(&answer, "put-behind"),
        json!({
            "trick": "put-behind",
            "name": "Your host as a prefix",
            "origin": "https://app.example.com.evil.example",
            "entry": "https://app.example.com",
            "why": "Whoever owns any domain can create it. It gets in where only the beginning is compared.",
            "sent_by": "page",
            "verdict": "blocked",
            "allowed_by": null,
            "without_preflight": {"allowed": false, "allow_origin": null, "reached_app": true},
            "with_preflight": {"allowed": false, "allow_origin": null, "reached_app": false},
        })
    );
}

#[test]
fn any_origin_is_allowed_by_the_policy_itself() {
    let answer = attack(&["--target", "model"], &json!({"allow_origins": ["*"]}), 0);
    assert_eq!(answer["target"], "model");
    assert_eq!(answer["version"], Value::Null);
    assert_eq!(
        answer["summary"],
        "All 2 origins tried on the reference server are allowed by the policy itself."
    );
    assert_eq!(of_trick(&answer, "stranger")["allowed_by"], "*");
    assert_eq!(
        of_trick(&answer, "stranger")["without_preflight"]["allowed"],
        true
    );
}

/// The response to "any origin" with credentials has `*`, which browsers reject.
#[test]
fn an_unsound_policy_is_attacked_on_the_canonical_answer() {
    let policy = json!({"allow_origins": ["*"], "allow_credentials": true});
    let answer = attack(&["--target", "nginx"], &policy, 0);
    assert_eq!(answer["target"], "model");
    let stranger = of_trick(&answer, "stranger");
    assert_eq!(stranger["without_preflight"]["allowed"], false);
    assert_eq!(stranger["without_preflight"]["allow_origin"], "*");
}

#[test]
fn a_state_chooses_target_browser_and_url() {
    let state = json!({
        "policy": {"allow_origins": ["https://app.example.com"]},
        "request": {"url": "https://example.com/"},
        "target": "express-cors",
        "browser": "webkit",
    });
    let answer = attack(&[], &state, 0);
    assert_eq!(answer["target"], "express-cors");
    assert_eq!(answer["browser"], "webkit");
    // The server's own origin isn't an attack origin.
    let origins: Vec<&Value> = answer["attackers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attacker| &attacker["origin"])
        .collect();
    assert!(!origins.contains(&&json!("https://example.com")));
    let answer = attack(&["--target", "nginx", "--profile", "firefox"], &state, 0);
    assert_eq!(answer["target"], "nginx");
    assert_eq!(answer["browser"], "firefox");
}

#[test]
fn what_cannot_be_read_is_not_attacked() {
    let answer = attack(&[], &json!({"allow_origins": ["app.example.com"]}), 1);
    assert!(
        answer["error"]
            .as_str()
            .unwrap()
            .starts_with("The policy has entries that can't be read")
    );
    let answer = attack(&[], &json!({"target": "abacus"}), 2);
    assert_eq!(answer["line"], 1);
}
