use super::support::{Text, finding, listed};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;

const LONG: &str = "max-age-over-browser-limit";
const SLOW: &str = "slow-policy-change";
const ZERO: &str = "zero-max-age";

pub(super) const RULE: Rule = Rule {
    codes: &[LONG, SLOW, ZERO],
    check,
};

/// The longest time for which each browser remembers a preflight (measured; Firefox read in its source).
const LIMITS: [(&str, u32); 3] = [("WebKit", 600), ("Chromium", 7200), ("Firefox", 86400)];

/// The longest time that a change of policy may well take, in seconds.
const PROMPT: u32 = 7200;

/// A max age that some browser shortens, that delays changes, or that turns remembering off.
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
            "Each browser has a limit of its own, and remembers a preflight no longer than that. It does so for each URL and credentials mode apart, and not at all while “Disable cache” is ticked in the developer tools.",
        )
    };
    let notice = |code, message, explanation: &str| {
        finding(
            (code, Severity::Tip),
            (Field::Policy(PolicyField::MaxAge), None),
            value,
            Text {
                message,
                explanation: explanation.to_owned(),
                reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
            },
        )
    };
    let mut findings = vec![notice(code, message, explanation)];
    if seconds > PROMPT {
        // No browser remembers for longer than a day.
        let hours = (seconds.min(86400)).div_ceil(3600);
        findings.push(notice(
            SLOW,
            format!(
                "Max age (seconds): with “{value}” a change of this policy takes up to {hours} hours to reach every browser."
            ),
            "A browser that remembers a preflight goes by it until the time is over. A method or header that you allow seems not to work until then, and one that you take away is still sent. Use a short time while the policy changes.",
        ));
    }
    findings
}
