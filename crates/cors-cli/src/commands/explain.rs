//! `cors explain`: a case or a state in, the walk out.

use cors_core::server::Fault;
use cors_fetch::Profile;
use cors_http::Platform;
use cors_report::{self as export, Explanation};
use cors_state::Draft;
use serde_aux::serde_introspection::serde_introspect;
use serde_json::{Value, json};

use crate::args::Format;
use crate::case::{Case, CaseKeys};
use crate::explain;
use crate::input::Input;
use crate::stream::Answer;

pub(crate) fn answer(
    value: &Value,
    format: Format,
    profile: Option<Profile>,
    platform: &Platform,
) -> Answer {
    match run(value, format, profile, platform) {
        Ok(answer) => answer,
        Err(error) => Answer::BadInput(error),
    }
}

/// The walk of a case or a state.
fn run(
    value: &Value,
    format: Format,
    profile: Option<Profile>,
    platform: &Platform,
) -> Result<Answer, String> {
    if is_case(value) {
        let case = Case::read(value)?;
        let explanations = explain::of_case(&case, profile.unwrap_or_default());
        return of_case(case.id, &explanations, format);
    }
    let mut draft = Input::read(value)?.draft;
    for fault in draft.faults.as_slice() {
        known_fault(fault)?;
    }
    // A state may say whose behaviour it is about, and an option says it louder.
    draft.browser = profile.unwrap_or(draft.browser);
    let explained = || Explanation::of(&draft, platform);
    Ok(match format {
        Format::Json => Answer::Value(json(Value::Null, &[explained()?])),
        Format::Text => Answer::Text(explain::text(&explained()?)),
        Format::Export(format) => match export::export(&draft, format, platform) {
            Ok(text) => Answer::Text(text),
            // The policy is not one that a server could be asked about.
            Err(reason) => Answer::Failed(json!({ "error": reason })),
        },
    })
}

/// A fault that is not known would silently be none.
fn known_fault(id: &str) -> Result<(), String> {
    if id.is_empty() || Fault::from_id(id).is_some() {
        return Ok(());
    }
    let known = Fault::ALL.map(Fault::id).join(", ");
    Err(format!("There is no fault “{id}”; there are {known}."))
}

fn of_case(id: Value, explanations: &[Explanation], format: Format) -> Result<Answer, String> {
    Ok(match format {
        Format::Json => Answer::Value(json(id, explanations)),
        Format::Text => Answer::Text(each(explanations, explain::text)),
        Format::Export(export::Format::Markdown) => {
            Answer::Text(each(explanations, export::markdown))
        }
        Format::Export(export::Format::Mermaid) => {
            Answer::Text(one(explanations, "mermaid", export::mermaid)?)
        }
        Format::Export(export::Format::Svg) => Answer::Text(one(explanations, "svg", export::svg)?),
        Format::Export(format) => {
            return Err(format!(
                "The format {} is about a policy and a request, and this is a case; pass a state.",
                format.id()
            ));
        }
    })
}

/// A case says what the server responds; a state says what it runs. Where they have the same keys, the origin of
/// a case's request has another one.
fn is_case(value: &Value) -> bool {
    let of_state = serde_introspect::<Draft>();
    let mut only_of_case = serde_introspect::<CaseKeys>()
        .iter()
        .filter(|key| !of_state.contains(key));
    only_of_case.any(|key| value.get(key).is_some())
        || value
            .get("request")
            .is_some_and(|request| request.get("origin").is_some())
}

/// One request is one object; several stand in a list.
fn json(id: Value, explanations: &[Explanation]) -> Value {
    let mut told: Vec<Value> = explanations.iter().map(explain::json).collect();
    match (told.len(), told.pop()) {
        (1, Some(mut only)) => {
            if let Some(object) = only.as_object_mut() {
                object.insert("id".to_owned(), id);
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
