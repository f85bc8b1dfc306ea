use super::support::{CORS_PROTOCOL, Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const CODE: &str = "too-many-origins";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// As many entries as somebody can still look through.
const REVIEWABLE: usize = 100;

/// A list that nobody looks through any more.
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
            message: format!("Allowed origins: {count} entries are more than anybody reviews. Use a pattern such as https://*.example.com where all names are yours."),
            explanation: "In a list this long an origin that was given up stays trusted, and whoever gets its name next reads your answers. Servers and gateways have limits for configuration, too. Where the origins are those of customers, let the application decide from its own records and set the headers itself.".to_owned(),
            reference: CORS_PROTOCOL,
        },
    )]
}
