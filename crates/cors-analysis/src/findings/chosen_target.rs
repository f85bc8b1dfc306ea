use super::support::{CORS_PROTOCOL, Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::targets::{Chosen, Difference, NoticedBy};

const UNSUPPORTED: &str = "unsupported-by-target";
const DIFFERS: &str = "target-differs";

pub(super) const RULE: Rule = Rule {
    codes: &[UNSUPPORTED, DIFFERS],
    check,
};

/// What the chosen target cannot express, or does in a way of its own.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(chosen @ Chosen { target, setup }) = context.target else {
        return Vec::new();
    };
    let Some(sound) = context
        .policy
        .whole()
        .and_then(|policy| policy.check().ok())
    else {
        return Vec::new();
    };
    let name = chosen.name();
    if let Err(unsupported) = (target.render)(&sound, setup, None) {
        return vec![finding(
            (UNSUPPORTED, Severity::Error),
            (Field::Target, None),
            target.id,
            Text {
                message: format!("Target: {name} cannot express this policy. {}", unsupported.reason),
                explanation: "The policy is sound, but this server or library has no way to say it, and something similar is not offered in its place. Change the policy as said, or choose another target.".to_owned(),
                reference: CORS_PROTOCOL,
            },
        )];
    }
    let mut differences = (target.differences)(&sound, setup);
    differences.retain(|difference| difference.noticed_by == NoticedBy::Somebody);
    if differences.is_empty() {
        return Vec::new();
    }
    vec![finding(
        (DIFFERS, Severity::Notice),
        (Field::Target, None),
        target.id,
        Text {
            message: format!(
                "Target: {name} has ways of its own, which are listed beside the configuration."
            ),
            explanation: explanation(&differences),
            reference: CORS_PROTOCOL,
        },
    )]
}

fn explanation(differences: &[Difference]) -> String {
    let texts: Vec<&str> = differences
        .iter()
        .map(|difference| difference.text.as_str())
        .collect();
    texts.join(" ")
}
