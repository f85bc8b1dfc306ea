use super::support::{Text, finding, listed};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};

const LONG: &str = "max-age-over-browser-limit";
const ZERO: &str = "zero-max-age";

pub(super) const RULE: Rule = Rule {
    codes: &[LONG, ZERO],
    check,
};

/// The longest time for which each browser remembers a preflight (measured; Firefox read in its source).
const LIMITS: [(&str, u32); 3] = [("WebKit", 600), ("Chromium", 7200), ("Firefox", 86400)];

/// A max age that some browser shortens, or that turns remembering off.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(seconds) = context.policy.policy().max_age.seconds() else {
        return Vec::new();
    };
    let value = context.draft.max_age.trim();
    let shortened: Vec<String> = LIMITS
        .iter()
        .filter(|(_, limit)| seconds > *limit)
        .map(|(browser, limit)| format!("to {limit} by {browser}"))
        .collect();
    let (code, message, explanation) = if seconds == 0 {
        (
            ZERO,
            "Max age (seconds): with “0” every request that needs a preflight asks again."
                .to_owned(),
            "That is useful while you change a policy. Otherwise it doubles the number of requests.",
        )
    } else if shortened.is_empty() {
        return Vec::new();
    } else {
        (
            LONG,
            format!(
                "Max age (seconds): “{value}” is cut {}.",
                listed(&shortened)
            ),
            "Each browser has a limit of its own, and remembers a preflight no longer than that. A long time also means that a policy which you tighten takes that long to reach everybody.",
        )
    };
    vec![finding(
        (code, Severity::Notice),
        (Field::Policy(PolicyField::MaxAge), None),
        value,
        Text {
            message,
            explanation: explanation.to_owned(),
            reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
        },
    )]
}
