use super::support::{Text, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "wildcard-exposed-headers-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `*` in the exposed headers together with credentials.
fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.draft.allow_credentials {
        return Vec::new();
    }
    context
        .draft
        .expose_headers
        .iter()
        .position(|name| name.trim() == "*")
        .map(|index| {
            finding(
                (CODE, Severity::Error),
                (Field::Policy(PolicyField::ExposeHeaders), Some(index)),
                "*",
                Text {
                    message: "List the response headers your code reads. `*` isn't a wildcard when credentials are sent.".to_owned(),
                    explanation: "With credentials, browsers read `*` as the name of a header. Nothing would be exposed, so there is no config for this policy.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
                },
            )
            .with_fix("Remove *", without(PolicyField::ExposeHeaders, index))
        })
        .into_iter()
        .collect()
}
