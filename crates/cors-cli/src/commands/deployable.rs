use cors_analysis::findings::{Finding, Severity};
use cors_core::policy::{ParsedPolicy, Policy, SoundPolicy};
use serde_json::json;

use crate::input::{Input, findings_json};
use crate::stream::Answer;

/// The policy as something that may be deployed, or the answer that says why not.
pub(crate) fn deployable<'a>(
    policy: &'a ParsedPolicy,
    input: &Input,
) -> Result<SoundPolicy<'a>, Answer> {
    readable(policy)
        .and_then(|whole| whole.check().map_err(|_| "can't be deployed"))
        .map_err(|what| refusal(what, policy, input))
}

/// The policy, sound or not, if every entry of it could be read: half a policy would be taken for the whole.
pub(crate) fn predictable<'a>(
    policy: &'a ParsedPolicy,
    input: &Input,
) -> Result<&'a Policy, Answer> {
    readable(policy).map_err(|what| refusal(what, policy, input))
}

/// The same, with the reason as a sentence.
pub(crate) fn predictable_policy<'a>(
    policy: &'a ParsedPolicy,
    input: &Input,
) -> Result<&'a Policy, String> {
    readable(policy).map_err(|what| sentence(what, &input.findings(policy)))
}

fn readable(policy: &ParsedPolicy) -> Result<&Policy, &'static str> {
    policy.whole().ok_or("has entries that can't be read")
}

fn refusal(what: &str, policy: &ParsedPolicy, input: &Input) -> Answer {
    let findings = input.findings(policy);
    Answer::Failed(json!({
        "error": sentence(what, &findings),
        "findings": findings_json(&input.draft, &findings),
    }))
}

/// What is wrong with the policy, with the message of the first error.
fn sentence(what: &str, findings: &[Finding]) -> String {
    let first = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .map(|finding| format!(": {}", finding.message))
        .unwrap_or_default();
    format!("The policy {what}{first}")
}
