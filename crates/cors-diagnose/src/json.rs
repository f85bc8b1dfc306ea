//! The diagnosis as JSON.

use cors_fetch::Profile;
use cors_state::link;
use serde_json::{Map, Value, json};

use crate::diagnosis::{Diagnosis, Failure, FoundRequest};

/// The diagnosis of one value; `base` is the address of the page, for its link.
#[must_use]
pub fn diagnosis_json(id: Value, diagnosis: &Diagnosis, base: &str) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), id);
    object.insert(
        "found".to_owned(),
        diagnosis
            .found
            .iter()
            .map(|found| json!({"kind": found.kind.id(), "detail": text(&found.detail), "from": found.from, "to": found.to}))
            .collect(),
    );
    failure(&mut object, &diagnosis.main, base);
    let also: Vec<Value> = diagnosis
        .also
        .iter()
        .map(|other| {
            let mut object = Map::new();
            failure(&mut object, other, base);
            Value::Object(object)
        })
        .collect();
    object.insert("also".to_owned(), also.into());
    object.insert("left_out".to_owned(), json!(diagnosis.left_out));
    object.insert(
        "not_understood".to_owned(),
        diagnosis
            .not_understood
            .iter()
            .map(|line| json!({"line": line.line, "text": line.text}))
            .collect(),
    );
    Value::Object(object)
}

fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        text.into()
    }
}

fn engine(engine: Option<Profile>) -> &'static str {
    match engine {
        Some(profile @ (Profile::Chromium | Profile::Firefox | Profile::Webkit)) => profile.id(),
        Some(Profile::Standard) | None => "unknown",
    }
}

fn failure(object: &mut Map<String, Value>, failure: &Failure, base: &str) {
    let mut add = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };
    add("engine", engine(failure.engine).into());
    add("page_origin", json!(failure.page_origin));
    add("url", json!(failure.url));
    add("urls", json!(failure.urls));
    add("method", json!(failure.method));
    add("status", json!(failure.status));
    add("header", json!(failure.header));
    add("seen", json!(failure.seen));
    add(
        "credentials",
        if failure.with_credentials {
            "include".into()
        } else {
            Value::Null
        },
    );
    add("request_headers", json!(failure.request_headers));
    add("response_header", json!(failure.response_header));
    add(
        "outcome",
        if failure.works {
            "works".into()
        } else {
            Value::Null
        },
    );
    add("preflight", json!(failure.preflight));
    add("redirected_from", json!(failure.redirected_from));
    add("redirect_to", json!(failure.redirect_to));
    add("sent_origin", json!(failure.sent_origin));
    let causes: Vec<Value> = failure
        .causes
        .iter()
        .map(|cause| {
            json!({
                "cause": cause.cause.id(),
                "stage": cause.at.id(),
                "certainty": cause.certainty.id(),
                "sentence": cause.sentence,
                "evidence": text(&cause.evidence),
                "facts": cause.facts,
                "roots": cause.roots.iter().map(|root| root.root.id()).collect::<Vec<_>>(),
                "checks": cause.roots.iter().map(|root| json!({"root": root.root.id(), "check": root.check})).collect::<Vec<_>>(),
                "fixes": cause.fixes.iter().map(|fix| fix.text.as_str()).collect::<Vec<_>>(),
            })
        })
        .collect();
    add("causes", causes.into());
    add("policy", Value::Null);
    add("approximate", json!([]));
    add("not_imported", json!([]));
    add("findings", json!([]));
    add(
        "request",
        failure.request.as_ref().map_or(Value::Null, request),
    );
    add(
        "state",
        failure
            .state
            .as_ref()
            .map_or(Value::Null, |draft| json!(link::shareable(draft))),
    );
    add(
        "link",
        failure
            .state
            .as_ref()
            .map_or(Value::Null, |draft| link::encode_url(base, draft).into()),
    );
}

fn request(request: &FoundRequest) -> Value {
    let headers: Vec<String> = request
        .headers
        .iter()
        .map(|(name, value)| {
            if value.is_empty() {
                name.clone()
            } else {
                format!("{name}: {value}")
            }
        })
        .collect();
    json!({
        "page_origin": request.page_origin,
        "url": request.url,
        "method": request.method,
        "headers": headers,
        "credentials": request.credentials.map(cors_fetch::CredentialsMode::id),
        "mode": request.mode.id(),
    })
}
