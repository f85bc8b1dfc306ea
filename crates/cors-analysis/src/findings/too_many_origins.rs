use super::support::{CORS_PROTOCOL, Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "too-many-origins";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// How many entries can still be reviewed.
const REVIEWABLE: usize = 100;

/// A list that is too long to review.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let count = context.origins().count();
    if count <= REVIEWABLE {
        return Vec::new();
    }
    vec![finding(
        (CODE, Severity::Tip),
        (Field::Policy(PolicyField::AllowOrigins), None),
        &count.to_string(),
        Text {
            message: format!("{count} origins are too many to review. Use a pattern such as `https://*.example.com` if all the names are yours."),
            explanation: "In a list this long, an abandoned domain stays allowed, and its next owner can read your responses. Servers and gateways also limit the size of their config. If the origins are your customers', let your app decide and set the headers.".to_owned(),
            reference: CORS_PROTOCOL,
        },
    )]
}
