use cors_analysis::findings::Severity;
use serde_json::{Value, json};

use super::chosen;
use crate::platform::PLATFORM;
use crate::stream::Answer;
use crate::subject::{Subject, findings_json};

/// What is wrong with a policy or state.
pub(crate) fn answer(value: &Value) -> Answer {
    let subject = match read(value) {
        Ok(subject) => subject,
        Err(error) => return Answer::BadInput(error),
    };
    let policy = subject.draft.policy.parse(&PLATFORM);
    let sound = policy.whole().is_some_and(|policy| policy.check().is_ok());
    let findings = subject.findings(&policy);
    let answer = json!({"findings": findings_json(&subject.draft, &findings), "sound": sound});
    if sound
        && findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    {
        Answer::Value(answer)
    } else {
        Answer::Failed(answer)
    }
}

/// A state that names a target has to name one that exists, with a version and options that it has.
fn read(value: &Value) -> Result<Subject, String> {
    let subject = Subject::read(value)?;
    if subject.names_target {
        let target = chosen::target(&subject.draft.target)?;
        chosen::chosen(target, &subject.draft.version, &subject.draft.options)?;
    }
    Ok(subject)
}
