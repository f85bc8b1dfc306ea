use cors_analysis::Analysis;
use cors_analysis::findings::{Finding, Severity};
use cors_core::policy::{Policy, SoundPolicy};
use serde_json::json;

use crate::input::{Input, findings_json};
use crate::stream::Answer;

/// The policy as something that may be deployed, or why it can't be.
pub(crate) fn deployable<'a>(
    analysis: &'a Analysis,
    input: &Input,
) -> Result<SoundPolicy<'a>, Answer> {
    readable(analysis)
        .and_then(|whole| whole.check().map_err(|_| "can't be deployed"))
        .map_err(|what| refusal(what, analysis, input))
}

/// The policy, sound or not, if every entry of it could be read: half a policy would be taken for the whole.
pub(crate) fn predictable<'a>(analysis: &'a Analysis, input: &Input) -> Result<&'a Policy, Answer> {
    readable(analysis).map_err(|what| refusal(what, analysis, input))
}

/// The same, with the reason as a sentence.
pub(crate) fn predictable_policy<'a>(
    analysis: &'a Analysis,
    input: &Input,
) -> Result<&'a Policy, String> {
    readable(analysis).map_err(|what| sentence(what, &input.findings(analysis)))
}

fn readable(analysis: &Analysis) -> Result<&Policy, &'static str> {
    analysis
        .policy()
        .whole()
        .ok_or("has entries that can't be read")
}

fn refusal(what: &str, analysis: &Analysis, input: &Input) -> Answer {
    let findings = input.findings(analysis);
    Answer::Failed(json!({
        "error": sentence(what, &findings),
        "findings": findings_json(&input.draft, &findings),
    }))
}

/// A sentence about the policy, with the message of the first error.
fn sentence(what: &str, findings: &[Finding]) -> String {
    let first = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .map(|finding| format!(": {}", finding.message))
        .unwrap_or_default();
    format!("The policy {what}{first}")
}
