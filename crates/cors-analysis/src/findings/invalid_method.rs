use super::support::{Text, code, finding, without};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::ProblemKind;

const CODE: &str = "invalid-method";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An allowed method that isn't a token.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .policy
        .problems()
        .iter()
        .filter(|problem| problem.kind == ProblemKind::InvalidMethod)
        .map(|problem| {
            finding(
                (CODE, Severity::Error),
                (Field::Policy(PolicyField::AllowMethods), Some(problem.index)),
                &problem.value,
                Text {
                    message: match problem.value.trim() {
                        "" => "This entry is empty. Type a method, or remove the entry.".to_owned(),
                        _ => format!(
                            "{} isn't a method. Use letters, digits and hyphens, one method per entry.",
                            code(&problem.value)
                        ),
                    },
                    explanation: "One invalid entry makes browsers reject every preflight, even for the valid methods.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#concept-method",
                },
            )
            .with_fixes(problem.value.trim().is_empty().then(|| {
                Fix::new("Remove the empty entry", without(PolicyField::AllowMethods, problem.index))
            }))
        })
        .collect()
}
