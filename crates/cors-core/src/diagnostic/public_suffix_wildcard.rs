use super::support::{EXPLOITING, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};
use crate::policy::{HostPattern, OriginEntry, OriginPattern, public_suffix_of, shared_hosting_of};

const CODE: &str = "public-suffix-wildcard";
const CODE_WITH_CREDENTIALS: &str = "public-suffix-wildcard-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE, CODE_WITH_CREDENTIALS],
    check,
};

/// A pattern that matches names which anybody can register. Without credentials a `*` inside a label has a
/// finding of its own, which says more.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let credentials = context.draft.allow_credentials;
    let (code, severity) = if credentials {
        (CODE_WITH_CREDENTIALS, Severity::Error)
    } else {
        (CODE, Severity::Warning)
    };
    context
        .origins()
        .filter_map(|(index, entry)| match entry {
            OriginEntry::Pattern(pattern) if shared_hosting_of(pattern).is_none() => {
                Some((index, pattern, public_suffix_of(pattern)?))
            }
            _ => None,
        })
        .filter(|(_, pattern, _)| credentials || !is_inside_label(pattern))
        .map(|(index, pattern, suffix)| {
            finding(
                (code, severity),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: format!(
                        "Allowed origins: {} matches sites of strangers, because anybody can register a name under {suffix}. Name your own domain.",
                        quoted(&pattern.to_string())
                    ),
                    explanation: format!(
                        "Names under {suffix} are sold to everybody. A stranger registers one that the pattern matches, and your server shares its answers with that page{}. Put your own domain behind the *, as in https://*.example.com.",
                        if credentials { ", signed in as whoever visits it" } else { "" }
                    ),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}

fn is_inside_label(pattern: &OriginPattern) -> bool {
    matches!(pattern, OriginPattern::Family(family) if matches!(family.host(), HostPattern::InLabel { .. }))
}
