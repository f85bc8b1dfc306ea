use super::support::{EXPLOITING, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};
use crate::policy::{HostPattern, OriginEntry, OriginPattern, public_suffix_of, shared_hosting_of};

const CODE: &str = "wildcard-inside-label";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A `*` inside a label, except where another finding says more: on shared hosting, and with credentials in
/// a name that anybody can register.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .origins()
        .filter_map(|(index, entry)| match entry {
            OriginEntry::Pattern(pattern @ OriginPattern::Family(family)) => match family.host() {
                HostPattern::InLabel { suffix, .. } if shared_hosting_of(pattern).is_none() => {
                    let is_public = public_suffix_of(pattern).is_some();
                    (!is_public || !context.draft.allow_credentials)
                        .then_some((index, pattern, suffix, is_public))
                }
                _ => None,
            },
            _ => None,
        })
        .map(|(index, pattern, suffix, is_public)| {
            // One dot or none behind the star: the name that varies is one that can be registered.
            let registrable = is_public || suffix.matches('.').count() <= 1;
            let message = if registrable {
                format!(
                    "Allowed origins: {} matches domains that anybody can register. Put a dot after the *, or list the names.",
                    quoted(&pattern.to_string())
                )
            } else {
                format!(
                    "Allowed origins: {} matches every name of that form. Make sure that only you can create one.",
                    quoted(&pattern.to_string())
                )
            };
            finding(
                (CODE, Severity::Warning),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message,
                    explanation: "The * stands for letters, digits and hyphens inside one label. It fits preview deployments, whose names a deployment service makes, and it fits an attacker wherever that service takes names from strangers.".to_owned(),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}
