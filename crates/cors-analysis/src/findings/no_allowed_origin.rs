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
            message: "Allowed origins: the list is empty, so nobody may read an answer. Add the origin of your page, such as https://app.example.com.".to_owned(),
            explanation: "Without Access-Control-Allow-Origin a browser shares nothing with other origins. That is what a server without any CORS configuration does, so there is nothing to configure.".to_owned(),
            reference: CORS_PROTOCOL,
        },
    )]
}
