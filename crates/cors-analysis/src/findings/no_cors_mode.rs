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
            (CODE, Severity::Risk),
            (Field::Request(RequestField::Mode), None),
            "no-cors",
            Text {
                message: "Mode: “no-cors” isn't a fix. The error goes away, and so does the response: JavaScript can read neither its body nor its status. Use cors."
                    .to_owned(),
                explanation: "A no-cors request sends only what a form could send: GET, HEAD or POST, without headers of your own. What comes back is opaque: status 0, no headers, no body. It is good for images and for requests whose response nobody reads.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#concept-filtered-response-opaque",
            },
        )
        .with_fix("Use cors", RequestEdit::Mode(Mode::Cors)),
    ]
}
