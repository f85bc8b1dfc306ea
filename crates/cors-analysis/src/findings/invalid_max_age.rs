use super::support::{Text, finding, quoted};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{InvalidMaxAge, MAX_AGE_LIMIT, PolicyEdit, ProblemKind};

const CODE: &str = "invalid-max-age";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A max age that is no number of seconds.
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
            let value = quoted(&problem.value);
            let (message, explanation, repair) = match error {
                InvalidMaxAge::Negative => (
                    format!("Max age (seconds): {value} is negative. Write 0 to have every preflight asked again."),
                    "The grammar knows digits only. The browsers measured take -1 for 0, but the standard takes it for the default of 5 seconds.",
                    Some(("Use 0".to_owned(), "0".to_owned())),
                ),
                InvalidMaxAge::TooLarge => (
                    format!("Max age (seconds): {value} is more than {MAX_AGE_LIMIT}. Write 86400 or less: no browser remembers a preflight for longer than a day."),
                    "Chromium takes a number that it cannot hold for the default of 5 seconds, and some servers refuse to start with it.",
                    Some(("Use 86400".to_owned(), "86400".to_owned())),
                ),
                InvalidMaxAge::NotDigits => (
                    format!("Max age (seconds): {value} is not a whole number of seconds. Write digits only, such as 600 for 10 minutes."),
                    "Browsers treat a value with anything but digits as if it were missing, or do not remember the preflight at all.",
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
            .with_fixes(repair.map(|(label, max_age)| Fix::new(label, PolicyEdit::MaxAge(max_age))))
        })
        .collect()
}
