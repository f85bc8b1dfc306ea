use super::support::{Text, finding, page_to_allow, with};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginEntry, PolicyEdit};

const CODE: &str = "wildcard-origin-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `*` together with credentials.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let any = context
        .origins()
        .find(|(_, entry)| **entry == OriginEntry::Any);
    match any {
        Some((index, _)) if context.draft.allow_credentials => vec![
            finding(
                (CODE, Severity::Error),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                "*",
                Text {
                    message: "List the origins you need, or turn credentials off. Browsers reject `*` when credentials are sent.".to_owned(),
                    explanation: "Some servers work around this by sending back any `Origin` they receive. That lets every site act as your signed-in users, so there is no config for this policy. Bearer tokens don't need credentials.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
                },
            )
            .with_fixes(page_to_allow(context).map(|page| {
                Fix::new(
                    format!("Replace * with {page}"),
                    with(PolicyField::AllowOrigins, index, page),
                )
            }))
            .with_fix("Turn credentials off", PolicyEdit::CredentialsOff),
        ],
        _ => Vec::new(),
    }
}
