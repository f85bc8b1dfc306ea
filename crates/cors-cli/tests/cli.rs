//! The command as it is used: words and standard input in, standard output and exit status out.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// What came of a run.
struct Run {
    stdout: String,
    stderr: String,
    exit: i32,
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors"));
    command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(words: &[&str], stdin: &[u8]) -> Run {
    let mut child = command(words).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let stdin = stdin.to_vec();
    // Written beside the reading, as a shell does; a command that reads nothing closes the pipe early.
    let writer = std::thread::spawn(move || {
        let _ = pipe.write_all(&stdin);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        exit: output.status.code().unwrap(),
    }
}

/// Expects exactly this output.
#[track_caller]
fn check(words: &[&str], stdin: &str, stdout: &str, exit: i32) {
    let run = run(words, stdin.as_bytes());
    assert_eq!(run.stdout, stdout);
    assert_eq!(run.stderr, "");
    assert_eq!(run.exit, exit);
}

/// Expects nothing but this sentence, on standard error.
#[track_caller]
fn check_refused(words: &[&str], sentence: &str) {
    let run = run(words, b"{}");
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr, format!("cors: {sentence}\n"));
    assert_eq!(run.exit, 2);
}

/// Runs and reads every line of the answer.
#[track_caller]
fn values(words: &[&str], stdin: &str, exit: i32) -> Vec<Value> {
    let run = run(words, stdin.as_bytes());
    assert_eq!(run.stderr, "");
    assert_eq!(run.exit, exit, "{}", run.stdout);
    run.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Expects that the policy is refused, with a finding that names the field and quotes the value, by `check`
/// and by `snippet`; and that the latter shows no configuration.
#[track_caller]
fn check_not_deployed(policy: &Value, field: &str, quoted: &str) {
    let input = policy.to_string();
    let answer = &values(&["check"], &input, 1)[0];
    assert_eq!(answer["sound"], false);
    let error = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["severity"] == "error")
        .unwrap();
    assert_eq!(error["field"], field, "{error}");
    // Control characters are shown by their pictures.
    let quoted = quoted.replace('\n', "␊");
    assert!(
        error["value"].as_str().unwrap().starts_with(&quoted),
        "{error}"
    );
    let message = error["message"].as_str().unwrap();
    assert!(
        !message.is_empty() && message.chars().count() < 500,
        "{message}"
    );
    assert!(error["fix"].is_null() || error["fix"].is_object());

    let answer = &values(&["snippet", "--target", "nginx"], &input, 1)[0];
    assert!(answer["error"].as_str().unwrap().starts_with("The policy "));
    assert!(!answer["findings"].as_array().unwrap().is_empty());
    assert_eq!(answer.as_object().unwrap().len(), 2);
}

#[test]
fn help_names_every_command() {
    let all = run(&["--help"], b"");
    assert_eq!((all.exit, all.stderr.as_str()), (0, ""));
    for name in [
        "targets", "snippet", "respond", "fetch", "explain", "check", "attack", "link", "open",
    ] {
        assert!(all.stdout.contains(&format!("\n  {name} ")), "{name}");
        let one = run(&[name, "--help"], b"");
        assert_eq!((one.exit, one.stderr.as_str()), (0, ""));
        assert!(
            one.stdout.contains(&format!("Usage: cors {name}")),
            "{name}"
        );
    }
    check(
        &["--version"],
        "",
        concat!("cors ", env!("CARGO_PKG_VERSION"), "\n"),
        0,
    );
}

#[test]
fn wrong_words_give_one_sentence() {
    check_refused(&[], "No command is given; “cors --help” lists them.");
    check_refused(
        &["frobnicate"],
        "There is no command “frobnicate”; “cors --help” lists them.",
    );
    check_refused(
        &["--frob"],
        "“cors” has no option “--frob”; “cors --help” lists them.",
    );
    check_refused(
        &["check", "-x"],
        "“cors check” has no option “-x”; “cors check --help” lists them.",
    );
    check_refused(
        &["check", "policy.json"],
        "“cors check” takes no “policy.json”; values are read from standard input.",
    );
    check_refused(
        &["respond"],
        "“cors respond” needs --target with an id from “cors targets”, or “model”.",
    );
    check_refused(
        &["respond", "--target", "model", "--version", "1"],
        "The target “model” has no versions; leave --version out.",
    );
    check_refused(
        &["link", "--base", "a", "--base=b"],
        "--base is given twice; give it once.",
    );
    check_refused(
        &["fetch", "--profile", "netscape"],
        "There is no profile “netscape”; --profile takes standard, chromium, firefox, webkit.",
    );
    check_refused(
        &["explain", "--format=pdf"],
        "There is no format “pdf”; --format takes json, text, markdown, mermaid, svg, curl, fetch, policy.",
    );
    for words in [
        &["snippet", "--target", "abacus"][..],
        &["respond", "--target", "abacus"],
        &["snippet", "--target", "nginx", "--version", "0.0.0"],
        &["link", "--base"],
    ] {
        let refused = run(words, b"{}");
        assert_eq!(
            (refused.stdout.as_str(), refused.exit),
            ("", 2),
            "{words:?}"
        );
        assert_eq!(refused.stderr.lines().count(), 1, "{}", refused.stderr);
    }
}

#[test]
fn nothing_on_standard_input_is_bad_input() {
    for words in [&["check"][..], &["open"], &["snippet", "--target", "nginx"]] {
        let run = run(words, b" \n\n");
        assert_eq!((run.stdout.as_str(), run.exit), ("", 2));
        assert!(
            run.stderr.contains("Standard input holds no value"),
            "{}",
            run.stderr
        );
    }
    check(&["check"], "[]", "", 0);
}

#[test]
fn every_target_is_listed_with_its_versions() {
    let targets = values(&["targets"], "", 0);
    assert!(targets.iter().any(|target| target["id"] == "nginx"));
    for target in targets {
        let object = target.as_object().unwrap();
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "id", "label", "language", "versions", "verified", "evidence"
            ]
        );
        assert!(!target["versions"].as_array().unwrap().is_empty());
        for evidence in target["evidence"].as_array().unwrap() {
            assert_eq!(evidence["differences"], 0);
            assert!(evidence["comparisons"].as_u64().unwrap() > 10_000);
            let verified = target["verified"].as_array().unwrap();
            assert!(verified.contains(&evidence["version"]));
        }
    }
}

