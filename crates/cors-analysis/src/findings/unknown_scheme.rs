use super::support::{CORS_PROTOCOL, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginEntry, OriginPattern, is_known_scheme};

const CODE: &str = "unknown-scheme";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An origin whose scheme belongs to no browser, web view or extension that is known here.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .origins()
        .filter_map(|(index, entry)| match entry {
            OriginEntry::Pattern(OriginPattern::Exact(exact))
                if !is_known_scheme(exact.scheme()) =>
            {
                Some((index, exact))
            }
            _ => None,
        })
        .map(|(index, exact)| {
            finding(
                (CODE, Severity::Risk),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: format!(
                        "Allowed origins: {} has the scheme {}, which no browser is known to use for pages. Check its spelling.",
                        quoted(&exact.serialize()),
                        exact.scheme()
                    ),
                    explanation: "Web views and extensions have schemes of their own, such as capacitor, ionic, tauri or chrome-extension. A scheme that is misspelled matches no page, and one that anyone's app can take is no protection.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
        })
        .collect()
}
