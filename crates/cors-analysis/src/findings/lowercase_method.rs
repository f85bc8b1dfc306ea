use super::support::{Text, code, finding, with};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_http::Method;

const CODE: &str = "lowercase-method";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A lowercase method. Browsers uppercase six methods; `patch` isn't one of them.
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
            let is_normalized = method.normalize() != method;
            let message = if is_normalized {
                format!("{} is read as {upper}, because browsers send it in uppercase.", code(text))
            } else {
                format!("Use {upper} instead of {}, here and in your code. Method names are case-sensitive.", code(text))
            };
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowMethods), Some(index)),
                text,
                Text {
                    message,
                    explanation: "Browsers uppercase only GET, HEAD, POST, PUT, DELETE and OPTIONS. They send `patch` as it is, and a server that allows PATCH doesn't allow `patch`.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#concept-method-normalize",
                },
            )
            .with_fix(
                format!("Use {upper}"),
                with(PolicyField::AllowMethods, index, upper),
            )
        })
        .collect()
}
