use cors_diagnose::{Diagnosis, diagnose, diagnosis_json};
use cors_fetch::{Exchange, Leg, Preflight, Profile};
use cors_probe::{Answer, Asked};
use cors_report::{explanation_json, text};
use serde_json::{Value, json};

use super::{WITHOUT_BROWSER, answer_json, requests};
use crate::commands::diagnose::cause_and_fix;
use crate::platform::PLATFORM;

/// One request for people: what is sent and why, and if it is blocked the cause and the fix.
pub(crate) fn asked_text(asked: &Asked, answer: &Answer, count: usize) -> String {
    let mut lines = vec![
        format!("Sent {WITHOUT_BROWSER}: {}.", requests(count)),
        String::new(),
        text(&asked.explanation),
    ];
    match answer {
        Answer::Allowed(_) => {}
        Answer::Blocked(_) => lines.extend(diagnosis(asked).as_ref().map(cause_and_fix)),
        Answer::Unreached(trouble) => lines.push(format!("Not reached: {trouble}.\n")),
    }
    lines.join("\n")
}

/// The same as one value.
pub(crate) fn asked_json(asked: &Asked, answer: &Answer, count: usize) -> Value {
    let diagnosis = match answer {
        Answer::Allowed(_) | Answer::Unreached(_) => Value::Null,
        Answer::Blocked(_) => diagnosis(asked).map_or(Value::Null, |diagnosis| {
            diagnosis_json(Value::Null, &diagnosis, "")
        }),
    };
    let mut value = json!({"sent": WITHOUT_BROWSER, "requests": count});
    let answer = answer_json(answer);
    if let (Some(object), Value::Object(answer)) = (value.as_object_mut(), answer) {
        object.extend(answer);
        object.insert("flow".to_owned(), explanation_json(&asked.explanation));
        object.insert("diagnosis".to_owned(), diagnosis);
    }
    value
}

/// The diagnosis of what a person would paste: the browser's line, and each message as `curl -v` shows it.
/// Where nothing was sent, there is nothing to diagnose.
fn diagnosis(asked: &Asked) -> Option<Diagnosis> {
    let legs = legs(&asked.exchange);
    if legs.is_empty() {
        return None;
    }
    let mut paste = String::new();
    let consoles = &asked.explanation.consoles;
    let line = consoles
        .iter()
        .find(|(profile, _)| *profile == Profile::Chromium);
    if let Some((_, line)) = line {
        paste.push_str(line);
        paste.push_str("\n\n");
    }
    for leg in legs {
        paste.push_str(&as_curl(leg));
    }
    Some(diagnose(&paste, &PLATFORM))
}

fn legs(exchange: &Exchange) -> Vec<&Leg> {
    let mut legs = Vec::new();
    for hop in &exchange.hops {
        match &hop.preflight {
            Preflight::Sent { leg, .. } => legs.push(leg),
            Preflight::NotNeeded | Preflight::Cached { .. } => {}
        }
        legs.extend(&hop.actual);
    }
    legs
}

fn as_curl(Leg { request, response }: &Leg) -> String {
    let mut lines = vec![
        format!("> {}", request.request_line()),
        format!("> Host: {}", request.url.authority()),
    ];
    let header = |name: &str, value: String| format!("{name}: {value}");
    lines.extend(
        request
            .headers
            .iter()
            .map(|one| format!("> {}", header(one.name.as_str(), one.value.to_latin1()))),
    );
    lines.push(">".to_owned());
    if let Ok(response) = response {
        lines.push(format!("< {}", response.status_line()));
        lines.extend(
            response
                .headers
                .iter()
                .map(|one| format!("< {}", header(one.name.as_str(), one.value.to_latin1()))),
        );
        lines.push("<".to_owned());
    }
    lines.push(String::new());
    lines.join("\n")
}
