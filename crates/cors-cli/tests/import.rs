//! `cors import` as it is used.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const CONFIG: &str = "server {\n  add_header Access-Control-Allow-Origin https://app.example.com;\n  include a.conf;\n}\n";

/// Output and exit status.
fn run(words: &[&str], stdin: &str) -> (String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cors"))
        .arg("import")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let _ = pipe.write_all(stdin.as_bytes());
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    (stdout, output.status.code().unwrap())
}

#[test]
fn json_has_policy_findings_and_link() {
    for words in [
        &[][..],
        &["--json"],
        &["--format", "json", "--from", "nginx"],
    ] {
        let (stdout, exit) = run(words, CONFIG);
        let value: Value = serde_json::from_str(&stdout).unwrap();
        let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "from",
                "policy",
                "approximate",
                "not_imported",
                "findings",
                "link"
            ]
        );
        assert_eq!(value["from"], "nginx");
        assert_eq!(
            value["policy"]["allow_origins"],
            json!(["https://app.example.com"])
        );
        assert_eq!(value["link"], "#v=1&origins=https://app.example.com");
        assert_eq!(value["not_imported"][0]["line"], 3);
        assert_eq!(value["findings"][1]["code"], "headers-missing-on-errors");
        assert_eq!(value["findings"][1]["line"], 2);
        assert_eq!(exit, 1);
    }
}

#[test]
fn annotations_name_file_and_line() {
    let file = std::env::temp_dir().join("cors-import-annotations,1.conf");
    std::fs::write(&file, CONFIG).unwrap();
    let (stdout, exit) = run(&["--format", "github", file.to_str().unwrap()], "");
    std::fs::remove_file(&file).unwrap();
    assert!(stdout.contains("annotations%2C1.conf,line=2,title=headers-missing-on-errors::"));
    assert!(stdout.contains(",line=3,title=not-imported::"));
    assert!(stdout.lines().all(|line| line.starts_with("::")));
    assert_eq!(exit, 1);
}

#[test]
fn sarif_has_rules_and_results() {
    let (stdout, exit) = run(&["--format", "sarif"], CONFIG);
    let value: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(value["version"], "2.1.0");
    let run = &value["runs"][0];
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    for result in run["results"].as_array().unwrap() {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "stdin");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
    assert_eq!(exit, 1);
}

#[test]
fn text_is_for_people_and_a_good_config_exits_with_0() {
    let config = "location /fonts/ { add_header Access-Control-Allow-Origin * always; proxy_pass http://a; }";
    let (stdout, exit) = run(&["--format", "text"], config);
    assert!(stdout.starts_with("Format: nginx\nPolicy: {"));
    assert_eq!(exit, 0);
}

#[test]
fn what_is_no_config_is_bad_input() {
    for (words, stdin) in [
        (&[][..], ""),
        (&[], "hello"),
        (&[], "server { listen 80; proxy_pass http://a; }"),
        (&["no-such-file.conf"], ""),
        (&["--from", "cobol"], CONFIG),
        (&["--json", "--format", "text"], CONFIG),
    ] {
        assert_eq!(run(words, stdin), (String::new(), 2), "{words:?} {stdin}");
    }
}

/// The full example of a target as text.
fn example(target: &str, policy: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cors"))
        .args(["snippet", "--target", target])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(policy.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    value["example"][0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn config_that_is_documented_and_not_run_is_read_as_the_policy() {
    let policy = r#"{"allow_origins":["https://a.example","https://b.example:8443"],"allow_methods":["PUT"],"allow_headers":["x-a"],"expose_headers":["x-b"],"allow_credentials":true,"max_age":600}"#;
    for target in ["s3", "gateway-api", "ingress-nginx"] {
        let (stdout, exit) = run(&["--from", target], &example(target, policy));
        let value: Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!(exit, 0, "{value}");
        assert_eq!(value["approximate"], json!([]), "{value}");
        let read = &value["policy"];
        assert_eq!(
            read["allow_origins"],
            json!(["https://a.example", "https://b.example:8443"])
        );
        assert_eq!(read["allow_methods"], json!(["GET", "HEAD", "POST", "PUT"]));
        assert_eq!(read["allow_headers"], json!(["x-a"]));
        assert_eq!(read["expose_headers"], json!(["x-b"]));
        assert_eq!(read["max_age"], 600);
        // A rule for a bucket has no word for credentials.
        assert_eq!(read["allow_credentials"], target != "s3");
    }
}
