use super::support::{Text, finding, listed, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const REQUEST: &str = "safelisted-request-header";
const RESPONSE: &str = "safelisted-response-header";
const METHOD: &str = "safelisted-method";

pub(super) const RULE: Rule = Rule {
    codes: &[REQUEST, RESPONSE, METHOD],
    check,
};

/// Entries that browsers need no permission for. `Content-Type` is not among them: JSON needs it.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, text) in context.draft.allow_headers.iter().enumerate() {
        let name = text.trim().to_ascii_lowercase();
        if matches!(
            name.as_str(),
            "accept" | "accept-language" | "content-language"
        ) && !context.asks_for_header(&name)
        {
            findings.push(
                finding(
                    (REQUEST, Severity::Tip),
                    (Field::Policy(PolicyField::AllowHeaders), Some(index)),
                    text,
                    Text {
                        message: format!("Allowed request headers: {} needs no permission with usual values.", quoted(text)),
                        explanation: "Browsers send it without asking unless its value is longer than 128 bytes or has unusual characters.".to_owned(),
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
                        message: format!("Exposed response headers: {} can always be read.", quoted(text)),
                        explanation: "Script may read Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma of every shared answer.".to_owned(),
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

/// One notice for all of them, without a repair: some libraries do need the listing.
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
    let methods = listed(&names);
    Some(finding(
        (METHOD, Severity::Tip),
        (Field::Policy(PolicyField::AllowMethods), None),
        &methods,
        Text {
            message: format!("Allowed methods: browsers need no permission for {methods}. Listing them does no harm."),
            explanation: "GET, HEAD and POST pass the method check of every preflight, listed or not. Some libraries refuse what is not listed, so the entries may stay.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#cors-safelisted-method",
        },
    ))
}