#[test]
fn a_sound_policy_has_no_error() {
    let answer = values(
        &["check"],
        r#"{"allow_origins":["https://app.example.com"]}"#,
        0,
    );
    assert_eq!(answer, [json!({"findings": [], "sound": true})]);
    // Unicode hosts are read as browsers read them.
    let answer = values(
        &["check"],
        r#"{"allow_origins":["https://bücher.example"]}"#,
        0,
    );
    assert_eq!(answer[0]["sound"], true);
    assert_eq!(
        answer[0]["findings"][0]["fix"]["allow_origins"][0],
        "https://xn--bcher-kva.example"
    );
}

#[test]
fn findings_about_the_request_need_a_request() {
    let policy = r#"{"policy":{"allow_origins":["https://a.example"]}}"#;
    assert_eq!(values(&["check"], policy, 0)[0]["findings"], json!([]));
    let state = r#"{"policy":{"allow_origins":["https://a.example"]},"request":{"method":"A B"}}"#;
    let answer = &values(&["check"], state, 1)[0];
    assert_eq!(answer["sound"], true);
    assert_eq!(answer["findings"][0]["field"], "method");
    assert_eq!(answer["findings"][0]["value"], "A B");
}

#[test]
fn what_cannot_be_deployed_is_refused_by_name() {
    let with = |key: &str, value: Value| {
        let mut policy = json!({"allow_origins": ["https://a.example"]});
        policy[key] = value;
        policy
    };
    let long = "a".repeat(10_000);
    for (key, value) in [
        ("allow_origins", "app.example.com"),
        ("allow_origins", "https://a.example/path"),
        ("allow_origins", "https://app.*.example.com"),
        ("allow_origins", "https://a.example\n}"),
        ("allow_origins", ""),
        ("allow_methods", "PUT\nX-Injected: 1"),
        ("allow_headers", "x custom header"),
        ("expose_headers", "x, y"),
    ] {
        check_not_deployed(&with(key, json!([value])), key, value);
    }
    for key in [
        "allow_origins",
        "allow_methods",
        "allow_headers",
        "expose_headers",
    ] {
        check_not_deployed(&with(key, json!([format!("ü {long}")])), key, "ü aaa");
    }
    for seconds in [
        json!(-1),
        json!("-1"),
        json!(1e300),
        json!(18_446_744_073_709_551_615_u64),
        json!("1h"),
        json!(1.5),
    ] {
        let typed = seconds
            .as_str()
            .map_or_else(|| seconds.to_string(), str::to_owned);
        let beginning: String = typed.chars().take(1).collect();
        check_not_deployed(&with("max_age", seconds), "max_age", &beginning);
    }
    check_not_deployed(&with("max_age", json!(long)), "max_age", "aaa");
    check_not_deployed(
        &json!({"allow_origins": ["*"], "allow_credentials": true}),
        "allow_origins",
        "*",
    );
    check_not_deployed(&json!({}), "allow_origins", "");
}

