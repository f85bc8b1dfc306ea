use super::support::{Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_fetch::{Profile, is_forbidden_request_header};
use cors_http::{Header, HeaderName, HeaderValue};

const CODE: &str = "forbidden-request-header";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A request header that JavaScript can't set.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .draft
        .allow_headers
        .iter()
        .enumerate()
        .filter(|(_, text)| is_forbidden(text.trim()))
        .map(|(index, text)| {
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowHeaders), Some(index)),
                text,
                Text {
                    message: format!("Remove {}. Only the browser can set it.", code(text)),
                    explanation: "Browsers ignore this header when your code sets it, so a preflight never lists it. To allow cookies, turn credentials on instead.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#forbidden-request-header",
                },
            )
            .with_fix(
                format!("Remove {text}"),
                without(PolicyField::AllowHeaders, index),
            )
        })
        .collect()
}

fn is_forbidden(name: &str) -> bool {
    HeaderName::parse(name).is_ok_and(|name| {
        let header = Header {
            name,
            value: HeaderValue::from(""),
        };
        is_forbidden_request_header(&header, Profile::Standard)
    })
}
