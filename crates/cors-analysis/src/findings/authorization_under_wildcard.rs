use super::support::{Text, adding, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "authorization-under-wildcard";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `*` in the request headers, without credentials and without `Authorization` beside it.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let names = &context.draft.allow_headers;
    let wildcard = names.iter().position(|text| text.trim() == "*");
    let has_authorization = names
        .iter()
        .any(|text| text.trim().eq_ignore_ascii_case("authorization"));
    match wildcard {
        Some(index) if !has_authorization && !context.draft.allow_credentials => vec![
            finding(
                (CODE, Severity::Risk),
                (Field::Policy(PolicyField::AllowHeaders), Some(index)),
                "*",
                Text {
                    message: "Allowed request headers: “*” does not cover Authorization. Add authorization if script sends it.".to_owned(),
                    explanation: "The standard leaves Authorization out of “*”. The browsers of today let it pass, and Firefox warns that it will stop doing so.".to_owned(),
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
