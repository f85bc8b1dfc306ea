//! `cors explain`: a case or a state in, the timeline out.

use cors_analysis::analyze;
use cors_fetch::Profile;
use cors_http::Platform;
use cors_report::{self as report, Explanation};
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

/// The timeline of a case or a state.
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
    // The option counts more than what a state says.
    draft.browser = profile.unwrap_or(draft.browser);
    let analysis = analyze(&draft, platform);
    if let Err(error) = analysis.layers() {
        return Err(error.to_string());
    }
    let explained = || Explanation::of(&analysis).map_err(|error| error.to_string());
    Ok(match format {
        Format::Json => Answer::Value(json(Value::Null, &[explained()?])),
        Format::Text => Answer::Text(report::text(&explained()?)),
        Format::Export(format) => match report::export(&draft, format, platform) {
            Ok(text) => Answer::Text(text),
            // There is no config for the policy, or no request.
            Err(reason) => Answer::Failed(json!({ "error": reason })),
        },
    })
}

fn of_case(id: Value, explanations: &[Explanation], format: Format) -> Result<Answer, String> {
    Ok(match format {
        Format::Json => Answer::Value(json(id, explanations)),
        Format::Text => Answer::Text(each(explanations, report::text)),
        Format::Export(report::Format::Markdown) => {
            Answer::Text(each(explanations, report::markdown))
        }
        Format::Export(report::Format::Mermaid) => {
            Answer::Text(one(explanations, "mermaid", report::mermaid)?)
        }
        Format::Export(report::Format::Svg) => Answer::Text(one(explanations, "svg", report::svg)?),
        Format::Export(
            format @ (report::Format::Policy | report::Format::Curl | report::Format::Fetch),
        ) => {
            return Err(format!(
                "The format {} is about a policy and a request, and this is a case. Pass a state.",
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

/// One request is one object; several are in a list.
fn json(id: Value, explanations: &[Explanation]) -> Value {
    let mut requests: Vec<Value> = explanations.iter().map(report::explanation_json).collect();
    match (requests.len(), requests.pop()) {
        (1, Some(mut only)) => {
            if let Some(object) = only.as_object_mut() {
                object.insert("id".to_owned(), id);
            }
            only
        }
        (_, last) => {
            requests.extend(last);
            json!({"id": id, "requests": requests})
        }
    }
}

fn each(explanations: &[Explanation], write: fn(&Explanation) -> String) -> String {
    let texts: Vec<String> = explanations.iter().map(write).collect();
    texts.join("\n")
}

/// A diagram shows one request.
fn one(
    explanations: &[Explanation],
    format: &str,
    draw: fn(&Explanation) -> String,
) -> Result<String, String> {
    match explanations {
        [only] => Ok(draw(only)),
        _ => Err(format!(
            "The format {format} shows one request, and this case has {} steps. Use `--format text`, or pass one step.",
            explanations.len()
        )),
    }
}
