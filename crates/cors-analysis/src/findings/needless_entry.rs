use super::support::{Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const REQUEST: &str = "safelisted-request-header";
const RESPONSE: &str = "safelisted-response-header";

pub(super) const RULE: Rule = Rule {
    codes: &[REQUEST, RESPONSE],
    check,
};

/// CORS-safelisted headers, which don't have to be listed. `Content-Type` has to be, for JSON. Nothing is said about
/// listed GET, HEAD and POST: people expect them in the list, some libraries need them there, and they do no harm.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, text) in context.draft.allow_headers.iter().enumerate() {
        let name = text.trim().to_ascii_lowercase();
        if matches!(
            name.as_str(),
            "accept" | "accept-language" | "content-language"
        ) && !context.needs_header(&name)
        {
            findings.push(
                finding(
                    (REQUEST, Severity::Tip),
                    (Field::Policy(PolicyField::AllowHeaders), Some(index)),
                    text,
                    Text {
                        message: format!("{} doesn't have to be listed. Browsers send it without a preflight.", code(text)),
                        explanation: "The header is CORS-safelisted. Browsers send a preflight only if its value is longer than 128 bytes or has unusual characters.".to_owned(),
                        reference: "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
                    },
                )
                .with_fix(format!("Remove {text}"), without(PolicyField::AllowHeaders, index)),
            );
        }
    }
    for (index, text) in context.draft.expose_headers.iter().enumerate() {
        let name = text.trim().to_ascii_lowercase();
        if SAFELISTED_RESPONSE.contains(&name.as_str()) {
            findings.push(
                finding(
                    (RESPONSE, Severity::Tip),
                    (Field::Policy(PolicyField::ExposeHeaders), Some(index)),
                    text,
                    Text {
                        message: format!("{} doesn't have to be listed. Your code can always read it.", code(text)),
                        explanation: "Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma are CORS-safelisted. Your code can read them in every response it can read.".to_owned(),
                        reference: "https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name",
                    },
                )
                .with_fix(format!("Remove {text}"), without(PolicyField::ExposeHeaders, index)),
            );
        }
    }
    findings
}

const SAFELISTED_RESPONSE: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];
