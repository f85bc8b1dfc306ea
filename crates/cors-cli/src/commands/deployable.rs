use cors_core::diagnostic::{Finding, Severity};
use cors_core::policy::{ParsedPolicy, Policy, SoundPolicy};
use serde_json::json;

use crate::stream::Answer;
use crate::subject::findings_json;

/// The policy as something that may be deployed, or the answer that says why not.
pub(crate) fn deployable(
    policy: &ParsedPolicy,
    findings: impl FnOnce() -> Vec<Finding>,
) -> Result<SoundPolicy<'_>, Answer> {
    readable(policy)
        .and_then(|whole| whole.check().map_err(|_| "must not be deployed"))
        .map_err(|what| refusal(what, &findings()))
}

/// The policy, sound or not, if every entry of it could be read: half a policy would be taken for the whole.
pub(crate) fn predictable(
    policy: &ParsedPolicy,
    findings: impl FnOnce() -> Vec<Finding>,
) -> Result<&Policy, Answer> {
    readable(policy).map_err(|what| refusal(what, &findings()))
}

fn readable(policy: &ParsedPolicy) -> Result<&Policy, &'static str> {
    policy.whole().ok_or("has entries that cannot be read")
}

fn refusal(what: &str, findings: &[Finding]) -> Answer {
    let first = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .map(|finding| format!(": {}", finding.message))
        .unwrap_or_default();
    Answer::Failed(json!({
        "error": format!("The policy {what}{first}"),
        "findings": findings_json(findings),
    }))
}
