//! What `cors import` writes.

mod sarif;

use core::fmt::Write as _;

use cors_core::policy::PolicyDraft;
use cors_import::{Finding, Format, Import, Severity};
use cors_state::Draft;
use cors_state::link::encode_url;
use serde_json::{Value, json as object};

pub(crate) use sarif::sarif;

/// The import as one value.
pub(crate) fn json(import: &Import, base: &str) -> Value {
    object!({
        "from": import.system.map(Format::id),
        "policy": import.policy,
        "approximate": import.approximate,
        "not_imported": import.not_imported.iter().map(|entry| object!({
            "line": entry.line,
            "text": entry.text,
            "reason": entry.reason,
        })).collect::<Vec<_>>(),
        "findings": import.findings.iter().map(finding_json).collect::<Vec<_>>(),
        "link": import.policy.as_ref().map(|policy| link(policy, base)),
    })
}

fn finding_json(finding: &Finding) -> Value {
    object!({
        "code": finding.code.id(),
        "line": finding.line,
        "severity": finding.severity.id(),
        "message": finding.message,
        "fix": finding.fix,
    })
}

fn link(policy: &PolicyDraft, base: &str) -> String {
    encode_url(base, &Draft::of_policy(policy.clone()))
}

/// The import for people.
pub(crate) fn text(import: &Import, base: &str) -> String {
    let mut text = String::new();
    if let Some(system) = import.system {
        let _ = writeln!(text, "Format: {}", system.label());
    }
    if let Some(policy) = &import.policy {
        let _ = writeln!(text, "Policy: {}", object!(policy));
        let _ = writeln!(text, "Link: {}", link(policy, base));
    }
    for reason in &import.approximate {
        let _ = writeln!(text, "Approximate: {reason}");
    }
    for entry in &import.not_imported {
        let _ = writeln!(
            text,
            "Line {}: not imported: {}\n  {}",
            entry.line, entry.reason, entry.text
        );
    }
    for finding in &import.findings {
        let _ = writeln!(
            text,
            "Line {}: {} ({}): {}\n  Fix: {}",
            finding.line,
            finding.severity.id(),
            finding.code.id(),
            finding.message,
            finding.fix
        );
    }
    if import.findings.is_empty() {
        text.push_str("No problems found.\n");
    }
    text
}

/// The findings as commands of GitHub Actions, which shows them at the lines of the file.
pub(crate) fn annotations(import: &Import, file: &str) -> String {
    let mut text = String::new();
    for finding in &import.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Risk => "warning",
            Severity::Tip => "notice",
        };
        let message = format!("{} {}", finding.message, finding.fix);
        annotation(
            &mut text,
            command,
            file,
            finding.line,
            finding.code.id(),
            &message,
        );
    }
    for entry in &import.not_imported {
        annotation(
            &mut text,
            "notice",
            file,
            entry.line,
            "not-imported",
            &entry.reason,
        );
    }
    text
}

fn annotation(text: &mut String, command: &str, file: &str, line: u32, title: &str, message: &str) {
    let data = |value: &str| {
        value
            .replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let file = data(file).replace(':', "%3A").replace(',', "%2C");
    let _ = writeln!(
        text,
        "::{command} file={file},line={line},title={title}::{}",
        data(message.trim())
    );
}
