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

/// `*` in methods or request headers together with credentials. It's sound, because the server reflects the request.
fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.draft.allow_credentials {
        return Vec::new();
    }
    [
        (METHODS, PolicyField::AllowMethods, "methods"),
        (HEADERS, PolicyField::AllowHeaders, "headers"),
    ]
    .into_iter()
    .filter_map(|(code, field, items)| {
        let index = context.list(field).iter().position(|text| text.trim() == "*")?;
        let field = Field::Policy(field);
        Some(finding(
            (code, Severity::Tip),
            (field, Some(index)),
            "*",
            Text {
                message: format!(
                    "List the {items} you use if you know them. `*` isn't a wildcard when credentials are sent, so the server sends back the requested {items} instead."
                ),
                explanation: "With credentials, browsers read `*` as a name. Sending back what the preflight requests has the effect you want, but a list is easier to review.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
            },
        ))
    })
    .collect()
}
