use super::support::{EXPLOITING, Text, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginEntry, OriginPattern, PortPattern};

const CODE: &str = "any-port-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `:*` together with credentials.
fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.draft.allow_credentials {
        return Vec::new();
    }
    context
        .origins()
        .filter(|(_, entry)| {
            matches!(entry, OriginEntry::Pattern(OriginPattern::Family(family)) if family.port() == PortPattern::Any)
        })
        .map(|(index, entry)| {
            finding(
                (CODE, Severity::Risk),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: format!(
                        "List the ports you use. With {}, a page on any port of that host can act as your signed-in users.",
                        code(&entry.to_string())
                    ),
                    explanation: "Other programs on the same host have their own ports, such as a forgotten test server. A flaw in one of them is enough to reach your API.".to_owned(),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}
