//! `cors diff`: which policies mean the same, and which request tells others apart.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// What `cors diff` says, with its exit status and standard error.
fn diff(a: &str, b: &str, stdin: &str) -> (String, String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cors"))
        .args(["diff", a, b])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads nothing closes the pipe early.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code().unwrap(),
    )
}

#[track_caller]
fn check_same(a: &str, b: &str) {
    for (a, b) in [(a, b), (b, a)] {
        let (stdout, stderr, exit) = diff(a, b, "");
        let expected = ("{\"same\":true}\n", "", 0);
        assert_eq!(
            (stdout.as_str(), stderr.as_str(), exit),
            expected,
            "{a} {b}"
        );
    }
}

#[test]
fn policies_that_mean_the_same() {
    for (a, b) in [
        // The order of a list, and entries twice.
        (
            "#origins=https://a.test,https://b.test&methods=PUT,DELETE",
            "#origins=https://b.test,https://a.test,https://b.test&methods=DELETE,PUT",
        ),
        // What browsers always allow.
        (
            "#origins=https://a.test&methods=GET,HEAD,POST,PUT",
            "#origins=https://a.test&methods=PUT",
        ),
        (
            "#origins=https://a.test&expose=content-type,cache-control",
            "#origins=https://a.test",
        ),
        // What they never allow.
        (
            "#origins=https://a.test&methods=TRACE&headers=cookie&expose=set-cookie",
            "#origins=https://a.test",
        ),
        // The case of header names.
        (
            "#origins=https://a.test&headers=X-A&expose=ETag",
            "#origins=https://a.test&headers=x-a&expose=etag",
        ),
        // An entry that another covers.
        (
            "#origins=https://*.a.test,https://b.a.test,https://*.b.a.test",
            "#origins=https://*.a.test",
        ),
        (
            "#origins=https://a.test:*,https://a.test,https://a.test:8080",
            "#origins=https://a.test:*",
        ),
        ("#origins=*,https://a.test", "#origins=*"),
        // With credentials, the header names that were asked for are sent back.
        (
            "#origins=https://a.test&credentials=1&headers=*,authorization",
            "#origins=https://a.test&credentials=1&headers=*",
        ),
        // Five seconds are what browsers take without the header.
        (
            "#origins=https://a.test&max-age=5",
            "#origins=https://a.test",
        ),
        // Without an allowed origin, the rest has no meaning.
        (
            "#methods=PUT&headers=x-a&credentials=1&max-age=600&status=200",
            "#v=1",
        ),
        // What isn't the policy isn't compared.
        (
            "#origins=https://a.test&target=express&method=PUT&embed=1",
            "#origins=https://a.test",
        ),
    ] {
        check_same(a, b);
    }
}

/// A page's request as `cors diff` shows it.
fn page(origin: &str, method: &str, headers: &[(&str, &str)], credentials: &str) -> Value {
    json!({
        "page_origin": origin,
        "url": "https://api.example.com/",
        "method": method,
        "headers": headers,
        "credentials": credentials,
        "mode": "cors",
    })
}

/// Expects that only A allows this request.
#[track_caller]
fn check_allowed_by_a(a: &str, b: &str, request: &Value) {
    for (first, second, allowed) in [(a, b, (true, false)), (b, a, (false, true))] {
        let (stdout, stderr, exit) = diff(first, second, "");
        assert_eq!(
            (stderr.as_str(), exit),
            ("", 1),
            "{first} {second}: {stdout}"
        );
        let value: Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!(value["same"], false);
        assert_eq!(value["request"], *request, "{first} {second}");
        assert_eq!(value["a"]["allowed"], allowed.0, "{stdout}");
        assert_eq!(value["b"]["allowed"], allowed.1, "{stdout}");
    }
}

#[test]
fn a_request_tells_policies_apart() {
    let get = |origin| page(origin, "GET", &[], "same-origin");
    let with_header = |name, value| page("https://a.test", "GET", &[(name, value)], "same-origin");
    for (a, b, request) in [
        (
            "#origins=https://a.test,https://b.test",
            "#origins=https://a.test",
            get("https://b.test"),
        ),
        (
            "#origins=*",
            "#origins=https://a.test",
            get("https://app.test"),
        ),
        ("#origins=*", "#v=1", get("https://app.test")),
        (
            "#origins=https://a.test,null",
            "#origins=https://a.test",
            get("null"),
        ),
        (
            "#origins=https://*.a.test",
            "#origins=https://app.a.test,https://www.a.test,https://dev.a.test",
            get("https://shop.a.test"),
        ),
        (
            "#origins=https://a*.a.test,https://*app.a.test",
            "#origins=https://*app.a.test",
            get("https://awww.a.test"),
        ),
        (
            "#origins=https://*.a.test",
            "#origins=https://*a.a.test,https://a*.a.test",
            get("https://www.a.test"),
        ),
        (
            "#origins=https://*.a.test",
            "#origins=https://*.b.a.test",
            get("https://app.a.test"),
        ),
        (
            "#origins=https://a.test:*",
            "#origins=https://a.test,https://a.test:8080",
            get("https://a.test:8081"),
        ),
        (
            "#origins=https://a.test&methods=PUT",
            "#origins=https://a.test",
            page("https://a.test", "PUT", &[], "same-origin"),
        ),
        (
            "#origins=https://a.test&methods=*",
            "#origins=https://a.test&methods=PATCH,DELETE,PUT",
            page("https://a.test", "METHOD1", &[], "same-origin"),
        ),
        (
            "#origins=https://a.test&headers=content-type",
            "#origins=https://a.test&headers=",
            with_header("content-type", "application/json"),
        ),
        (
            "#origins=https://a.test&headers=*,authorization",
            "#origins=https://a.test&headers=*",
            with_header("Authorization", "1"),
        ),
        (
            "#origins=https://a.test&headers=*",
            "#origins=https://a.test&headers=x-other",
            with_header("X-Other-1", "1"),
        ),
        (
            "#origins=https://a.test&credentials=1",
            "#origins=https://a.test",
            page("https://a.test", "GET", &[], "include"),
        ),
    ] {
        check_allowed_by_a(a, b, &request);
    }
}

