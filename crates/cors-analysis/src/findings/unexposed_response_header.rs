use super::support::{Text, adding, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::ExposeHeaders;
use cors_core::policy::PolicyField;

const CODE: &str = "unexposed-response-header";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// What a script that sends the first has to read from an answer: the second.
const PAIRS: [(&str, &str); 5] = [
    ("If-Match", "ETag"),
    ("If-None-Match", "ETag"),
    ("Range", "Content-Range"),
    ("Tus-Resumable", "Location"),
    ("Upload-Offset", "Upload-Offset"),
];

/// A request header that script can fill in only from a response header which it may not read. Nobody says
/// which response headers a script wants, so what it sends has to tell.
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
    let mut told: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for (sent, read) in PAIRS {
        let readable = exposed.iter().any(|name| name.is(read));
        if readable || told.contains(&read) || !is_sent(sent) {
            continue;
        }
        told.push(read);
        findings.push(
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::ExposeHeaders), None),
                read,
                Text {
                    message: format!(
                        "Exposed response headers: {} is not in the list, but scripts that send {sent} read it. Add it.",
                        quoted(read)
                    ),
                    explanation: "Script reads null for a header that is not exposed, and no message in the console says so. The network panel shows the header all the same, because it shows what the browser got and not what script may read.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
                },
            )
            .with_fix(format!("Add {read}"), adding(PolicyField::ExposeHeaders, read)),
        );
    }
    findings
}
