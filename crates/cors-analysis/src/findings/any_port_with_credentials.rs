use super::support::{EXPLOITING, Text, finding, quoted};
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
                        "Allowed origins: {} allows every port, with credentials. Name the ports that you use.",
                        quoted(&entry.to_string())
                    ),
                    explanation: "Another program on the same host, such as a forgotten test server, is then as trusted as your application and may act as your signed-in users.".to_owned(),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}