#[test]
fn the_server_of_a_page_is_elsewhere() {
    let mut request = page("https://api.example.com", "GET", &[], "same-origin");
    request["url"] = json!("https://api.example.org/");
    check_allowed_by_a("#origins=https://api.example.com", "#v=1", &request);
}

#[test]
fn exposed_headers_are_shown_with_the_app_that_sends_them() {
    let (stdout, ..) = diff(
        "#origins=https://a.test&expose=ETag",
        "#origins=https://a.test",
        "",
    );
    assert_eq!(
        serde_json::from_str::<Value>(&stdout).unwrap(),
        json!({
            "same": false,
            "request": page("https://a.test", "GET", &[], "same-origin"),
            "app": {"headers": [["ETag", "1"]]},
            "a": {"allowed": true, "readable_headers": ["etag"]},
            "b": {"allowed": true, "readable_headers": []},
        })
    );
}

#[test]
fn differences_of_preflights_are_shown_as_they_reach_the_server() {
    let (stdout, ..) = diff(
        "#origins=https://a.test&max-age=600",
        "#origins=https://a.test&status=200",
        "",
    );
    let value: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(
        value,
        json!({
            "same": false,
            "request": {
                "method": "OPTIONS",
                "path": "/",
                "headers": [
                    ["Origin", "https://a.test"],
                    ["Access-Control-Request-Method", "GET"],
                ],
            },
            "a": {
                "status": 204,
                "headers": [
                    ["Access-Control-Allow-Origin", "https://a.test"],
                    ["Access-Control-Max-Age", "600"],
                    ["Vary", "Origin"],
                ],
            },
            "b": {
                "status": 200,
                "headers": [
                    ["Access-Control-Allow-Origin", "https://a.test"],
                    ["Vary", "Origin"],
                ],
            },
        })
    );
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn policies_states_and_links_come_from_files_arguments_and_standard_input() {
    let policy = r#"{"allow_origins":["https://a.test"],"allow_methods":["PUT"]}"#;
    let state = format!(r#"{{"policy":{policy},"target":"express"}}"#);
    let link = "https://cors.example/#origins=https://a.test&methods=PUT";
    for (name, text) in [
        ("diff-policy.json", policy),
        ("diff-state.json", &state),
        ("diff-link.txt", link),
        ("diff-link.json", "\"#origins=https://a.test&methods=PUT\""),
    ] {
        let path = file(name, text);
        check_same(path.to_str().unwrap(), link);
    }
    for text in [policy, &state, link] {
        for (a, b) in [("-", link), (link, "-")] {
            let (stdout, stderr, exit) = diff(a, b, text);
            assert_eq!(
                (stdout.as_str(), stderr.as_str(), exit),
                ("{\"same\":true}\n", "", 0)
            );
        }
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let misspelled = file("diff-misspelled.json", r#"{"allow_origin":[]}"#);
    let misspelled = misspelled.to_str().unwrap();
    for (a, stdin, beginning) in [
        (misspelled, "", format!("{misspelled}: allow_origin: unknown field `allow_origin`, expected one of ")),
        ("no-such-file.json", "", "no-such-file.json: No such file".to_owned()),
        ("-", "", "standard input: there is no policy, state, link or server config".to_owned()),
        ("-", "{}\n{}", "standard input: there is more than one value; pass one of them".to_owned()),
        ("-", "hello", "standard input: this is neither JSON, nor a link such as `#origins=https://app.example.com`, nor server config that is recognized".to_owned()),
        ("-", "{\"allow_origins\":[}", "standard input: This is not JSON: ".to_owned()),
        ("#orgins=https://a.test", "", "#orgins=https://a.test: ".to_owned()),
        ("#origins=a", "", "#origins=a: The policy has entries that can't be read: ".to_owned()),
    ] {
        let (stdout, stderr, exit) = diff(a, "#v=1", stdin);
        assert_eq!((stderr.as_str(), exit), ("", 2), "{a}: {stdout}");
        let value: Value = serde_json::from_str(&stdout).unwrap();
        let error = value["error"].as_str().unwrap();
        assert!(error.starts_with(&beginning), "{error}");
    }
    let (stdout, stderr, exit) = diff("-", "-", "{}");
    assert_eq!((stdout.as_str(), exit), ("", 2));
    assert!(
        stderr.contains("A and B are both standard input. Name a file or a link for one of them."),
        "{stderr}"
    );
}
