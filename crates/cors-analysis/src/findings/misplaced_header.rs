use super::support::{Text, code, finding, without};
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

/// Headers that only responses have, in lowercase. Headers of both directions, such as `Cache-Control`, aren't here, and
/// neither is `Set-Cookie`, which has checks of its own.
const ONLY_IN_RESPONSES: [&str; 20] = [
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

/// The ones that JavaScript can always read.
const ALWAYS_READABLE: [&str; 2] = ["expires", "last-modified"];

/// Headers that only requests have, in lowercase. `Authorization` isn't here, because some apps send tokens in a response
/// header of that name.
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

/// Response headers among the allowed request headers, unless the test request sends them, and the reverse.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, text) in context.draft.allow_headers.iter().enumerate() {
        let name = text.trim().to_ascii_lowercase();
        if ONLY_IN_RESPONSES.contains(&name.as_str()) && !context.needs_header(&name) {
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
    let is_readable = ALWAYS_READABLE.contains(&name);
    let header = code(text);
    let found = finding(
        (IN_ALLOWED, Severity::Tip),
        (Field::Policy(field), Some(index)),
        text,
        Text {
            message: if is_readable {
                format!("Remove {header}. It's a response header, and your code can always read it.")
            } else {
                format!("Move {header} to the response headers. Requests don't have it.")
            },
            explanation: "This list says which headers your code can send. Which response headers it can read is the other list, `Access-Control-Expose-Headers`. An entry here makes nothing readable.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-headers",
        },
    );
    if is_readable {
        found.with_fix(format!("Remove {text}"), without(field, index))
    } else {
        found.with_fix(
            format!("Move {text} to the response headers"),
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
        (IN_EXPOSED, Severity::Tip),
        (Field::Policy(PolicyField::ExposeHeaders), Some(index)),
        text,
        Text {
            message: format!("Remove {}. It's a request header, so no response has it.", code(text)),
            explanation: "This list says which response headers your code can read. If your code sends this header, add it to the request headers.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
        },
    )
    .with_fix(
        format!("Remove {text}"),
        without(PolicyField::ExposeHeaders, index),
    )
}
