//! An exchange as the fields of a case's `expect`.

use std::collections::{BTreeMap, BTreeSet};

use cors_fetch::{Api, Profile, Request};
use cors_fetch::{Exchange, FilteredResponse, Hop, Leg, Outcome, Preflight};
use cors_http::{HeaderList, HeaderName, HttpRequest};
use cors_report::headers_json;
use serde_json::{Map, Value, json};

use super::read::Thrown;

/// An exchange, or the exception that JavaScript gets instead, as fields.
pub(crate) fn outcome(
    round: Result<(&Request, &Exchange), Thrown>,
    profile: Profile,
) -> Map<String, Value> {
    let exchange = round.ok().map(|(_, exchange)| exchange);
    let hops = exchange
        .map(|exchange| exchange.hops.as_slice())
        .unwrap_or_default();
    let first = hops.first();
    let preflight = first.and_then(sent_preflight);
    let last = hops.iter().rev().find_map(|hop| hop.actual.as_ref());
    let cache_seconds = first.and_then(|hop| match &hop.preflight {
        Preflight::Sent { cache_seconds, .. } => *cache_seconds,
        Preflight::NotNeeded | Preflight::Cached { .. } => None,
    });
    let mut fields = vec![
        ("preflight", json!(preflight.is_some())),
        (
            "preflight_acrm",
            header(preflight, "Access-Control-Request-Method"),
        ),
        (
            "preflight_acrh",
            header(preflight, "Access-Control-Request-Headers"),
        ),
        ("preflight_origin", header(preflight, "Origin")),
        (
            "preflight_request",
            preflight.map_or(Value::Null, |leg| request_json(&leg.request)),
        ),
        (
            "preflight_referer_equals_request_referer",
            preflight.map_or(Value::Null, |_| json!(true)),
        ),
        (
            "actual_sent",
            json!(first.is_some_and(|hop| hop.actual.is_some())),
        ),
        (
            "cached",
            json!(first.is_some_and(|hop| matches!(hop.preflight, Preflight::Cached { .. }))),
        ),
        ("cache_seconds", json!(cache_seconds)),
        ("max_age_seconds", json!(cache_seconds)),
        (
            "final_method",
            last.map_or(Value::Null, |leg| json!(leg.request.method.as_str())),
        ),
        ("final_origin_header", header(last, "Origin")),
        (
            "final_authorization_sent",
            last.map_or(Value::Null, |leg| {
                json!(leg.request.headers.contains("Authorization"))
            }),
        ),
        (
            "hop_preflights",
            hops.iter()
                .map(|hop| sent_preflight(hop).is_some())
                .collect(),
        ),
        ("hops", hops.iter().skip(1).map(hop_json).collect()),
        (
            "dropped_request_headers",
            exchange.map_or_else(
                || json!([]),
                |exchange| names_json(&exchange.dropped_headers),
            ),
        ),
    ];
    let console = round
        .ok()
        .and_then(|(request, exchange)| exchange.console_message(request, profile));
    fields.push((
        "console",
        console.map_or(Value::Null, |text| lines_json(&text)),
    ));
    fields.extend(result(round));
    fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// What JavaScript gets.
fn result(round: Result<(&Request, &Exchange), Thrown>) -> Vec<(&'static str, Value)> {
    let blocked = |reason: &str| {
        vec![
            ("allowed", json!(false)),
            ("reason", json!(reason)),
            ("response_type", Value::Null),
            ("status", Value::Null),
            ("readable_headers", Value::Null),
            ("readable_values", Value::Null),
            ("unreadable_headers", Value::Null),
        ]
    };
    let (request, exchange) = match round {
        Err(Thrown::InvalidMethod) => return blocked("invalid-method"),
        Err(Thrown::InvalidHeader) => return blocked("invalid-header"),
        Ok(round) => round,
    };
    let response = match &exchange.outcome {
        Outcome::NetworkError(error) => return blocked(error.code()),
        Outcome::Allowed(response) => response,
        Outcome::NotDocumented(_) => return blocked("not-documented"),
    };
    let none = (HeaderList::new(), Vec::new());
    let (kind, status, readable, hidden) = match response {
        FilteredResponse::Basic {
            status,
            readable,
            hidden,
        } => ("basic", status.code(), readable, hidden),
        FilteredResponse::Cors {
            status,
            readable,
            hidden,
        } => ("cors", status.code(), readable, hidden),
        FilteredResponse::Opaque => ("opaque", 0, &none.0, &none.1),
        FilteredResponse::OpaqueRedirect => ("opaqueredirect", 0, &none.0, &none.1),
    };
    // `XMLHttpRequest` has no response type.
    let kind = match request.api {
        Api::Fetch => kind,
        Api::Xhr { .. } => "xhr",
    };
    let values: BTreeMap<String, String> = joined(readable);
    vec![
        ("allowed", json!(true)),
        ("reason", Value::Null),
        ("response_type", json!(kind)),
        ("status", json!(status)),
        ("readable_headers", json!(values.keys().collect::<Vec<_>>())),
        ("readable_values", json!(values)),
        ("unreadable_headers", names_json(hidden)),
    ]
}

/// Each name with its lines joined, as `Headers.get` gives them.
fn joined(headers: &HeaderList) -> BTreeMap<String, String> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    for header in headers {
        let line = header.value.to_latin1();
        values
            .entry(header.name.to_lowercase())
            .and_modify(|value| {
                value.push_str(", ");
                value.push_str(&line);
            })
            .or_insert(line);
    }
    values
}

fn sent_preflight(hop: &Hop) -> Option<&Leg> {
    match &hop.preflight {
        Preflight::Sent { leg, .. } => Some(leg),
        Preflight::NotNeeded | Preflight::Cached { .. } => None,
    }
}

fn header(leg: Option<&Leg>, name: &str) -> Value {
    leg.and_then(|leg| leg.request.headers.get(name))
        .map_or(Value::Null, |value| json!(value.to_latin1()))
}

fn hop_json(hop: &Hop) -> Value {
    let preflight = sent_preflight(hop);
    let actual = hop.actual.as_ref();
    json!({
        "preflight": preflight.is_some(),
        "preflight_acrh": header(preflight, "Access-Control-Request-Headers"),
        "actual_sent": actual.is_some(),
        "method": actual.map(|leg| leg.request.method.as_str()),
        "origin": header(actual, "Origin"),
    })
}

/// A request as it travels.
pub(crate) fn request_json(request: &HttpRequest) -> Value {
    json!({
        "method": request.method.as_str(),
        "url": request.url.to_string(),
        "headers": headers_json(&request.headers),
    })
}

/// One line as a text, several as a list.
fn lines_json(text: &str) -> Value {
    let lines: Vec<&str> = text.lines().collect();
    match lines.as_slice() {
        [line] => json!(line),
        lines => json!(lines),
    }
}

fn names_json(names: &[HeaderName]) -> Value {
    let names: BTreeSet<String> = names.iter().map(HeaderName::to_lowercase).collect();
    json!(names)
}
