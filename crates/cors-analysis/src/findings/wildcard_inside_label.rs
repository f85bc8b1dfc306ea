use super::support::{EXPLOITING, Text, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginPattern, Reach};
use cors_http::Section;

const CODE: &str = "wildcard-inside-label";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A `*` inside a label, except where another check is more specific: on shared hosting, and with credentials in a name
/// that anyone can register.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .origins()
        .filter_map(|(index, entry)| match entry {
            OriginEntry::Pattern(pattern @ OriginPattern::Family(family)) => {
                if !matches!(family.host(), HostPattern::InLabel { .. }) {
                    return None;
                }
                match family.reach() {
                    Reach::Owner | Reach::Unknown => Some((index, pattern, false)),
                    Reach::Anyone(suffix) => (suffix.section == Some(Section::Icann)
                        && !context.draft.allow_credentials)
                        .then_some((index, pattern, true)),
                }
            }
            _ => None,
        })
        .map(|(index, pattern, registrable)| {
            let message = if registrable {
                format!(
                    "Put a dot after the `*`, or list the names. {} also matches domains that anyone can register.",
                    code(&pattern.to_string())
                )
            } else {
                format!(
                    "Make sure that only you can create names that {} matches.",
                    code(&pattern.to_string())
                )
            };
            finding(
                (CODE, Severity::Risk),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message,
                    explanation: "The `*` matches letters, digits and hyphens inside one label. That fits preview deployments, whose names a service generates. If others can choose names there, it also fits an attacker's.".to_owned(),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}
