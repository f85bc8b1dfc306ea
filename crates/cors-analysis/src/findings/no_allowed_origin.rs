use super::support::{CORS_PROTOCOL, Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "no-allowed-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An empty allow list.
fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.draft.allow_origins.is_empty() {
        return Vec::new();
    }
    vec![finding(
        (CODE, Severity::Error),
        (Field::Policy(PolicyField::AllowOrigins), None),
        "",
        Text {
            message: "Add the origin of your page, such as `https://app.example.com`. The list is empty, so no other origin can read responses.".to_owned(),
            explanation: "A server without any CORS config does the same: browsers block its responses for every other origin. So there is nothing to write yet.".to_owned(),
            reference: CORS_PROTOCOL,
        },
    )]
}
