use cors_analysis::findings::Severity;
use serde_json::{Value, json};

use super::chosen;
use crate::input::{Input, findings_json};
use crate::stream::Answer;

/// The findings about a policy or state.
pub(crate) fn answer(value: &Value) -> Answer {
    let input = match read(value) {
        Ok(input) => input,
        Err(error) => return Answer::BadInput(error),
    };
    let analysis = input.analysis();
    let policy = analysis.policy().whole();
    let sound = policy.is_some_and(|policy| policy.check().is_ok());
    let findings = input.findings(&analysis);
    let answer = json!({"findings": findings_json(&input.draft, &findings), "sound": sound});
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
fn read(value: &Value) -> Result<Input, String> {
    let input = Input::read(value)?;
    if input.names_target {
        let target = chosen::target(&input.draft.target)?;
        chosen::chosen(target, &input.draft.version, &input.draft.options)?;
    }
    Ok(input)
}