#[test]
fn json_that_is_no_policy_is_refused_by_name_and_the_rest_goes_on() {
    const POLICY_KEYS: &str = "`allow_origins`, `allow_methods`, `allow_headers`, `expose_headers`, \
        `allow_credentials`, `max_age`, `preflight_status`";
    let cases: [(&str, &str); 16] = [
        (
            r#"{"allow_origin":[]}"#,
            &format!("allow_origin: unknown field `allow_origin`, expected one of {POLICY_KEYS}"),
        ),
        (
            r#"{"policy":{"maxage":1}}"#,
            &format!("policy.maxage: unknown field `maxage`, expected one of {POLICY_KEYS}"),
        ),
        (
            r#"{"policy":{},"allow_origins":[]}"#,
            "allow_origins: unknown field `allow_origins`, expected one of `policy`, `request`, `follow`, `target`, `version`, `options`, `browser`, `fault`, `tab`, `embed`, `view`, `theme`, `readonly`",
        ),
        (
            r#"{"request":{"body":"x"}}"#,
            "request.body: unknown field `body`, expected one of `page_origin`, `url`, `method`, `headers`, `credentials`, `mode`",
        ),
        (
            r#"{"allow_origins":"https://a.example"}"#,
            r#"allow_origins: invalid type: string "https://a.example", expected a sequence"#,
        ),
        (
            r#"{"allow_methods":[5]}"#,
            "allow_methods[0]: invalid type: integer `5`, expected a string",
        ),
        (
            r#"{"allow_credentials":"yes"}"#,
            r#"allow_credentials: invalid type: string "yes", expected a boolean"#,
        ),
        (
            r#"{"max_age":[600]}"#,
            "max_age: invalid type: sequence, expected a number of seconds such as 600",
        ),
        (
            r#"{"preflight_status":201}"#,
            "preflight_status: invalid value: 201, expected 204 or 200",
        ),
        (
            r#"{"request":{"headers":[["accept"]]}}"#,
            "request.headers[0]: invalid length 1, expected a tuple of size 2",
        ),
        (
            r#"{"request":{"credentials":"always"}}"#,
            "request.credentials: unknown variant `always`, expected one of `omit`, `same-origin`, `include`",
        ),
        (
            r#"{"browser":"lynx"}"#,
            "browser: unknown variant `lynx`, expected one of `standard`, `chromium`, `firefox`, `webkit`",
        ),
        (
            "5",
            r#"invalid type: integer `5`, expected a policy such as {"allow_origins":["https://app.example.com"]}"#,
        ),
        (
            "null",
            r#"invalid type: null, expected a policy such as {"allow_origins":["https://app.example.com"]}"#,
        ),
        (
            r#"{"target":5}"#,
            "target: invalid type: integer `5`, expected a string",
        ),
        (
            r#"{"allow_origins":["#,
            "This is not JSON: EOF while parsing a list (line 16, column 18). Write one JSON value, or one on each line.",
        ),
    ];
    let input: Vec<&str> = cases.iter().map(|(input, _)| *input).collect();
    let mut expected: Vec<Value> = cases
        .iter()
        .zip(1..)
        .map(|((_, error), line)| json!({"error": error, "line": line}))
        .collect();
    let alone = input.join("\n");
    assert_eq!(values(&["link"], &alone, 2), expected);
    // The last line is cut off, and the value after it is not part of it.
    expected.pop();
    let answers = values(&["link"], &format!("{alone}\n{{\"max_age\":5}}"), 2);
    assert_eq!(answers[..15], expected);
    assert_eq!(answers[15]["line"], 16);
    assert_eq!(answers[16], "#v=1&max-age=5");
    assert_eq!(answers.len(), 17);
}

#[test]
fn an_overlong_message_keeps_the_value_and_the_remedy() {
    let long = "a".repeat(10_000);
    let answer = &values(&["check"], &json!({"allow_origins": long}).to_string(), 2)[0];
    let error = answer["error"].as_str().unwrap();
    assert!(
        error.starts_with("allow_origins: invalid type: string \"aaa"),
        "{error}"
    );
    assert!(error.ends_with("expected a sequence"), "{error}");
    assert!(error.chars().count() < 500);
}

