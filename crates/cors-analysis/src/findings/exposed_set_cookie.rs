use super::support::{Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "exposed-set-cookie";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `Set-Cookie` in the exposed headers.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .draft
        .expose_headers
        .iter()
        .enumerate()
        .filter(|(_, text)| {
            let name = text.trim().to_ascii_lowercase();
            name == "set-cookie" || name == "set-cookie2"
        })
        .map(|(index, text)| {
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::ExposeHeaders), Some(index)),
                text,
                Text {
                    message: format!(
                        "Remove {}. JavaScript can never read it.",
                        code(text)
                    ),
                    explanation: "Browsers hide `Set-Cookie` from JavaScript even if the server exposes it. To pass a value to your code, send it in another header or in the body.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#forbidden-response-header-name",
                },
            )
            .with_fix(
                format!("Remove {text}"),
                without(PolicyField::ExposeHeaders, index),
            )
        })
        .collect()
}
