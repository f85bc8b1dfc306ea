//! `cors probe` as it is used, against a server on loopback.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::expect_used, missing_docs)]

#[path = "../../cors-probe/tests/server/mod.rs"]
mod server;

use std::path::Path;
use std::process::Command;

use cors_core::policy::PolicyDraft;
use cors_core::server::App;
use cors_suffixes::PLATFORM;
use serde_json::{Value, json};

const POLICY: &str = r#"{"allow_origins":["https://app.example.com"],"allow_methods":["PUT"],"allow_headers":["content-type"],"allow_credentials":true,"max_age":600}"#;

/// A server with the policy.
fn server() -> String {
    let draft: PolicyDraft = serde_json::from_str(POLICY).unwrap();
    let policy = draft.parse(&PLATFORM).whole().unwrap().clone();
    server::start(policy, App::default()).to_string()
}

/// The policy as a file.
fn file(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Standard output, standard error and exit status.
fn run(words: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_cors"))
        .arg("probe")
        .args(words)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code().unwrap(),
    )
}

#[track_caller]
fn check(words: &[&str], parts: &[&str], exit: i32) {
    let (stdout, stderr, status) = run(words);
    for part in parts {
        assert!(stdout.contains(part), "{part} isn't in {stdout}{stderr}");
    }
    assert_eq!(status, exit, "{stdout}{stderr}");
}

#[test]
fn allowed_request_is_shown_with_its_preflight() {
    check(
        &[
            &server(),
            "--origin",
            "https://app.example.com",
            "--method",
            "PUT",
            "--header",
            "content-type:application/json",
            "--credentials",
        ],
        &[
            "Sent without a browser: 2 requests.",
            "Allowed: https://app.example.com can read the response, after a preflight (PUT, content-type).",
            "access-control-max-age: 600",
        ],
        0,
    );
}

#[test]
fn blocked_request_has_cause_and_fix() {
    check(
        &[
            &server(),
            "--origin",
            "https://evil.example",
            "--method",
            "DELETE",
        ],
        &["Blocked: ", "Cause: allow-origin-missing", "\nFix:\n"],
        1,
    );
    check(
        &[
            &server(),
            "--origin",
            "https://app.example.com",
            "--method",
            "DELETE",
        ],
        &["Blocked: ", "Cause: method-not-allowed", "\nFix:\n"],
        1,
    );
}

#[test]
fn server_that_is_not_there_has_an_exit_status_of_its_own() {
    // Its port was free a moment ago, and nobody else gets it so soon.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    check(&[&url], &["Not reached: nothing listens there."], 3);
    let policy = file("probe-unreached.json", POLICY);
    check(
        &[&url, "--policy", &policy],
        &["0 of 1 outcomes are as the policy says"],
        3,
    );
    let (_, stderr, exit) = run(&[&url, "--learn"]);
    assert!(stderr.contains("nothing listens there"), "{stderr}");
    assert_eq!(exit, 3);
}

#[test]
fn policy_is_compared() {
    let same = file("probe-same.json", POLICY);
    check(
        &[&server(), "--policy", &same, "--attack"],
        &[" outcomes are as the policy says."],
        0,
    );
    let other = file("probe-other.json", &POLICY.replace("PUT", "DELETE"));
    check(
        &[&server(), "--policy", &other],
        &[
            "  ✗ DELETE / with credentials from https://app.example.com: blocked (method-not-allowed, preflight), but the policy allows it\n",
        ],
        1,
    );
    check(
        &[&server(), "--policy", &other, "--format", "github"],
        &[
            "::error file=",
            "probe-other.json,line=1,title=server-differs-from-policy::DELETE /",
        ],
        1,
    );
    let config = file(
        "probe-config.mjs",
        "app.use(cors({ origin: [\"https://app.example.com\"], methods: [\"PUT\"], allowedHeaders: [\"content-type\"], credentials: true, maxAge: 600 }));",
    );
    check(
        &[&server(), "--policy", &config],
        &[" outcomes are as the policy says."],
        0,
    );
}

