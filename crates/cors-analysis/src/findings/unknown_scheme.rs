use super::support::{CORS_PROTOCOL, Text, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginEntry, OriginPattern, is_known_scheme};

const CODE: &str = "unknown-scheme";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An origin with a scheme that no known browser, web view or extension uses.
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
                        "Check the spelling of {}. No browser is known to use the scheme `{}` for pages.",
                        code(&exact.serialize()),
                        exact.scheme()
                    ),
                    explanation: "Web views and extensions have schemes of their own, such as `capacitor`, `ionic`, `tauri` or `chrome-extension`. A misspelled scheme matches no page, and any app can use a custom scheme for its own pages.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
        })
        .collect()
}
