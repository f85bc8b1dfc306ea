//! Arguments, help, completions and man pages.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Every command, in the order of the help.
const COMMANDS: [&str; 15] = [
    "targets",
    "snippet",
    "respond",
    "fetch",
    "explain",
    "check",
    "attack",
    "diagnose",
    "diff",
    "import",
    "probe",
    "link",
    "open",
    "completions",
    "man",
];

fn cors(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cors"))
        .args(words)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What a run prints that has to succeed.
#[track_caller]
fn printed(words: &[&str]) -> String {
    let output = cors(words);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
    assert_eq!(output.status.code(), Some(0), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Expects exit status 2 and these parts on standard error, and nothing on standard output.
#[track_caller]
fn check_usage_error(words: &[&str], parts: &[&str]) {
    let output = cors(words);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words:?}: {stderr}");
    assert_eq!(output.stdout, b"", "{words:?}");
    for part in parts {
        assert!(stderr.contains(part), "{words:?}: {stderr}");
    }
}

#[test]
fn help_names_every_command() {
    let help = printed(&["--help"]);
    assert_eq!(help, printed(&["help"]));
    let listed: Vec<&str> = help
        .split_once("Commands:\n")
        .unwrap()
        .1
        .lines()
        .map_while(|line| line.strip_prefix("  ")?.split(' ').next())
        .collect();
    assert_eq!(listed, [&COMMANDS[..], &["help"]].concat());
    for name in COMMANDS {
        let help = printed(&[name, "--help"]);
        assert_eq!(help, printed(&["help", name]));
        assert!(help.contains(&format!("Usage: cors {name}")), "{help}");
        assert!(help.contains("\nExample:\n"), "{help}");
        let short = printed(&[name, "-h"]);
        assert!(short.contains("\nExample:\n"), "{short}");
    }
}

#[test]
fn the_version_is_that_of_the_crate() {
    let version = concat!("cors ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(printed(&["--version"]), version);
    assert_eq!(printed(&["-V"]), version);
}

/// The lines under the heading `Example:`.
#[track_caller]
fn example(help: &str) -> &str {
    let (_, example) = help.split_once("\nExample:\n").unwrap();
    example
}

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the example of a help text as a shell does; expects this exit status, and standard output or a file that
/// begins like this.
#[track_caller]
fn check_example(words: &[&str], exit: i32, file: Option<&str>, beginning: &str) {
    let folder = folder(&format!("example-{}", words.join("-")));
    let program = Path::new(env!("CARGO_BIN_EXE_cors")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("sh")
        .arg("-c")
        .arg(example(&printed(words)))
        .env("PATH", format!("{}:{path}", program.display()))
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
    assert_eq!(output.status.code(), Some(exit), "{words:?}");
    let text = match file {
        None => String::from_utf8(output.stdout).unwrap(),
        Some(file) => std::fs::read_to_string(folder.join(file)).unwrap(),
    };
    assert!(text.starts_with(beginning), "{words:?}: {text}");
}

#[cfg(unix)]
#[test]
fn every_example_of_the_help_works() {
    let checks: [(&[&str], i32, Option<&str>, &str); 15] = [
        (&["--help"], 0, None, r#"{"findings":[],"sound":true}"#),
        (&["targets", "--help"], 0, None, r#"{"id":"nginx""#),
        (&["snippet", "--help"], 0, None, r#"{"files":[{"path":"#),
        (
            &["respond", "--help"],
            0,
            None,
            r#"{"status":404,"headers":[["Access-Control-Allow-Origin","https://app.example.com"]"#,
        ),
        (&["fetch", "--help"], 0, None, r#"{"preflight":false,"#),
        (
            &["explain", "--help"],
            0,
            None,
            "GET https://api.example.com/ from https://app.example.com",
        ),
        (
            &["check", "--help"],
            0,
            None,
            r#"{"findings":[{"code":"normalized-origin""#,
        ),
        (&["attack", "--help"], 0, None, r#"{"target":"nginx""#),
        (
            &["diagnose", "--help"],
            0,
            None,
            "The text doesn't say what failed.\nCause: cannot-tell",
        ),
        (
            &["diff", "--help"],
            1,
            None,
            r#"{"same":false,"request":{"page_origin":"https://www.example.com","#,
        ),
        (
            &["import", "--help"],
            1,
            None,
            "::error file=stdin,line=1,title=headers-missing-on-errors::",
        ),
        (
            &["link", "--help"],
            0,
            None,
            "\"https://cors.example/#v=1&origins=https://app.example.com\"\n",
        ),
        (
            &["open", "--help"],
            0,
            None,
            r#"{"state":{"policy":{"allow_origins":["https://app.example.com"]"#,
        ),
        (
            &["completions", "--help"],
            0,
            Some("cors.bash"),
            "_cors() {\n",
        ),
        (
            &["man", "--help"],
            0,
            Some("cors-snippet.1"),
            ".ie \\n(.g .ds Aq \\(aq\n",
        ),
    ];
    let tried: Vec<&str> = checks[1..].iter().map(|(words, ..)| words[0]).collect();
    // `probe` needs a running server; its own test starts one.
    let all = COMMANDS.into_iter().filter(|command| *command != "probe");
    assert_eq!(tried, all.collect::<Vec<_>>());
    for (words, exit, file, beginning) in checks {
        check_example(words, exit, file, beginning);
    }
}

/// The JSON that the help shows below a heading.
#[track_caller]
fn shown(help: &str, heading: &str) -> Value {
    let (_, text) = help.split_once(heading).unwrap();
    let (_, text) = text.split_once(":\n").unwrap();
    let (json, _) = text.split_once("\n\n").unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_values_in_the_help_can_be_read() {
    let help = printed(&["--help"]);
    let policy = shown(&help, "\nA policy ");
    let request = shown(&help, "\nA page's request ");
    let state = shown(&help, "\nA state ");
    let folder = folder("values-in-the-help");
    for (name, value) in [
        ("policy", policy),
        ("request", serde_json::json!({"request": request})),
        ("state", state),
    ] {
        let file = folder.join(name);
        std::fs::write(&file, value.to_string()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_cors"))
            .arg("link")
            .stdin(std::fs::File::open(file).unwrap())
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{name}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn the_help_lists_what_the_registries_hold() {
    let snippet = printed(&["snippet", "--help"]);
    for target in cors_core::targets::TARGETS {
        assert!(snippet.contains(&format!("- {}:", target.id)), "{snippet}");
    }
    let explain = printed(&["explain", "--help"]);
    for fault in cors_core::server::Fault::ALL {
        assert!(
            explain.contains(&format!("\n  {} ", fault.id())),
            "{explain}"
        );
    }
    for format in cors_report::Format::ALL {
        assert!(
            explain.contains(&format!("- {}:", format.id())),
            "{explain}"
        );
    }
    for profile in cors_fetch::Profile::ALL {
        assert!(
            explain.contains(&format!("- {}:", profile.id())),
            "{explain}"
        );
    }
}

#[test]
fn wrong_arguments_say_what_was_seen_and_what_to_do() {
    let cases: [(&[&str], &[&str]); 25] = [
        (&[], &["Usage: cors <COMMAND>", "\n  snippet "]),
        (
            &["snipet"],
            &[
                "unrecognized subcommand 'snipet'",
                "a similar subcommand exists: 'snippet'",
            ],
        ),
        (&["--frob"], &["unexpected argument '--frob' found"]),
        (
            &["snippet", "--targt", "nginx"],
            &[
                "unexpected argument '--targt' found",
                "a similar argument exists: '--target'",
            ],
        ),
        (&["check", "-x"], &["unexpected argument '-x' found"]),
        (
            &["check", "policy.json"],
            &[
                "unexpected argument 'policy.json' found",
                "Usage: cors check < policy.json",
            ],
        ),
        (
            &["respond"],
            &["required arguments were not provided", "--target <ID>"],
        ),
        (
            &["snippet", "--target", "ngnx"],
            &[
                "invalid value 'ngnx' for '--target <ID>'",
                "[possible values: nginx, apache,",
                "a similar value exists: 'nginx'",
            ],
        ),
        (
            &["attack", "--target", "modle"],
            &["a similar value exists: 'model'"],
        ),
        (
            &["snippet", "--target", "nginx", "--version", "0.0.0"],
            &[
                "The target `nginx` has no version `0.0.0`. Its versions are ",
                "Usage: cors snippet [OPTIONS] < policy.json",
            ],
        ),
        (
            &["respond", "--target", "model", "--version", "1"],
            &["The target `model` has no versions. Leave out `--version`."],
        ),
        (
            &["attack", "--target", "model", "--option", "name=a"],
            &["The target `model` has no options. Leave out `--option`."],
        ),
        (
            &["respond", "--target", "nginx", "--option", "colour=red"],
            &["The target `nginx` has no option"],
        ),
        (
            &["snippet", "--option", "colour"],
            &[
                "invalid value 'colour' for '--option <K=V>': expected the option's name, an equals sign and its value",
            ],
        ),
        (
            &["snippet", "--option", "a=1", "--option", "a=2"],
            &["`--option a=1` is followed by another `--option a=…`. Set each option once."],
        ),
        (
            &["snippet", "--out", "a", "--check", "a"],
            &["the argument '--out <DIR>' cannot be used with '--check <DIR>'"],
        ),
        (
            &["link", "--base", "a", "--base=b"],
            &["the argument '--base <URL>' cannot be used multiple times"],
        ),
        (
            &["link", "--base"],
            &["a value is required for '--base <URL>' but none was supplied"],
        ),
        (
            &["fetch", "--profile", "netscape"],
            &[
                "invalid value 'netscape' for '--profile <ID>'",
                "[possible values: standard, chromium, firefox, webkit]",
            ],
        ),
        (
            &["explain", "--format=pdf"],
            &["[possible values: json, text, markdown, mermaid, svg, curl, fetch, policy]"],
        ),
        (
            &["diff", "#v=1"],
            &["required arguments were not provided", "<B>"],
        ),
        (
            &["link", "no-such-file.json"],
            &[
                "no-such-file.json: No such file",
                "Usage: cors link [OPTIONS] < policy.json",
            ],
        ),
        (
            &["link", "#v=1"],
            &["`#v=1` is a link already. `cors open` reads links."],
        ),
        (
            &["open", "links.txt"],
            &[
                "`links.txt` isn't a link such as `#origins=https://app.example.com`.",
                "To read links from a file, run `cors open < links.txt`.",
                "Usage: cors open 'LINK'",
            ],
        ),
        (
            &["man", "frob"],
            &["There is no command `frob`. The commands are targets, snippet,"],
        ),
    ];
    for (words, parts) in cases {
        check_usage_error(words, parts);
    }
}

#[test]
fn every_shell_completes_commands_options_and_targets() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        for word in ["snippet", "target", "axum-tower-http", "markdown"] {
            // PowerShell and Elvish complete no values of options.
            let is_value = matches!(word, "axum-tower-http" | "markdown");
            if is_value && matches!(shell, "powershell" | "elvish") {
                continue;
            }
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn every_command_has_a_man_page() {
    let all = printed(&["man"]);
    assert!(all.contains("\n.TH cors 1 "), "{all}");
    for name in COMMANDS {
        assert!(
            all.contains(&format!("\ncors\\-{name}(1)\n")),
            "{name}: {all}"
        );
        let page = printed(&["man", name]);
        assert!(page.contains(&format!("\n.TH cors-{name} 1 ")), "{page}");
    }
}
