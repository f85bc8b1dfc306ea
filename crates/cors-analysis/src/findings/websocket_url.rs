use super::support::{Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_fetch::RequestField;

const CODE: &str = "websocket-url";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A URL that is for a WebSocket.
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
                "Request URL: {} is a WebSocket, and WebSockets don't use CORS. The server has to check Origin itself.",
                quoted(&request.url.to_string())
            ),
            explanation: "A browser opens a WebSocket to any origin, with cookies and without a preflight, and no response header can forbid it. The handshake carries the page's Origin: compare it with your list of origins on the server, and reject the others with 403. The policy here has no effect on it.".to_owned(),
            reference: "https://datatracker.ietf.org/doc/html/rfc6455#section-10.2",
        },
    )]
}
