use super::support::{Text, adding, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::ExposeHeaders;
use cors_core::policy::PolicyField;

const CODE: &str = "unexposed-response-header";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// Request headers, and the response header that code needs to fill them in.
const PAIRS: [(&str, &str); 5] = [
    ("If-Match", "ETag"),
    ("If-None-Match", "ETag"),
    ("Range", "Content-Range"),
    ("Tus-Resumable", "Location"),
    ("Upload-Offset", "Upload-Offset"),
];

/// A request header whose value comes from a response header that JavaScript can't read. A state doesn't say which
/// response headers the code reads, but what it sends is a sign.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let ExposeHeaders::Listed(exposed) = &context.policy.policy().expose else {
        return Vec::new();
    };
    let request = context.request_to_try();
    let is_sent = |name: &str| {
        let allowed = &context.draft.allow_headers;
        allowed
            .iter()
            .any(|text| text.trim().eq_ignore_ascii_case(name))
            || request.is_some_and(|request| request.headers.contains(name))
    };
    let mut reported: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for (sent, read) in PAIRS {
        let readable = exposed.iter().any(|name| name.is(read));
        if readable || reported.contains(&read) || !is_sent(sent) {
            continue;
        }
        reported.push(read);
        findings.push(
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::ExposeHeaders), None),
                read,
                Text {
                    message: format!(
                        "Add {} if your code reads it. Code that sends `{sent}` usually does.",
                        code(read)
                    ),
                    explanation: "Your code gets `null` for a header that isn't exposed, and nothing appears in the console. The network panel shows the header anyway, because it shows what the browser received.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
                },
            )
            .with_fix(format!("Add {read}"), adding(PolicyField::ExposeHeaders, read)),
        );
    }
    findings
}
