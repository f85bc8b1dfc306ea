use super::support::{EXPLOITING, Text, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginEntry, OriginPattern};

const CODE: &str = "null-origin";
const CODE_WITH_CREDENTIALS: &str = "null-origin-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE, CODE_WITH_CREDENTIALS],
    check,
};

/// `null` in the allow list.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let is_null = |entry: &OriginEntry| *entry == OriginEntry::Pattern(OriginPattern::Null);
    let (code, severity, message) = if context.draft.allow_credentials {
        (
            CODE_WITH_CREDENTIALS,
            Severity::Error,
            "Remove `null`, or turn credentials off. Any site can send the origin `null` and read your users' data.",
        )
    } else {
        (
            CODE,
            Severity::Risk,
            "Any site can send the origin `null`. Keep it only if these responses are public.",
        )
    };
    context
        .origins()
        .filter(|(_, entry)| is_null(entry))
        .take(1)
        .map(|(index, _)| {
            finding(
                (code, severity),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                "null",
                Text {
                    message: message.to_owned(),
                    explanation: "Browsers send `null` for local files, for sandboxed frames and after some redirects. An attacker only has to put a page into a sandboxed frame. To test a local file, serve it from http://localhost and allow that.".to_owned(),
                    reference: EXPLOITING,
                },
            )
            .with_fix("Remove null", without(PolicyField::AllowOrigins, index))
        })
        .collect()
}
