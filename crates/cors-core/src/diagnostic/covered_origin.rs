use super::support::{CORS_PROTOCOL, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};
use crate::policy::{OriginEntry, OriginPattern};

const CODE: &str = "covered-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry that another one covers.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let any = context
        .origins()
        .any(|(_, entry)| *entry == OriginEntry::Any);
    let families: Vec<&OriginPattern> = context
        .origins()
        .filter_map(|(_, entry)| match entry {
            OriginEntry::Pattern(pattern @ OriginPattern::Family(_)) => Some(pattern),
            _ => None,
        })
        .collect();
    let covering = |entry: &OriginEntry| match entry {
        OriginEntry::Any => None,
        OriginEntry::Pattern(_) if any => Some("*".to_owned()),
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => {
            let text = exact.to_string();
            families
                .iter()
                .find(|family| family.matches(text.as_bytes()))
                .map(ToString::to_string)
        }
        OriginEntry::Pattern(_) => None,
    };
    context
        .origins()
        .filter_map(|(index, entry)| Some((index, covering(entry)?)))
        .map(|(index, cover)| {
            let value = context.typed_origin(index);
            finding(
                (CODE, Severity::Notice),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                value,
                Text {
                    message: format!(
                        "Allowed origins: {} is covered by {} and changes nothing.",
                        quoted(value),
                        quoted(&cover)
                    ),
                    explanation: "An entry that another one covers is not wrong, but whoever removes it later will believe that access was taken away.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
            .with_repair(
                format!("Remove {}", super::support::shortened(value)),
                context.without(PolicyField::AllowOrigins, index),
            )
        })
        .collect()
}
