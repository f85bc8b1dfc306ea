//! What Apache httpd, `HAProxy` and Caddy have in common: the values that they send, and responses of their own.

use super::library;
use crate::policy::{AllowCredentials, AllowHeaders, AllowMethods, Policy};
use crate::server::{App, Failure, FrameworkDefaults, Reply, respond_with};
use cors_http::{HttpRequest, Status};

/// The value of a header, before it is quoted.
#[derive(Debug)]
pub(super) enum Value {
    /// Always this text: names, commas and spaces, or digits.
    Fixed(String),
    /// What the request's header of that name says.
    Reflected(&'static str),
}

/// The headers of preflight responses besides those that every allowed response has.
pub(super) fn of_preflights(policy: &Policy) -> Vec<(&'static str, Value)> {
    let credentials = policy.credentials == AllowCredentials::Yes;
    let fixed = |text: &str| Some(Value::Fixed(text.to_owned()));
    let methods = match &policy.methods {
        AllowMethods::Any if credentials => Some(Value::Reflected(library::REQUEST_METHOD)),
        AllowMethods::Any => fixed("*"),
        AllowMethods::Listed(_) => policy.methods.joined().map(Value::Fixed),
    };
    let headers = match &policy.headers {
        AllowHeaders::Any { .. } if credentials => Some(Value::Reflected(library::REQUEST_HEADERS)),
        AllowHeaders::Any {
            and_authorization: true,
        } => fixed("*, Authorization"),
        AllowHeaders::Any {
            and_authorization: false,
        } => fixed("*"),
        AllowHeaders::Listed(_) => policy.headers.joined().map(Value::Fixed),
    };
    let max_age = library::max_age(policy).map(Value::Fixed);
    [
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", headers),
        ("Access-Control-Max-Age", max_age),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// The names of the request headers whose values are sent back.
pub(super) fn reflected(headers: &[(&'static str, Value)]) -> Vec<&'static str> {
    let names = headers.iter().filter_map(|(_, value)| match value {
        Value::Fixed(_) => None,
        Value::Reflected(name) => Some(*name),
    });
    names.collect()
}

/// The reference response of a proxy that says with this status that it can't reach the app.
pub(super) fn respond(
    policy: &Policy,
    request: &HttpRequest,
    app: &App,
    defaults: FrameworkDefaults,
    unreachable: Status,
) -> Reply {
    let mut reply = respond_with(policy, request, app, defaults);
    if let (Some(Failure::Unreachable), Ok(response)) = (app.failure, &mut reply.answer)
        && response.status == Status::BAD_GATEWAY
    {
        response.status = unreachable;
    }
    reply
}
