use super::support::{Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const METHODS: &str = "wildcard-methods-with-credentials";
const HEADERS: &str = "wildcard-headers-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[METHODS, HEADERS],
    check,
};

/// `*` in methods or request headers together with credentials: sound, because it is reflected.
fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.draft.allow_credentials {
        return Vec::new();
    }
    [
        (METHODS, PolicyField::AllowMethods, "method"),
        (HEADERS, PolicyField::AllowHeaders, "header names"),
    ]
    .into_iter()
    .filter_map(|(code, field, asked)| {
        let index = context.list(field).iter().position(|text| text.trim() == "*")?;
        let field = Field::Policy(field);
        Some(finding(
            (code, Severity::Tip),
            (field, Some(index)),
            "*",
            Text {
                message: format!(
                    "{}: “*” means nothing to a request with credentials, so the server answers with the {asked} that the browser asks for.",
                    field.label()
                ),
                explanation: "With credentials a browser takes “*” for a name. Sending back what was asked for has the effect that you want. Name what you use where you know it.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
            },
        ))
    })
    .collect()
}
