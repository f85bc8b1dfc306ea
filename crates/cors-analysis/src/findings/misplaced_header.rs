use super::support::{Text, finding, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyEdit;
use cors_core::policy::PolicyField;

const IN_ALLOWED: &str = "response-header-in-allowed-headers";
const IN_EXPOSED: &str = "request-header-in-exposed-headers";

pub(super) const RULE: Rule = Rule {
    codes: &[IN_ALLOWED, IN_EXPOSED],
    check,
};

/// Headers that only answers have, in lower case. Those of both directions, such as `Cache-Control`, are
/// not among them, nor is `Set-Cookie`, which script can never send.
const ONLY_IN_ANSWERS: [&str; 20] = [
    "accept-ranges",
    "age",
    "allow",
    "content-range",
    "content-security-policy",
    "etag",
    "expires",
    "last-modified",
    "location",
    "proxy-authenticate",
    "retry-after",
    "server",
    "server-timing",
    "strict-transport-security",
    "vary",
    "www-authenticate",
    "x-frame-options",
    "x-ratelimit-remaining",
    "x-total-count",
    "x-powered-by",
];

/// Those of them that script may always read.
const ALWAYS_READABLE: [&str; 2] = ["expires", "last-modified"];

/// Headers that only requests have, in lower case. `Authorization` is not among them: some applications
/// hand out tokens in an answer's header of that name.
const ONLY_IN_REQUESTS: [&str; 18] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cookie",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "origin",
    "proxy-authorization",
    "range",
    "referer",
    "user-agent",
    "x-forwarded-for",
    "x-requested-with",
];

/// Response headers among the allowed request headers, unless the request to try sends them, and the reverse.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, text) in context.draft.allow_headers.iter().enumerate() {
        let name = text.trim().to_ascii_lowercase();
        if ONLY_IN_ANSWERS.contains(&name.as_str()) && !context.asks_for_header(&name) {
            findings.push(in_allowed(index, text, &name));
        }
    }
    for (index, text) in context.draft.expose_headers.iter().enumerate() {
        let name = text.trim().to_ascii_lowercase();
        if ONLY_IN_REQUESTS.contains(&name.as_str()) {
            findings.push(in_exposed(index, text));
        }
    }
    findings
}

fn in_allowed(index: usize, text: &str, name: &str) -> Finding {
    let field = PolicyField::AllowHeaders;
    let found = finding(
        (IN_ALLOWED, Severity::Risk),
        (Field::Policy(field), Some(index)),
        text,
        Text {
            message: format!(
                "Allowed request headers: {} is a header of answers. If script reads it, it belongs into the exposed response headers.",
                quoted(text)
            ),
            explanation: "This list names what pages may send. What they may read of an answer is the other list, Access-Control-Expose-Headers; an entry here does not make anything readable.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-headers",
        },
    );
    if ALWAYS_READABLE.contains(&name) {
        found.with_fix(format!("Remove {text}"), without(field, index))
    } else {
        found.with_fix(
            format!("Expose {text} instead"),
            PolicyEdit::Move {
                from: field,
                index,
                to: PolicyField::ExposeHeaders,
            },
        )
    }
}

fn in_exposed(index: usize, text: &str) -> Finding {
    finding(
        (IN_EXPOSED, Severity::Risk),
        (Field::Policy(PolicyField::ExposeHeaders), Some(index)),
        text,
        Text {
            message: format!(
                "Exposed response headers: {} is a header of requests, so no answer has it. Remove it.",
                quoted(text)
            ),
            explanation: "This list names what script may read of an answer. What pages may send is the other list, Access-Control-Allow-Headers.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
        },
    )
    .with_fix(
        format!("Remove {text}"),
        without(PolicyField::ExposeHeaders, index),
    )
}
