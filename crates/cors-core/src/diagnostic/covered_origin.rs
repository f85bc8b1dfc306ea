use super::support::{CORS_PROTOCOL, Text, finding, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};
use crate::host::Host;
use crate::origin::TupleOrigin;
use crate::policy::{OriginEntry, OriginPattern};
use crate::text_index::TextIndex;

const CODE: &str = "covered-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry that another one covers. Patterns with a `*` inside a label are not looked at: they cover few
/// origins that anybody lists beside them.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let any = context
        .origins()
        .any(|(_, entry)| *entry == OriginEntry::Any);
    // Looked up by text, so that long lists stay quick.
    let mut families = TextIndex::new();
    for (_, entry) in context.origins() {
        if let OriginEntry::Pattern(family @ OriginPattern::Family(_)) = entry {
            families.insert(family.to_string(), 0);
        }
    }
    let covering = |entry: &OriginEntry| match entry {
        OriginEntry::Pattern(_) if any => Some("*".to_owned()),
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => {
            candidates(exact).find(|family| families.contains(family))
        }
        OriginEntry::Any | OriginEntry::Pattern(_) => None,
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
                without(PolicyField::AllowOrigins, index),
            )
        })
        .collect()
}

/// The families that an origin belongs to, as they are written.
fn candidates(origin: &TupleOrigin) -> impl Iterator<Item = String> {
    let scheme = origin.scheme().to_owned();
    let host = origin.host().to_string();
    let port = origin
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let bases: Vec<String> = match origin.host() {
        Host::Domain(name) => name
            .match_indices('.')
            .map(|(dot, _)| format!("*{}", &name[dot..]))
            .collect(),
        Host::Ipv4(_) | Host::Ipv6(_) | Host::Opaque(_) => Vec::new(),
    };
    core::iter::once(host).chain(bases).flat_map(move |host| {
        [
            format!("{scheme}://{host}{port}"),
            format!("{scheme}://{host}:*"),
        ]
    })
}
