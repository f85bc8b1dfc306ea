use super::support::{Text, finding, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_http::Method;

const CODE: &str = "forbidden-method";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A method that script cannot send.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .draft
        .allow_methods
        .iter()
        .enumerate()
        .filter(|(_, text)| Method::parse(text.trim()).is_ok_and(|method| method.is_forbidden()))
        .map(|(index, text)| {
            finding(
                (CODE, Severity::Risk),
                (Field::Policy(PolicyField::AllowMethods), Some(index)),
                text,
                Text {
                    message: format!(
                        "Allowed methods: {} cannot be sent by script. Remove it.",
                        quoted(text)
                    ),
                    explanation: "Browsers refuse CONNECT, TRACE and TRACK before anything is sent, so listing one allows nothing.".to_owned(),
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
