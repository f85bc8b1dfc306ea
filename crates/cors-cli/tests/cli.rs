//! The command as it is used: arguments and standard input in, standard output and exit status out.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The result of a run.
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
    // Written while the output is read, as a shell does; a command that reads nothing closes the pipe early.
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

/// Runs and reads every line of the output.
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

/// Expects that the policy is rejected, with a finding that names the field and quotes the value, by `check`
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
fn nothing_on_standard_input_is_bad_input() {
    for words in [&["check"][..], &["open"], &["snippet", "--target", "nginx"]] {
        let run = run(words, b" \n\n");
        assert_eq!((run.stdout.as_str(), run.exit), ("", 2));
        assert!(
            run.stderr.contains("standard input is empty"),
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
                "id", "label", "group", "language", "library", "proof", "source", "options",
                "versions", "verified", "evidence"
            ]
        );
        assert!(!target["versions"].as_array().unwrap().is_empty());
        let is_documented = target["proof"] == "documented";
        assert_eq!(target["source"].is_object(), is_documented, "{target}");
        if is_documented {
            check_source(&target["source"]);
            assert_eq!(target["verified"], json!([]), "{target}");
            assert_eq!(target["evidence"], json!([]), "{target}");
        }
        for evidence in target["evidence"].as_array().unwrap() {
            assert_eq!(evidence["differences"], 0);
            assert!(evidence["comparisons"].as_u64().unwrap() > 10_000);
            let verified = target["verified"].as_array().unwrap();
            assert!(verified.contains(&evidence["version"]));
        }
    }
}

/// Where what is said of a target that isn't run can be read.
fn check_source(source: &Value) {
    assert_eq!(source["label"], "From the vendor's documentation, not run");
    assert!(source["url"].as_str().unwrap().starts_with("https://"));
    assert!(source["title"].is_string() && source["read"].is_string());
}

#[test]
fn what_is_documented_and_not_run_says_so() {
    let policy = r#"{"allow_origins":["https://*.example.com"],"allow_methods":["PUT"]}"#;
    let answer = values(&["snippet", "--target", "s3"], policy, 0).remove(0);
    check_source(&answer["source"]);
    let question = |origin: &str| {
        format!(
            r#"{{"policy":{policy},"request":{{"method":"PUT","headers":[["Origin","{origin}"]]}}}}"#
        )
    };
    let words = ["respond", "--target", "s3"];
    let answer = values(&words, &question("https://a.example.com"), 0).remove(0);
    assert_eq!(answer["status"], 200);
    let answer = values(&words, &question("https://a.b.example.com"), 0).remove(0);
    assert_eq!(
        answer["not_documented"],
        "whether `*` in an allowed origin covers this one, which has more than one label in its place"
    );
    assert_eq!(answer.as_object().unwrap().len(), 2, "{answer}");
    let answer = values(&["attack", "--target", "s3"], policy, 0).remove(0);
    let summary = answer["summary"].as_str().unwrap();
    assert!(
        summary.contains("what is documented of Amazon S3, which isn't run"),
        "{summary}"
    );
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
        "{\"error\":\"invalid type: {\\\"link\\\":1}, expected a link such as \\\"#v=1&origins=https://app.example.com\\\"\",\"line\":1}\n",
        2,
    );
}

