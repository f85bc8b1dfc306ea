//! `cors explain`: a case or a state in, the walk out.

use cors_core::fetch::Profile;
use serde_json::{Value, json};

use crate::args::Format;
use crate::case::Case;
use crate::explain::{self, Explanation};
use crate::stream::Answer;
use crate::subject::Subject;

pub(crate) fn answer(value: &Value, format: Format, profile: Option<Profile>) -> Answer {
    match run(value, format, profile) {
        Ok(answer) => answer,
        Err(error) => Answer::BadInput(error),
    }
}

/// The walk of a case or a state.
fn run(value: &Value, format: Format, profile: Option<Profile>) -> Result<Answer, String> {
    let (id, explanations) = if is_case(value) {
        let case = Case::read(value)?;
        let explanations = explain::of_case(&case, profile.unwrap_or_default());
        (case.id, explanations)
    } else {
        let draft = Subject::read(value)?.draft;
        // A state may say whose behaviour it is about, and an option says it louder.
        let profile = profile.unwrap_or(draft.browser);
        (Value::Null, vec![explain::of_state(&draft, profile)?])
    };
    Ok(match format {
        Format::Json => Answer::Value(json(&id, &explanations)),
        Format::Text => Answer::Text(each(&explanations, explain::text)),
        Format::Markdown => Answer::Text(each(&explanations, explain::markdown)),
        Format::Mermaid => Answer::Text(one(&explanations, "mermaid", explain::mermaid)?),
        Format::Svg => Answer::Text(one(&explanations, "svg", explain::svg)?),
    })
}

/// A case says what the server answers; a state says what it runs.
fn is_case(value: &Value) -> bool {
    let has = |key| value.get(key).is_some();
    ["response", "preflight_response", "hops", "steps"]
        .into_iter()
        .any(has)
        || value
            .get("request")
            .is_some_and(|request| request.get("origin").is_some())
}

/// One request is one object; several stand in a list.
fn json(id: &Value, explanations: &[Explanation]) -> Value {
    let mut told: Vec<Value> = explanations.iter().map(explain::json).collect();
    match (told.len(), told.pop()) {
        (1, Some(mut only)) => {
            if let Some(object) = only.as_object_mut() {
                object.insert("id".to_owned(), id.clone());
            }
            only
        }
        (_, last) => {
            told.extend(last);
            json!({"id": id, "requests": told})
        }
    }
}

fn each(explanations: &[Explanation], write: fn(&Explanation) -> String) -> String {
    let told: Vec<String> = explanations.iter().map(write).collect();
    told.join("\n")
}

/// A picture shows one request.
fn one(
    explanations: &[Explanation],
    format: &str,
    draw: fn(&Explanation) -> String,
) -> Result<String, String> {
    match explanations {
        [only] => Ok(draw(only)),
        _ => Err(format!(
            "The format {format} shows one request, and this case has {} steps; take --format text or one step.",
            explanations.len()
        )),
    }
}
