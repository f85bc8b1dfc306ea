use super::support::{Text, finding, quoted, without};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::ProblemKind;

const CODE: &str = "invalid-method";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An allowed method that no request can have.
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
                    message: format!(
                        "Allowed methods: {} is not a method. Use letters, digits and hyphens, one method per entry.",
                        quoted(&problem.value)
                    ),
                    explanation: "One entry that is not a token makes browsers refuse the whole preflight, whichever method was asked for.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#concept-method",
                },
            )
            .with_fixes(problem.value.trim().is_empty().then(|| {
                Fix::new("Remove the empty entry", without(PolicyField::AllowMethods, problem.index))
            }))
        })
        .collect()
}