#[test]
fn a_link_may_be_an_argument_and_a_policy_a_file() {
    let policy = r#"{"allow_origins":["https://a.example"]}"#;
    let link = "https://cors.example/#v=1&origins=https://a.example";
    for words in [&["open", link][..], &["open", "#origins=https://a.example"]] {
        let opened = values(words, "", 0).remove(0);
        assert_eq!(
            opened["state"]["policy"]["allow_origins"],
            json!(["https://a.example"])
        );
    }
    assert_eq!(
        values(&["open", "-"], link, 0),
        values(&["open", link], "", 0)
    );
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("link-policy.json");
    std::fs::write(&file, format!("{policy}\n{policy}")).unwrap();
    let written = format!("\"{link}\"\n");
    let base = ["link", "--base", "https://cors.example/"];
    check(
        &[&base[..], &[file.to_str().unwrap()]].concat(),
        "",
        &format!("{written}{written}"),
        0,
    );
    check(&[&base[..], &["-"]].concat(), policy, &written, 0);
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
        [
            "files",
            "steps",
            "example",
            "example_steps",
            "notes",
            "differences",
            "version",
            "source"
        ]
    );
    assert_eq!(answer["source"], Value::Null);
    let kinds: Vec<&str> = answer["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["install", "place", "place", "reload", "check", "undo"]
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
fn a_snippet_is_compared_with_the_files_in_a_folder() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("snippet-check");
    let _ = std::fs::remove_dir_all(&folder);
    let folder = folder.to_str().unwrap();
    let policy = r#"{"allow_origins":["https://a.example"]}"#;
    let words = |option| ["snippet", "--target", "nginx", option, folder];
    let written = values(&words("--out"), policy, 0);
    assert_eq!(values(&words("--check"), policy, 0), written);

    let file = written[0]["files"][0]["path"].as_str().unwrap();
    let path = format!("{folder}/{file}");
    let text = std::fs::read_to_string(&path).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    std::fs::write(&path, format!("# changed\n{rest}")).unwrap();
    let differs = run(&words("--check"), policy.as_bytes());
    assert_eq!(differs.exit, 1);
    let value: Value = serde_json::from_str(&differs.stdout).unwrap();
    assert_eq!(
        value["error"],
        format!(
            "The files in `{folder}` aren't those for the policy. To write them, use `--out {folder}` instead of `--check {folder}`."
        )
    );
    let diff = value["diff"].as_str().unwrap();
    assert!(
        diff.starts_with(&format!(
            "--- {path}\n+++ for the policy\n@@ -1,4 +1,4 @@\n-# changed\n+{first}\n "
        )),
        "{diff}"
    );
    assert_eq!(differs.stderr, diff);

    // A file that isn't there is compared like an empty one.
    std::fs::remove_file(&path).unwrap();
    let differs = run(&words("--check"), policy.as_bytes());
    assert_eq!(differs.exit, 1);
    assert!(
        differs.stderr.contains(&format!("\n+{first}\n")),
        "{}",
        differs.stderr
    );
}

