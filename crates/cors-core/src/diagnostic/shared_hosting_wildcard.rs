use super::support::{EXPLOITING, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};
use crate::policy::{OriginEntry, shared_hosting_of};

const CODE: &str = "shared-hosting-wildcard";
const CODE_WITH_CREDENTIALS: &str = "shared-hosting-wildcard-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE, CODE_WITH_CREDENTIALS],
    check,
};

/// A pattern that matches names which anybody can get.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let (code, severity) = if context.draft.allow_credentials {
        (CODE_WITH_CREDENTIALS, Severity::Error)
    } else {
        (CODE, Severity::Warning)
    };
    context
        .origins()
        .filter_map(|(index, entry)| match entry {
            OriginEntry::Pattern(pattern) => Some((index, pattern, shared_hosting_of(pattern)?)),
            OriginEntry::Any => None,
        })
        .map(|(index, pattern, suffix)| {
            finding(
                (code, severity),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: format!(
                        "Allowed origins: {} matches sites of strangers, because anybody can get a name under {suffix}. List your own names.",
                        quoted(&pattern.to_string())
                    ),
                    explanation: format!(
                        "{suffix} gives a subdomain to everybody who asks. A stranger takes a name that the pattern matches, and your server shares its answers with that page{}.",
                        if context.draft.allow_credentials { ", signed in as whoever visits it" } else { "" }
                    ),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}
