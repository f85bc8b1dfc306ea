use cors_analysis::Analysis;
use cors_analysis::findings::Severity;
use cors_core::policy::{Policy, SoundPolicy};
use serde_json::json;

use crate::stream::Answer;
use crate::subject::{Subject, findings_json};

/// The policy as something that may be deployed, or the answer that says why not.
pub(crate) fn deployable<'a>(
    analysis: &'a Analysis,
    subject: &Subject,
) -> Result<SoundPolicy<'a>, Answer> {
    readable(analysis)
        .and_then(|whole| whole.check().map_err(|_| "must not be deployed"))
        .map_err(|what| refusal(what, analysis, subject))
}

/// The policy, sound or not, if every entry of it could be read: half a policy would be taken for the whole.
pub(crate) fn predictable<'a>(
    analysis: &'a Analysis,
    subject: &Subject,
) -> Result<&'a Policy, Answer> {
    readable(analysis).map_err(|what| refusal(what, analysis, subject))
}

fn readable(analysis: &Analysis) -> Result<&Policy, &'static str> {
    let policy = analysis.policy();
    policy.whole().ok_or("has entries that cannot be read")
}

fn refusal(what: &str, analysis: &Analysis, subject: &Subject) -> Answer {
    let findings = subject.findings(analysis);
    let first = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .map(|finding| format!(": {}", finding.message))
        .unwrap_or_default();
    Answer::Failed(json!({
        "error": format!("The policy {what}{first}"),
        "findings": findings_json(&subject.draft, &findings),
    }))
}
