//! `cors attack`: attack origins, row by row, and what each of them gets.
//!
//! `UPDATE_GOLDEN=1 cargo test` writes the names and reasons in the corpus from the output.
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

fn of_trick<'a>(output: &'a Value, trick: &str) -> &'a Value {
    output["attackers"]
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
        let output = attack(
            &["--target", "nginx", "--version", "1.22"],
            &case["input"],
            0,
        );
        assert_eq!(output["summary"], case["summary"]);
        assert_eq!(output["succeeded"], 0);
        let seen: Vec<Value> = output["attackers"]
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

/// Every trick that occurs in the corpus, with its name and who can use it.
#[test]
fn names_and_reasons_are_golden() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/corpus/attack-tricks.json"
    );
    let cases: Vec<Value> = serde_json::from_str(CORPUS).unwrap();
    let mut tricks: Vec<String> = Vec::new();
    for case in cases {
        let output = attack(&["--target", "nginx"], &case["input"], 0);
        for attacker in output["attackers"].as_array().unwrap() {
            let [trick, name, why] = ["trick", "name", "why"].map(|key| &attacker[key]);
            let row = json!([trick, name, why]).to_string();
            if !tricks.contains(&row) {
                tricks.push(row);
            }
        }
    }
    let written = format!("[\n{}\n]\n", tricks.join(",\n"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, written).unwrap();
    } else {
        assert_eq!(std::fs::read_to_string(path).unwrap(), written);
    }
}

#[test]
fn an_attacker_has_a_name_and_a_reason() {
    let policy = json!({"allow_origins": ["https://app.example.com"]});
    let output = attack(&["--target", "nginx", "--version", "1.22"], &policy, 0);
    assert_eq!(output["target"], "nginx");
    assert_eq!(output["version"], "1.22");
    assert_eq!(output["browser"], "standard");
    assert_eq!(
        *of_trick(&output, "put-behind"),
        json!({
            "trick": "put-behind",
            "name": "Your host as a prefix",
            "origin": "https://app.example.com.evil.example",
            "entry": "https://app.example.com",
            "why": "Anyone with a domain can create it. Works if only the start of the origin is checked.",
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
    let output = attack(&["--target", "model"], &json!({"allow_origins": ["*"]}), 0);
    assert_eq!(output["target"], "model");
    assert_eq!(output["version"], Value::Null);
    assert_eq!(
        output["summary"],
        "Tried 2 attack origins on the reference server. All of them can read responses, because your policy allows any origin."
    );
    assert_eq!(of_trick(&output, "unrelated-site")["allowed_by"], "*");
    assert_eq!(
        of_trick(&output, "unrelated-site")["without_preflight"]["allowed"],
        true
    );
}

/// "Any origin" with credentials is sent as `*`, which browsers reject.
#[test]
fn an_unsound_policy_is_attacked_on_the_reference_server() {
    let policy = json!({"allow_origins": ["*"], "allow_credentials": true});
    let output = attack(&["--target", "nginx"], &policy, 0);
    assert_eq!(output["target"], "model");
    assert_eq!(
        output["summary"],
        "Tried 2 attack origins on the reference server. Your policy allows 2 of them, but browsers block the responses: https://evil.example and null."
    );
    let site = of_trick(&output, "unrelated-site");
    assert_eq!(site["without_preflight"]["allowed"], false);
    assert_eq!(site["without_preflight"]["allow_origin"], "*");
}

#[test]
fn a_state_chooses_target_browser_and_url() {
    let state = json!({
        "policy": {"allow_origins": ["https://app.example.com"]},
        "request": {"url": "https://example.com/"},
        "target": "express-cors",
        "browser": "webkit",
    });
    let output = attack(&[], &state, 0);
    assert_eq!(output["target"], "express-cors");
    assert_eq!(output["browser"], "webkit");
    // The server's own origin isn't an attacker.
    let origins: Vec<&Value> = output["attackers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attacker| &attacker["origin"])
        .collect();
    assert!(!origins.contains(&&json!("https://example.com")));
    let output = attack(&["--target", "nginx", "--profile", "firefox"], &state, 0);
    assert_eq!(output["target"], "nginx");
    assert_eq!(output["browser"], "firefox");
}

#[test]
fn invalid_policies_are_not_attacked() {
    let output = attack(&[], &json!({"allow_origins": ["app.example.com"]}), 1);
    assert!(
        output["error"]
            .as_str()
            .unwrap()
            .starts_with("The policy has entries that can't be read")
    );
    let output = attack(&[], &json!({"target": "abacus"}), 2);
    assert_eq!(output["line"], 1);
}
