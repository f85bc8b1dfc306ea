use super::support::{Text, finding};
use super::{Context, Finding, RequestEdit, Rule, Severity};
use crate::field::Field;
use cors_fetch::Mode;
use cors_fetch::RequestField;

const CODE: &str = "no-cors-mode";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `mode: "no-cors"`, which hides the error and the response with it.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    if request.mode != Mode::NoCors || request.origin.is_same_origin(&request.url.origin()) {
        return Vec::new();
    }
    vec![
        finding(
            (CODE, Severity::Tip),
            (Field::Request(RequestField::Mode), None),
            "no-cors",
            Text {
                message: "Use `cors`. With `no-cors` the error goes away, but your code can't read the response."
                    .to_owned(),
                explanation: "In this mode your code can send only what a form could send: GET, HEAD or POST, without custom headers. The response is opaque, with status 0, no headers and no body. That's enough to load an image or to send data without reading the response.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#concept-filtered-response-opaque",
            },
        )
        .with_fix("Use cors", RequestEdit::Mode(Mode::Cors)),
    ]
}