#[test]
fn one_value_gives_one_value() {
    let (a, b) = (
        "\"#v=1&origins=https://a.example\"\n",
        "\"#v=1&max-age=5\"\n",
    );
    let both = format!("{a}{b}");
    check(
        &["link"],
        "{\"allow_origins\":[\"https://a.example\"]}",
        a,
        0,
    );
    check(
        &["link"],
        "\u{FEFF}{\r\n  \"allow_origins\": [\r\n    \"https://a.example\"\r\n  ]\r\n}\r\n",
        a,
        0,
    );
    check(
        &["link"],
        "\n{\"allow_origins\":[\"https://a.example\"]}\n\n\n{\"max_age\":\"5\"}\n",
        &both,
        0,
    );
    check(
        &["link"],
        "[{\"allow_origins\":[\"https://a.example\"]},\n {\"max_age\":5}]",
        &both,
        0,
    );
    check(
        &["link"],
        "[{\"max_age\":5},7]",
        &format!(
            "{b}{{\"error\":\"invalid type: integer `7`, expected a policy such as {{\\\"allow_origins\\\":[\\\"https://app.example.com\\\"]}}\",\"line\":1,\"item\":2}}\n"
        ),
        2,
    );
}

#[test]
fn the_worst_value_decides_the_exit_status() {
    let good = r#"{"allow_origins":["https://a.example"]}"#;
    let unsound = r#"{"allow_origins":["*"],"allow_credentials":true}"#;
    assert_eq!(values(&["check"], &format!("{good}\n{good}"), 0).len(), 2);
    assert_eq!(
        values(&["check"], &format!("{unsound}\n{good}"), 1).len(),
        2
    );
    assert_eq!(
        values(&["check"], &format!("{unsound}\nx\n{good}"), 2).len(),
        3
    );
}

#[test]
fn a_state_becomes_a_link_and_comes_back() {
    check(
        &["link", "--base", "https://cors.example/?old#old"],
        r#"{"policy":{"allow_origins":["https://a.example"],"allow_credentials":true,"max_age":600},
            "request":{"method":"PUT","headers":[["authorization","Bearer hunter2"],["accept","text/html, */*"]],"credentials":"include"},
            "browser":"firefox","embed":true}"#,
        "\"https://cors.example/?old#v=1&origins=https://a.example&credentials=1&max-age=600&method=PUT&send=authorization,accept:text/html%2C%20*/*&cred=include&browser=firefox&embed=1\"\n",
        0,
    );
    let opened = "{\"state\":{\"policy\":{\"allow_origins\":[\"https://a.example\"],\"allow_methods\":[],\"allow_headers\":[],\
        \"expose_headers\":[],\"allow_credentials\":false,\"max_age\":\"a day\",\"preflight_status\":204},\
        \"request\":{\"page_origin\":\"https://a.example\",\"url\":\"https://api.example.com/\",\"method\":\"GET\",\"headers\":[],\
        \"credentials\":\"same-origin\",\"mode\":\"cors\"},\"target\":\"nginx\",\"browser\":\"standard\"},\
        \"notices\":[{\"key\":\"colour\",\"value\":\"red\",\"message\":\"Ignored unknown key `colour`.\"}]}\n";
    for link in [
        "https://cors.example/#origins=https://a.example&max-age=a%20day&colour=red",
        "\"#origins=https://a.example&max-age=a%20day&colour=red\"",
        "  ?origins=https://a.example&max-age=a%20day&colour=red  ",
    ] {
        check(&["open"], link, opened, 0);
    }
    check(
        &["open"],
        "{\"link\":1}",
        "{\"error\":\"{\\\"link\\\":1} is no link; pass a text such as \\\"#v=1&origins=https://app.example.com\\\"\",\"line\":1}\n",
        2,
    );
}

