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
            "Allowed origins: “null” with credentials lets every site read your users' data. Remove it, or turn credentials off.",
        )
    } else {
        (
            CODE,
            Severity::Risk,
            "Allowed origins: “null” is not one origin: any site can send it. Keep it only if everybody may read these answers.",
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
                    explanation: "Browsers send null for local files (file://), for every sandboxed frame and after some redirects. Any site can put its script into a sandboxed frame, so allowing null allows any site. To test a local file, serve it from http://localhost and allow that.".to_owned(),
                    reference: EXPLOITING,
                },
            )
            .with_fix("Remove null", without(PolicyField::AllowOrigins, index))
        })
        .collect()
}
