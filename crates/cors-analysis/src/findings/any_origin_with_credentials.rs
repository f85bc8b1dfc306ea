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
                    message: "Allowed origins: “*” does not work with credentials. List the origins that may read, or turn credentials off.".to_owned(),
                    explanation: "Browsers refuse the answer “*” to a request with credentials. A server that sends back whatever origin asks gets around that refusal and lets every site act as your signed-in users, so no configuration is written for it.".to_owned(),
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
