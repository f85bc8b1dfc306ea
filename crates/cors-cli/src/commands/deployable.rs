use cors_analysis::findings::Severity;
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
        .and_then(|whole| whole.check().map_err(|_| "must not be deployed"))
        .map_err(|what| refusal(what, policy, input))
}

/// The policy, sound or not, if every entry of it could be read: half a policy would be taken for the whole.
pub(crate) fn predictable<'a>(
    policy: &'a ParsedPolicy,
    input: &Input,
) -> Result<&'a Policy, Answer> {
    readable(policy).map_err(|what| refusal(what, policy, input))
}

fn readable(policy: &ParsedPolicy) -> Result<&Policy, &'static str> {
    policy.whole().ok_or("has entries that cannot be read")
}

fn refusal(what: &str, policy: &ParsedPolicy, input: &Input) -> Answer {
    let findings = input.findings(policy);
    let first = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .map(|finding| format!(": {}", finding.message))
        .unwrap_or_default();
    Answer::Failed(json!({
        "error": format!("The policy {what}{first}"),
        "findings": findings_json(&input.draft, &findings),
    }))
}
