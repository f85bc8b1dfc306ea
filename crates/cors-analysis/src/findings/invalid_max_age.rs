use super::support::{Text, code, finding};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{InvalidMaxAge, MAX_AGE_LIMIT, PolicyEdit, ProblemKind};

const CODE: &str = "invalid-max-age";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A max age that isn't a number of seconds.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .policy
        .problems()
        .iter()
        .filter_map(|problem| match problem.kind {
            ProblemKind::InvalidMaxAge(error) => Some((problem, error)),
            _ => None,
        })
        .map(|(problem, error)| {
            let value = code(&problem.value);
            let (message, explanation, meant) = match error {
                InvalidMaxAge::Negative => (
                    format!("Use 0 if preflights shouldn't be cached. {value} is negative."),
                    "Browsers read `-1` as 0. By the Fetch standard it isn't a number of seconds, so the default of 5 seconds would apply.",
                    Some(("Use 0".to_owned(), "0".to_owned())),
                ),
                InvalidMaxAge::TooLarge => (
                    format!("Use 86400 (1 day) or less. {value} is more than {MAX_AGE_LIMIT}, the most that all servers accept."),
                    "No browser caches a preflight for longer than a day. Chrome and Safari read a number beyond 64 bits as the default of 5 seconds.",
                    Some(("Use 86400".to_owned(), "86400".to_owned())),
                ),
                InvalidMaxAge::NotDigits => (
                    format!("Enter whole seconds, such as 600 for 10 minutes. {value} isn't a number of seconds."),
                    "With anything but digits, browsers act as if the header were missing, or don't cache the preflight at all. There are no units such as `10m`.",
                    None,
                ),
            };
            finding(
                (CODE, Severity::Error),
                (Field::Policy(PolicyField::MaxAge), None),
                &problem.value,
                Text {
                    message,
                    explanation: explanation.to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
                },
            )
            .with_fixes(meant.map(|(label, max_age)| Fix::new(label, PolicyEdit::MaxAge(max_age))))
        })
        .collect()
}
