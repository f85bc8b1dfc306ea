//! Config with common mistakes, and what a right reading of each contains.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use cors_core::policy::PolicyDraft;
use cors_import::{Format, Import, import};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    input: String,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// The code of the gravest finding, or `ok`.
    cause: String,
    says: Vec<String>,
    must_not_say: Vec<String>,
    system: String,
    policy: PolicyDraft,
    not_imported: Vec<String>,
    approximate: Vec<String>,
    findings: Vec<ExpectedFinding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    line: u32,
    key: String,
    says: String,
    #[serde(default)]
    optional: bool,
}

/// Cases that aren't read as expected yet. The test fails on those that are.
const KNOWN_FAILURES: &[&str] = &[];

/// Findings that are right and that the corpus doesn't ask for.
const MORE: &[(&str, u32, &str)] = &[
    ("config-nginx-reflect-all", 9, "vary-missing"),
    ("config-nginx-inner-cancels", 10, "preflight-not-answered"),
    (
        "config-apache-star-credentials",
        2,
        "headers-missing-on-errors",
    ),
    ("config-apache-setenvif", 1, "http-origin-with-credentials"),
    ("config-apache-setenvif", 2, "headers-missing-on-errors"),
    ("config-caddy-proxy-double", 5, "method-not-allowed"),
    ("config-aspnet", 2, "method-not-allowed"),
    ("config-go-rs-cors", 3, "method-not-allowed"),
    ("config-go-rs-cors", 4, "header-not-allowed"),
];

fn cases() -> Vec<Case> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/corpus/import.jsonl"
    );
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What differs from a right reading; nothing if it is one.
fn check(case: &Case) -> String {
    let mut wrong = String::new();
    let mut differs = |what: &str, got: &dyn std::fmt::Debug, expected: &dyn std::fmt::Debug| {
        let _ = writeln!(wrong, "  {what}: {got:?}\n    expected {expected:?}");
    };
    let import = import(&case.input, None);
    let expect = &case.expect;
    let system = import.system.map(Format::id);
    if system != Some(&expect.system) {
        differs("system", &system, &expect.system);
    }
    let policy = import.policy.clone().unwrap_or_default();
    let (got, expected) = (in_order(&policy), in_order(&expect.policy));
    if got != expected {
        differs("policy", &got, &expected);
    }
    let gravest = import.gravest().map_or("ok", |finding| finding.code.id());
    if gravest != expect.cause {
        differs("cause", &gravest, &expect.cause);
    }
    for finding in &expect.findings {
        let found = import
            .findings
            .iter()
            .find(|found| found.code.id() == finding.key && found.line == finding.line);
        match found {
            Some(found) => {
                let on_line = on_line(&import, finding.line);
                for literal in literals(&finding.says) {
                    if !says(&on_line, &literal) {
                        differs("finding", &found.message, &literal);
                    }
                }
            }
            None if finding.optional => {}
            None => differs("no finding", &finding.key, &finding.line),
        }
    }
    let known: BTreeSet<(u32, &str)> = expect
        .findings
        .iter()
        .map(|finding| (finding.line, finding.key.as_str()))
        .collect();
    for finding in &import.findings {
        let more = (case.id.as_str(), finding.line, finding.code.id());
        if !known.contains(&(finding.line, finding.code.id())) && !MORE.contains(&more) {
            differs("another finding", &more, &finding.message);
        }
    }
    if import.approximate.is_empty() != expect.approximate.is_empty() {
        differs("approximate", &import.approximate, &expect.approximate);
    }
    let not_imported: Vec<String> = import
        .not_imported
        .iter()
        .map(|entry| format!("{}: {}: {}", entry.line, entry.text, entry.reason))
        .collect();
    if not_imported.len() != expect.not_imported.len() {
        differs("not imported", &not_imported, &expect.not_imported);
    }
    let whole = everything(&import);
    for sentence in expect.not_imported.iter().chain(&expect.says) {
        for literal in literals(sentence) {
            if !says(&whole, &literal) {
                differs("says", &whole, &literal);
            }
        }
    }
    for sentence in &expect.must_not_say {
        if whole.contains(sentence.as_str()) {
            differs("must not say", &whole, sentence);
        }
    }
    wrong
}

/// The order of origins has no meaning.
fn in_order(policy: &PolicyDraft) -> PolicyDraft {
    let mut policy = policy.clone();
    policy.allow_origins.sort();
    policy
}

fn everything(import: &Import) -> String {
    let mut text = String::new();
    for finding in &import.findings {
        let _ = writeln!(
            text,
            "{} {} {}",
            finding.code.id(),
            finding.message,
            finding.fix
        );
    }
    for entry in &import.not_imported {
        let _ = writeln!(text, "{} {}", entry.text, entry.reason);
    }
    for reason in &import.approximate {
        let _ = writeln!(text, "{reason}");
    }
    text
}

/// All that is said about a line.
fn on_line(import: &Import, line: u32) -> String {
    let about = import
        .findings
        .iter()
        .filter(|finding| finding.line == line);
    about.fold(String::new(), |mut text, finding| {
        let _ = write!(text, "{} {} ", finding.message, finding.fix);
        text
    })
}

/// What is set in backticks.
fn literals(sentence: &str) -> Vec<String> {
    sentence
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Whether a text contains a literal. Any label will do in front of an example of an origin.
fn says(text: &str, literal: &str) -> bool {
    text.contains(literal)
        || literal.strip_suffix(".evil.net").is_some_and(|origin| {
            let rest = origin.split_once('.').map_or(origin, |(_, rest)| rest);
            text.contains(&format!(".{rest}.evil.net"))
        })
}

#[test]
fn configurations_are_read_as_expected() {
    let mut wrong = String::new();
    for case in cases() {
        let difference = check(&case);
        let is_known = KNOWN_FAILURES.contains(&case.id.as_str());
        match (difference.is_empty(), is_known) {
            (true, false) | (false, true) => {}
            (false, false) => {
                let _ = writeln!(wrong, "{}\n{difference}", case.id);
            }
            (true, true) => {
                let _ = writeln!(wrong, "{} is read as expected now", case.id);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn lists_of_the_test_name_cases() {
    let ids: BTreeSet<String> = cases().into_iter().map(|case| case.id).collect();
    let named = KNOWN_FAILURES.iter().chain(MORE.iter().map(|(id, ..)| id));
    for id in named {
        assert!(ids.contains(*id), "{id}");
    }
}
