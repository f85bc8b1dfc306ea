use super::support::{Text, adding, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "authorization-under-wildcard";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `*` in the request headers, without credentials and without `Authorization` next to it.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let names = &context.draft.allow_headers;
    let wildcard = names.iter().position(|text| text.trim() == "*");
    let has_authorization = names
        .iter()
        .any(|text| text.trim().eq_ignore_ascii_case("authorization"));
    match wildcard {
        Some(index) if !has_authorization && !context.draft.allow_credentials => vec![
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowHeaders), Some(index)),
                "*",
                Text {
                    message: "Add `authorization` if your code sends it. `*` doesn't cover that header.".to_owned(),
                    explanation: "The Fetch standard excludes `Authorization` from the wildcard. Today's browsers still allow it, but Firefox logs a warning that this will end. Requests that work now would then fail at the preflight.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
                },
            )
            .with_fix(
                "Add authorization",
                adding(PolicyField::AllowHeaders, "authorization"),
            ),
        ],
        _ => Vec::new(),
    }
}