#[test]
fn a_snippet_needs_a_target() {
    check(
        &["snippet"],
        "{\"allow_origins\":[\"https://a.example\"]}\n{\"target\":\"abacus\"}\n",
        &format!(
            "{{\"error\":\"No target is named. Pass `--target` with an id that `cors targets` lists.\",\"line\":1}}\n{{\"error\":\"There is no target `abacus`. The targets are {}.\",\"line\":2}}\n",
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
            .starts_with("The policy has entries that can't be read")
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

/// Expects these errors, one for each line.
#[track_caller]
fn check_errors(words: &[&str], cases: &[(&str, &str)]) {
    let input: Vec<&str> = cases.iter().map(|(input, _)| *input).collect();
    let expected: Vec<Value> = cases
        .iter()
        .zip(1..)
        .map(|((_, error), line)| json!({"error": error, "line": line}))
        .collect();
    let actual = values(words, &input.join("\n"), 2);
    for (actual, expected) in actual.iter().zip(&expected) {
        assert_eq!(actual, expected);
    }
    assert_eq!(actual.len(), expected.len());
}

#[test]
fn a_question_that_cannot_be_read_names_what_is_wrong() {
    check_errors(
        &["respond", "--target", "model"],
        &[
            (
                r#"{"app":{"status":20}}"#,
                "app.status: invalid value: 20, expected a number from 100 to 999",
            ),
            (
                r#"{"app":{"status":"ok"}}"#,
                r#"app.status: invalid value: "ok", expected a number from 100 to 999"#,
            ),
            (
                r#"{"app":{"auth":"never"}}"#,
                "app.auth: unknown variant `never`, expected `before` or `after`",
            ),
            (
                r#"{"app":{"panics":true,"unreachable":true}}"#,
                "app: `unreachable` and `panics` are both true, but an app fails in one way; leave out one of them",
            ),
            (
                r#"{"app":{"colour":1}}"#,
                "app.colour: unknown field `colour`, expected one of `status`, `headers`, `auth`, `unreachable`, `body_too_large`, `panics`, `methods`",
            ),
            (r#"{"app":[]}"#, "app: invalid type: [], expected an object"),
            (
                r#"{"state":{}}"#,
                "state: unknown field `state`, expected one of `policy`, `request`, `app`",
            ),
            (
                r#"{"policy":{"x":1}}"#,
                "policy.x: unknown field `x`, expected one of `allow_origins`, `allow_methods`, `allow_headers`, `expose_headers`, `allow_credentials`, `max_age`, `preflight_status`",
            ),
            (
                r#"{"request":{"path":"a"}}"#,
                r#"request.path: invalid value: string "a", expected a path that begins with a slash, such as "/users""#,
            ),
            (
                r#"{"request":{"method":"A\nB"}}"#,
                r#"request.method: invalid value: string "A\nB", expected a method such as GET, without spaces and line breaks"#,
            ),
            (
                r#"{"request":{"headers":[["a b","c"]]}}"#,
                r#"request.headers[0]: invalid value: string "a b", expected a header name without spaces, such as "content-type""#,
            ),
            (
                r#"{"request":{"headers":[["accept"]]}}"#,
                r#"request.headers[0]: invalid length 1, expected a pair of name and value such as ["accept","text/html"]"#,
            ),
            (
                r#"{"request":{"headers":{"accept":"x"}}}"#,
                "request.headers: invalid type: map, expected a sequence",
            ),
            (
                r#"{"request":{"headers":[["x-price","5 €"]]}}"#,
                "request.headers[0]: invalid value: character `€`, expected Latin-1: one character from U+0000 to U+00FF for each byte",
            ),
            (
                r#"{"app":{"headers":[["x","a\r\nb"]]}}"#,
                r#"app.headers[0]: invalid value: string "a\r\nb", expected a value without line breaks; write one pair for each header"#,
            ),
            (
                r#"{"app":{"methods":["GET","A B"]}}"#,
                r#"app.methods[1]: invalid value: string "A B", expected a method such as GET, without spaces and line breaks"#,
            ),
            (
                "5",
                r#"invalid type: integer `5`, expected a question such as {"policy":{"allow_origins":["https://app.example.com"]},"request":{"headers":[["Origin","https://app.example.com"]]}}"#,
            ),
        ],
    );
}

#[test]
fn a_case_that_cannot_be_read_names_what_is_wrong() {
    check_errors(
        &["fetch"],
        &[
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/","methd":"PUT"}}"#,
                "request.methd: unknown field `methd`, expected one of `origin`, `page_origin`, `url`, `method`, `headers`, `credentials`, `mode`, `body_type`, `stream_body`, `upload_listeners`, `api`, `redirect`, `cache`, `partition`",
            ),
            (
                r#"{"request":{"origin":"a.example","url":"https://b.example/"}}"#,
                r#"request.origin: invalid value: string "a.example", expected an origin such as "https://app.example.com", or "null""#,
            ),
            (
                r#"{"request":{"url":"https://b.example/"}}"#,
                "request: missing field `page_origin`",
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"b"}}"#,
                r#"request.url: invalid value: string "b", expected a URL such as "https://api.example.com/""#,
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/","redirect":"later"}}"#,
                "request.redirect: unknown variant `later`, expected one of `follow`, `error`, `manual`",
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/","cache":"none"}}"#,
                "request.cache: unknown variant `none`, expected one of `default`, `no-store`, `reload`, `no-cache`, `force-cache`, `only-if-cached`",
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/","api":"fetch","upload_listeners":true}}"#,
                r#"request: `upload_listeners` is true, but `fetch()` has none; set `api` to "xhr""#,
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/"},"response":{"status":7}}"#,
                "response.status: invalid value: 7, expected a number from 100 to 999",
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/"},"response":[200,[]]}"#,
                "response: invalid type: [200,[]], expected an object",
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/"},"hops":[{"response":null},7]}"#,
                "hops[1]: invalid type: integer `7`, expected an object",
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/"},"hops":[{"response":{"headers":[["a b","c"]]}}]}"#,
                r#"hops[0].response.headers[0]: invalid value: string "a b", expected a header name without spaces, such as "content-type""#,
            ),
            (
                r#"{"request":{"origin":"https://a.example","url":"https://b.example/"},"steps":[{"delay_seconds":-1,"request":{"origin":"https://a.example","url":"https://b.example/"}}]}"#,
                "steps[0].delay_seconds: invalid value: -1, expected a number of seconds, 0 or more",
            ),
            (
                r#"{"request":{"origin":"https://a.example","page_origin":"https://a.example","url":"https://b.example/"}}"#,
                "request: duplicate field `page_origin`",
            ),
            (r#"{"response":{}}"#, "missing field `request`"),
            (
                r#"{"request":[]}"#,
                "request: invalid type: [], expected an object",
            ),
            (
                r#"{"recuest":{}}"#,
                "recuest: unknown field `recuest`, expected one of `id`, `request`, `preflight_response`, `response`, `hops`, `steps`, `expect`, `expect_in`, `source_file`, `title`, `note`, `group`, `engines_agree`, `tentative`, `corrected`, `browser_divergence`, `spec_text_conflict`",
            ),
            (
                "7",
                r#"invalid type: integer `7`, expected a case such as {"request":{"origin":"https://app.example.com","url":"https://api.example.com/"},"response":{"status":200}}"#,
            ),
        ],
    );
}

#[test]
fn a_request_that_throws_is_no_error_of_the_input() {
    let request = |method: &str, header: &str| {
        json!({"request": {
            "origin": "https://a.example",
            "url": "https://b.example/",
            "method": method,
            "headers": [[header, "1"]],
        }})
        .to_string()
    };
    let input = [request("A B", "a b"), request("PUT", "a b")].join("\n");
    let reasons: Vec<Value> = values(&["fetch"], &input, 0)
        .iter()
        .map(|outcome| outcome["reason"].clone())
        .collect();
    assert_eq!(reasons, ["invalid-method", "invalid-header"]);
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
    for (target, version, quoted) in [("abacus", "", "`abacus`"), ("nginx", "0.0", "`0.0`")] {
        let error = values(&["check"], &state(target, version), 2).remove(0);
        assert!(error["error"].as_str().unwrap().contains(quoted), "{error}");
    }
}

#[test]
fn a_paste_is_diagnosed_as_text_and_as_json() {
    let line = "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let run = |arguments: &[&str], input: &str| {
        let mut cors = Command::new(env!("CARGO_BIN_EXE_cors"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        cors.stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = cors.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (status, text) = run(&["diagnose"], line);
    assert_eq!(status, Some(0));
    assert!(text.contains("Cause: allow-origin-missing"), "{text}");
    let values = format!("{}\n{{\"text\":1}}\n", json!({"id": 7, "input": line}));
    let (status, json) = run(&["diagnose", "--json"], &values);
    assert_eq!(status, Some(2), "the second value has an unknown key");
    let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(first["id"], 7);
    assert_eq!(first["causes"][0]["cause"], "allow-origin-missing");
    assert_eq!(run(&["diagnose"], " \n").0, Some(2));
}
