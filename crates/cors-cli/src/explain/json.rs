use cors_analysis::analysis::{InBrowser, VerdictKind};
use cors_fetch::{Outcome, Place, Step};
use cors_http::NoResponse;
use cors_report::{Explanation, Fetched, Message, Scene, Told, result_word, scenes, verdict};
use serde_json::{Value, json};

use super::fault;
use crate::case::headers_json;

/// The explanation as JSON.
pub(crate) fn json(explanation: &Explanation) -> Value {
    let fetched = match &explanation.told {
        Told::Thrown(sentence) => {
            return json!({
                "profile": explanation.profile.id(),
                "at_seconds": explanation.at,
                "allowed": false,
                "verdict": format!("Refused: {sentence}"),
                "steps": [],
                "messages": [],
            });
        }
        Told::Fetched(fetched) => fetched,
    };
    let Fetched { exchange, .. } = fetched.as_ref();
    let reason = match &exchange.outcome {
        Outcome::Shared(_) => None,
        Outcome::NetworkError(error) => Some(error.code()),
    };
    let mut told = json!({
        "profile": explanation.profile.id(),
        "at_seconds": explanation.at,
        "request": fetched.title(),
        "allowed": reason.is_none(),
        "reason": reason,
        "verdict": verdict(exchange),
        "steps": exchange.steps().iter().map(step_json).collect::<Vec<_>>(),
        "messages": scenes(exchange).iter().filter_map(message_json).collect::<Vec<_>>(),
        "browsers": fetched.browsers.iter().map(browser_json).collect::<Vec<_>>(),
        "console": fetched
            .consoles
            .iter()
            .map(|(profile, line)| json!({"browser": profile.id(), "text": line}))
            .collect::<Vec<_>>(),
    });
    if let (Some(faulty), Some(object)) = (&fetched.fault, told.as_object_mut()) {
        object.insert("fault".to_owned(), fault::json(faulty));
    }
    told
}

fn step_json(step: &Step) -> Value {
    let (place, hop) = match step.place {
        Place::Routing(hop) => ("routing", Some(hop)),
        Place::PreflightRequest(hop) => ("preflight-request", Some(hop)),
        Place::PreflightAnswer(hop) => ("preflight-answer", Some(hop)),
        Place::ActualRequest(hop) => ("request", Some(hop)),
        Place::ActualAnswer(hop) => ("answer", Some(hop)),
        Place::Result => ("result", None),
    };
    json!({
        "place": place,
        "hop": hop,
        "result": result_word(step.result),
        "text": step.text,
        "header": step.header,
        "expected": step.expected,
        "seen": step.seen,
        "anchor": step.anchor,
        "step": step.step,
    })
}

pub(super) fn message_json(scene: &Scene<'_>) -> Option<Value> {
    match scene.message {
        Message::None => None,
        Message::Request(request) => Some(json!({
            "title": scene.title,
            "method": request.method.as_str(),
            "url": request.url.to_string(),
            "headers": headers_json(&request.headers),
        })),
        Message::Response(response) => Some(json!({
            "title": scene.title,
            "status": response.status.code(),
            "headers": headers_json(&response.headers),
        })),
        Message::Closed(closed) => Some(json!({
            "title": scene.title,
            "connection": match closed {
                NoResponse::Closed => "closed",
                NoResponse::Refused => "refused",
                NoResponse::NotDocumented(_) => "not-documented",
            },
        })),
    }
}

fn browser_json(browser: &InBrowser) -> Value {
    json!({
        "profile": browser.profile.id(),
        "ends": match browser.kind {
            VerdictKind::Shared => "shared",
            VerdictKind::Refused => "refused",
            VerdictKind::Opaque => "opaque",
            VerdictKind::Unknown => "unknown",
        },
        "preflight": browser.preflight,
        "cache_seconds": browser.remembered,
        "memory": browser.memory(),
        "differs": browser.differs,
    })
}
