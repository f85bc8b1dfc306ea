use super::support::{Text, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_fetch::RequestField;

const CODE: &str = "websocket-url";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// The URL of a WebSocket.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    if !matches!(request.url.scheme(), "ws" | "wss") {
        return Vec::new();
    }
    vec![finding(
        (CODE, Severity::Risk),
        (Field::Request(RequestField::Url), None),
        &request.url.to_string(),
        Text {
            message: format!(
                "Check `Origin` on the server. {} is a WebSocket, and WebSockets don't use CORS.",
                code(&request.url.to_string())
            ),
            explanation: "Browsers open a WebSocket to any origin, with cookies and without a preflight, and no response header can stop that. The handshake carries the page's `Origin`. Compare it with your list of origins, and reject others with 403.".to_owned(),
            reference: "https://datatracker.ietf.org/doc/html/rfc6455#section-10.2",
        },
    )]
}
