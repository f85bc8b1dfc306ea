use super::support::{Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use crate::format::{duration, sentence_list};
use cors_core::policy::PolicyField;

const LONG: &str = "max-age-over-browser-limit";
const SLOW: &str = "slow-policy-change";
const ZERO: &str = "zero-max-age";

pub(super) const RULE: Rule = Rule {
    codes: &[LONG, SLOW, ZERO],
    check,
};

/// How long each browser caches a preflight at most (measured; Firefox read in its source).
const LIMITS: [(&str, u32); 3] = [("Safari", 600), ("Chrome", 7200), ("Firefox", 86400)];

/// How long a policy change can take without a finding, in seconds.
const PROMPT: u32 = 7200;

/// A max age that some browser caps, that delays changes, or that turns caching off.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(seconds) = context.policy.policy().max_age.seconds() else {
        return Vec::new();
    };
    let value = context.draft.max_age.trim();
    let exceeded = LIMITS.iter().filter(|(_, limit)| seconds > *limit);
    let caps: Vec<String> = exceeded
        .zip(0..)
        .map(|((browser, limit), index)| {
            let caps = if index == 0 { " caps this" } else { "" };
            let unit = if index == 0 { " seconds" } else { "" };
            let time = duration(u64::from(*limit));
            format!("{browser}{caps} at {limit}{unit} ({time})")
        })
        .collect();
    let (code, message, explanation) = if seconds == 0 {
        (
            ZERO,
            "With 0, every request needs a new preflight. Use 600 once the policy is stable."
                .to_owned(),
            "That's useful while you change the policy. Later it only doubles the number of requests.",
        )
    } else if caps.is_empty() {
        return Vec::new();
    } else {
        (
            LONG,
            format!("{}.", sentence_list(&caps)),
            "A longer time does no harm, but these browsers send preflights more often than you might expect. They cache one for each URL and credentials mode, and none while “Disable cache” is ticked in the developer tools.",
        )
    };
    let tip = |code, message, explanation: &str| {
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
    let mut findings = vec![tip(code, message, explanation)];
    if seconds > PROMPT {
        // No browser caches a preflight for longer than a day.
        let hours = (seconds.min(86400)).div_ceil(3600);
        findings.push(tip(
            SLOW,
            format!(
                "Use a shorter time while the policy still changes. A change takes up to {hours} hours to reach every browser."
            ),
            "Browsers rely on a cached preflight until it expires. Until then, a method or header that you add seems not to work, and one that you remove is still sent.",
        ));
    }
    findings
}