#[test]
fn a_snippet_holds_files_and_writes_them() {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("snippet");
    let _ = std::fs::remove_dir_all(&out);
    let words = [
        "snippet",
        "--target",
        "nginx",
        "--out",
        out.to_str().unwrap(),
    ];
    let policy = r#"{"allow_origins":["https://a.example"],"allow_methods":["PUT"]}"#;
    let answer = values(&words, policy, 0).remove(0);
    let keys: Vec<&str> = answer
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        ["files", "example", "notes", "differences", "version"]
    );
    let files = answer["files"].as_array().unwrap();
    assert!(!files.is_empty());
    for file in files {
        assert!(!file["context"].as_str().unwrap().is_empty());
        let written = std::fs::read_to_string(out.join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(written, file["text"]);
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), files.len());
    // A state may name target and version; the same policy gives the same text.
    let version = &answer["version"];
    let state = json!({"policy": serde_json::from_str::<Value>(policy).unwrap(), "target": "nginx", "version": version});
    assert_eq!(
        values(&["snippet"], &state.to_string(), 0),
        std::slice::from_ref(&answer)
    );
    // Two policies do not fit into one folder.
    let other = r#"{"allow_origins":["https://b.example"]}"#;
    let answers = values(&words, &format!("{policy}\n{policy}\n{other}"), 2);
    assert_eq!(answers[0], answers[1]);
    assert!(
        answers[2]["error"]
            .as_str()
            .unwrap()
            .contains("already written")
    );
}

#[test]
fn a_snippet_needs_a_target() {
    check(
        &["snippet"],
        "{\"allow_origins\":[\"https://a.example\"]}\n{\"target\":\"abacus\"}\n",
        &format!(
            "{{\"error\":\"no target is named; pass --target with an id from “cors targets”\",\"line\":1}}\n{{\"error\":\"There is no target “abacus”; the targets are {}.\",\"line\":2}}\n",
            values(&["targets"], "", 0)
                .iter()
                .map(|target| target["id"].as_str().unwrap())
                .collect::<Vec<_>>()
                .join(", ")
        ),
        2,
    );
}

#[test]
fn the_model_answers_for_unsound_policies_and_targets_do_not() {
    let ask = |policy: Value| {
        json!({
            "policy": policy,
            "request": {
                "method": "OPTIONS",
                "path": "/a?b=c",
                "headers": [
                    ["Origin", "https://a.example"],
                    ["Access-Control-Request-Method", "PUT"],
                ],
            },
        })
        .to_string()
    };
    let unsound = ask(json!({"allow_origins": ["*"], "allow_credentials": true}));
    let answer = &values(&["respond", "--target", "model"], &unsound, 0)[0];
    assert_eq!(answer["status"], 204);
    assert_eq!(answer["reached_app"], false);
    let headers = answer["headers"].as_array().unwrap();
    assert!(
        headers.contains(&json!(["Access-Control-Allow-Origin", "*"])),
        "{headers:?}"
    );
    let refused = &values(&["respond", "--target", "nginx"], &unsound, 1)[0];
    assert_eq!(refused["findings"][0]["field"], "allow_origins");

    let sound = ask(json!({"allow_origins": ["https://a.example"], "allow_methods": ["PUT"]}));
    let answer = &values(&["respond", "--target", "nginx"], &sound, 0)[0];
    assert_eq!(answer["status"], 204);
    assert_eq!(
        answer["version"],
        values(&["targets"], "", 0)[0]["versions"][0]
    );

    let half = ask(json!({"allow_origins": ["https://a.example", "b"]}));
    let refused = &values(&["respond", "--target", "model"], &half, 1)[0];
    assert!(
        refused["error"]
            .as_str()
            .unwrap()
            .starts_with("The policy has entries that cannot be read")
    );
}