#[test]
fn differences_are_json_and_sarif() {
    let other = file("probe-json.json", &POLICY.replace("600", "60"));
    let (stdout, _, exit) = run(&[&server(), "--policy", &other, "--format", "json"]);
    let value: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((value["agrees"].clone(), exit), (json!(false), 1));
    let rows = value["compared"].as_array().unwrap();
    let differing: Vec<&Value> = rows.iter().filter(|row| row["agrees"] == false).collect();
    assert_eq!(differing.len(), 1);
    assert_eq!(differing[0]["expected"]["cached_seconds"], 60);
    assert_eq!(differing[0]["cached_seconds"], 600);
    let (stdout, _, exit) = run(&[&server(), "--policy", &other, "--format", "sarif"]);
    let value: Value = serde_json::from_str(&stdout).unwrap();
    let result = &value["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "server-differs-from-policy");
    assert_eq!(exit, 1);
}

#[test]
fn policy_is_learned_as_a_state() {
    let words = [
        "--learn",
        "--origin",
        "https://evil.example",
        "--origin",
        "https://app.example.com",
        "--method",
        "PUT",
        "--method",
        "DELETE",
        "--header",
        "content-type",
        "--header",
        "x-other",
        "--format",
        "json",
    ];
    let server = server();
    let words: Vec<&str> = [server.as_str()].into_iter().chain(words).collect();
    let (stdout, _, exit) = run(&words);
    let value: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(
        value["state"]["policy"],
        json!({
            "allow_origins": ["https://app.example.com"],
            "allow_methods": ["PUT"],
            "allow_headers": ["content-type"],
            "expose_headers": [],
            "allow_credentials": true,
            "max_age": 600,
            "preflight_status": 204,
        })
    );
    assert_eq!(exit, 0);
}

#[test]
fn secrets_are_sent_and_not_shown() {
    let server = server();
    for format in ["text", "json"] {
        for origin in ["https://app.example.com", "https://evil.example"] {
            let (stdout, stderr, _) = run(&[
                &server,
                "--origin",
                origin,
                "--credentials",
                "--header",
                "Authorization: Bearer s3cr3t-1",
                "--header",
                "Cookie: sid=s3cr3t-2",
                "--header",
                "x-api-key: s3cr3t-3",
                "--format",
                format,
            ]);
            assert!(
                !format!("{stdout}{stderr}").contains("s3cr3t"),
                "{stdout}{stderr}"
            );
        }
    }
}

#[test]
fn wrong_arguments_are_named() {
    let server = server();
    let policy = file("probe-arguments.json", POLICY);
    let checks: [(&[&str], &str); 9] = [
        (
            &["api.example.com"],
            "`api.example.com` isn't a URL such as https://api.example.com/items",
        ),
        (&["ftp://example.com/"], "is neither http nor https"),
        (
            &["https://a:b@example.com/"],
            "The URL contains a name or password",
        ),
        (&[&server, "--origin", "not an origin"], "origin"),
        (
            &[&server, "--method", "GET", "--method", "PUT"],
            "More than one --method is for `--learn`.",
        ),
        (&[&server, "--header", "a b:c"], "`a b` isn't a header name"),
        (
            &[&server, "--header", "Cookie: a=b"],
            "A cookie is sent with `--credentials` only.",
        ),
        (
            &[&server, "--format", "sarif"],
            "The format sarif is for `--policy`",
        ),
        (
            &[&server, "--policy", &policy, "--path", "missing"],
            "expected a status, an equals sign and a path",
        ),
    ];
    for (words, part) in checks {
        let (stdout, stderr, exit) = run(words);
        assert!(stderr.contains(part), "{part} isn't in {stdout}{stderr}");
        assert_eq!(exit, 2, "{words:?}");
    }
}

#[test]
fn every_example_of_the_help_works() {
    let output = Command::new(env!("CARGO_BIN_EXE_cors"))
        .args(["probe", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let (_, examples) = help.split_once("Example:\n").unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("probe-examples");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("policy.json"), POLICY).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_cors")).parent().unwrap();
    let server = server();
    // The server of this test responds with 200 to every path, so the error path differs.
    for (example, exit) in examples.lines().zip([0, 1, 0]) {
        let output = Command::new("sh")
            .arg("-c")
            .arg(example.trim().replace("https://api.example.com/", &server))
            .env(
                "PATH",
                format!("{}:{}", program.display(), std::env::var("PATH").unwrap()),
            )
            .current_dir(&folder)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(exit), "{example}: {output:?}");
    }
}
