//! What `cors import` writes.

use core::fmt::Write as _;

use cors_core::policy::PolicyDraft;
use cors_import::{Finding, Format, Import, Severity};
use cors_state::Draft;
use cors_state::link::encode_url;
use serde_json::{Value, json as object};

use crate::annotation::{Annotation, Level};

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

/// The findings, and what isn't imported.
pub(crate) fn annotations(import: &Import) -> Vec<Annotation> {
    let findings = import.findings.iter().map(|finding| Annotation {
        rule: finding.code.id(),
        about: finding.code.about(),
        level: match finding.severity {
            Severity::Error => Level::Error,
            Severity::Risk => Level::Warning,
            Severity::Tip => Level::Note,
        },
        message: format!("{} {}", finding.message, finding.fix)
            .trim()
            .to_owned(),
        line: finding.line,
    });
    let left_out = import.not_imported.iter().map(|entry| Annotation {
        rule: "not-imported",
        about: "A part of the config isn't in the policy.",
        level: Level::Note,
        message: entry.reason.clone(),
        line: entry.line,
    });
    findings.chain(left_out).collect()
}
