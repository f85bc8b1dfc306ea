use super::support::{Text, finding, quoted, with};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_http::Method;

const CODE: &str = "lowercase-method";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A method in lower case. Six are taken as browsers send them; `patch` stays what it is.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .draft
        .allow_methods
        .iter()
        .enumerate()
        .filter_map(|(index, text)| {
            let method = Method::parse(text.trim()).ok()?;
            let upper = text.trim().to_ascii_uppercase();
            let known = method.normalize().as_str() == upper || upper == "PATCH";
            (method.as_str() != upper && known && !method.is_forbidden()).then_some((index, text, method, upper))
        })
        .map(|(index, text, method, upper)| {
            let normalised = method.normalize() != method;
            let (severity, message) = if normalised {
                (
                    Severity::Tip,
                    format!("Allowed methods: {} is taken as {upper}, as browsers send it.", quoted(text)),
                )
            } else {
                (
                    Severity::Risk,
                    format!("Allowed methods: {} is another method than {upper}. Write {upper}, and use {upper} in script too.", quoted(text)),
                )
            };
            finding(
                (CODE, severity),
                (Field::Policy(PolicyField::AllowMethods), Some(index)),
                text,
                Text {
                    message,
                    explanation: "Methods are compared byte for byte. Browsers turn get, head, post, put, delete and options into capitals before they ask, and no other: patch stays patch, and PATCH in the list does not allow it.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#concept-method-normalize",
                },
            )
            .with_fix(
                format!("Write {upper}"),
                with(PolicyField::AllowMethods, index, upper),
            )
        })
        .collect()
}
