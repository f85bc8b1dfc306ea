use cors_import::{Code, Import, Severity};
use serde_json::{Value, json};

/// The id of what isn't imported, which isn't a finding.
const NOT_IMPORTED: &str = "not-imported";

/// The findings in the Static Analysis Results Interchange Format.
pub(crate) fn sarif(import: &Import, file: &str) -> Value {
    let findings = import.findings.iter().map(|finding| {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Risk => "warning",
            Severity::Tip => "note",
        };
        let message = format!("{} {}", finding.message, finding.fix);
        result(finding.code.id(), level, message.trim(), file, finding.line)
    });
    let left_out = import
        .not_imported
        .iter()
        .map(|entry| result(NOT_IMPORTED, "note", &entry.reason, file, entry.line));
    let results: Vec<Value> = findings.chain(left_out).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "cors",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules(import),
            }},
            "results": results,
        }],
    })
}

fn result(rule: &str, level: &str, message: &str, file: &str, line: u32) -> Value {
    json!({
        "ruleId": rule,
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": file},
            "region": {"startLine": line.max(1)},
        }}],
    })
}

/// The rules that occur.
fn rules(import: &Import) -> Vec<Value> {
    let mut codes: Vec<Code> = import.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rule = |id: &str, about: &str| json!({"id": id, "shortDescription": {"text": about}});
    let left_out = (!import.not_imported.is_empty())
        .then(|| rule(NOT_IMPORTED, "A part of the config isn't in the policy."));
    codes
        .into_iter()
        .map(|code| rule(code.id(), code.about()))
        .chain(left_out)
        .collect()
}
