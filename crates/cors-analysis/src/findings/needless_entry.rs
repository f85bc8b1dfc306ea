use super::support::{Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use crate::format::sentence_list;
use cors_core::policy::PolicyField;

const REQUEST: &str = "safelisted-request-header";
const RESPONSE: &str = "safelisted-response-header";
const METHOD: &str = "safelisted-method";

pub(super) const RULE: Rule = Rule {
    codes: &[REQUEST, RESPONSE, METHOD],
    check,
};

/// CORS-safelisted entries, which don't have to be listed. `Content-Type` has to be, for JSON.
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
    findings.extend(safelisted_methods(context));
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

/// One finding for all of them, without a fix, because some libraries need them in the list.
fn safelisted_methods(context: &Context<'_>) -> Option<Finding> {
    let mut names: Vec<String> = context
        .draft
        .allow_methods
        .iter()
        .map(|text| text.trim())
        .filter(|text| matches!(*text, "GET" | "HEAD" | "POST"))
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        return None;
    }
    names.dedup();
    let methods = sentence_list(&names);
    Some(finding(
        (METHOD, Severity::Tip),
        (Field::Policy(PolicyField::AllowMethods), None),
        &methods,
        Text {
            message: match names.as_slice() {
                [_] => format!("{methods} doesn't have to be listed."),
                _ => format!("{methods} don't have to be listed."),
            },
            explanation: "Browsers accept GET, HEAD and POST even if they aren't listed. Some libraries reject what isn't in the list, so the entries can stay.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#cors-safelisted-method",
        },
    ))
}
