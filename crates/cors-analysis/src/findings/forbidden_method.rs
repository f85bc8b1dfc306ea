use super::support::{Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_http::Method;

const CODE: &str = "forbidden-method";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A method that JavaScript can't send.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .draft
        .allow_methods
        .iter()
        .enumerate()
        .filter(|(_, text)| Method::parse(text.trim()).is_ok_and(|method| method.is_forbidden()))
        .map(|(index, text)| {
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowMethods), Some(index)),
                text,
                Text {
                    message: format!("Remove {}. JavaScript can't send this method.", code(text)),
                    explanation: "`fetch()` and XMLHttpRequest throw an exception for CONNECT, TRACE and TRACK before anything is sent. Listing one of them allows nothing.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#forbidden-method",
                },
            )
            .with_fix(
                format!("Remove {text}"),
                without(PolicyField::AllowMethods, index),
            )
        })
        .collect()
}