#[test]
fn the_application_answers_as_it_is_described() {
    let ask = |app: Value| {
        json!({
            "policy": {"allow_origins": ["https://a.example"]},
            "request": {"headers": [["Origin", "https://a.example"], ["x-bytes", "\u{FF}"]]},
            "app": app,
        })
        .to_string()
    };
    let answer = &values(
        &["respond", "--target", "model"],
        &ask(json!({"status": 404, "headers": [["X-A", "\u{E9}"], ["Vary", "Accept"]]})),
        0,
    )[0];
    assert_eq!(answer["status"], 404);
    assert_eq!(answer["reached_app"], true);
    let headers = answer["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["X-A", "\u{E9}"])));
    assert!(headers.contains(&json!(["Access-Control-Allow-Origin", "https://a.example"])));
    let answer = &values(
        &["respond", "--target", "model"],
        &ask(json!({"auth": "after"})),
        0,
    )[0];
    assert_eq!(answer["status"], 401);
}

#[test]
fn a_question_that_cannot_be_read_names_what_is_wrong() {
    let cases = [
        (
            r#"{"app":{"status":20}}"#,
            "“status” is 20, but it has to be a number from 100 to 999",
        ),
        (
            r#"{"app":{"auth":"never"}}"#,
            r#"“auth” is "never", but it has to be “before” or “after”"#,
        ),
        (
            r#"{"app":{"panics":true,"unreachable":true}}"#,
            "“app” has both “unreachable” and “panics”; an application fails in one way, so leave one out",
        ),
        (
            r#"{"app":{"colour":1}}"#,
            "“app” has an unknown key “colour”; its keys are status, headers, auth, unreachable, body_too_large, panics, methods",
        ),
        (
            r#"{"app":[]}"#,
            "“app” is [], but it has to be an object; its keys are status, headers, auth, unreachable, body_too_large, panics, methods",
        ),
        (
            r#"{"state":{}}"#,
            "the input has an unknown key “state”; its keys are policy, request, app",
        ),
        (
            r#"{"policy":{"x":1}}"#,
            "x: unknown field `x`, expected one of `allow_origins`, `allow_methods`, `allow_headers`, `expose_headers`, `allow_credentials`, `max_age`, `preflight_status`",
        ),
        (
            r#"{"request":{"path":"a"}}"#,
            r#"“path” is "a", but it has to begin with a slash"#,
        ),
        (
            r#"{"request":{"method":"A\nB"}}"#,
            r#"“method” is "A\nB", but it has to be a method such as GET, without spaces and line breaks"#,
        ),
        (
            r#"{"request":{"headers":[["a b","c"]]}}"#,
            r#"“headers” has the header name "a b", but a name has letters, digits and dashes and no spaces"#,
        ),
        (
            r#"{"request":{"headers":[["x-price","5 €"]]}}"#,
            "the header “x-price” has the character “€” (U+20AC), but a header holds bytes: write each as a character from U+0000 to U+00FF",
        ),
        (
            r#"{"app":{"headers":[["x","a\r\nb"]]}}"#,
            r#"the header “x” has the value "a\r\nb", but no header holds a line break; write two headers"#,
        ),
    ];
    let input: Vec<&str> = cases.iter().map(|(input, _)| *input).collect();
    let expected: Vec<Value> = cases
        .iter()
        .zip(1..)
        .map(|((_, error), line)| json!({"error": error, "line": line}))
        .collect();
    assert_eq!(
        values(&["respond", "--target", "model"], &input.join("\n"), 2),
        expected
    );
}

#[test]
fn each_answer_comes_before_the_next_question() {
    let mut child = command(&["link"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for seconds in 1..4 {
        writeln!(stdin, "{{\"max_age\":{seconds}}}").unwrap();
        stdin.flush().unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(line, format!("\"#v=1&max-age={seconds}\"\n"));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = command(&["open"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || while stdin.write_all(b"#v=1\n").is_ok() {});
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 100]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn bytes_that_are_no_text_are_an_error_in_their_place() {
    let run = run(
        &["link"],
        b"\xFF\xFE\n{\"allow_origins\":[\"\xC3\"]}\n{}\n\0\n",
    );
    let lines: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((run.stderr.as_str(), run.exit, lines.len()), ("", 2, 4));
    assert_eq!(lines[0]["line"], 1);
    assert_eq!(lines[1]["line"], 2);
    assert_eq!(lines[2], "#v=1");
    assert_eq!(lines[3]["line"], 4);
}

#[test]
fn the_option_decides_whose_behaviour_is_explained_then_the_state() {
    let plain = r#"{"policy":{"allow_origins":["https://a.example"]}}"#;
    let firefox = r#"{"policy":{"allow_origins":["https://a.example"]},"browser":"firefox"}"#;
    let text = |words: &[&str], state: &str| {
        let run = run(
            &[&["explain", "--format", "text"], words].concat(),
            state.as_bytes(),
        );
        assert_eq!((run.stderr.as_str(), run.exit), ("", 0));
        run.stdout
    };
    assert_eq!(text(&[], firefox), text(&["--profile", "firefox"], plain));
    assert_eq!(text(&["--profile", "standard"], firefox), text(&[], plain));
    assert_ne!(text(&[], firefox), text(&[], plain));
}

#[test]
fn a_state_has_to_name_a_target_that_there_is() {
    let state = |target: &str, version: &str| {
        json!({"policy": {"allow_origins": ["https://a.example"]}, "target": target, "version": version}).to_string()
    };
    assert_eq!(values(&["check"], &state("nginx", ""), 0)[0]["sound"], true);
    for (target, version, quoted) in [("abacus", "", "“abacus”"), ("nginx", "0.0", "“0.0”")]
    {
        let error = values(&["check"], &state(target, version), 2).remove(0);
        assert!(error["error"].as_str().unwrap().contains(quoted), "{error}");
    }
}
