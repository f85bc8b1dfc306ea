use super::support::{Text, finding, quoted, without};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::ProblemKind;

const CODE: &str = "invalid-header-name";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A header name that no message can carry.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .policy
        .problems()
        .iter()
        .filter(|problem| problem.kind == ProblemKind::InvalidHeaderName)
        .map(|problem| {
            let field = Field::Policy(problem.field);
            finding(
                (CODE, Severity::Error),
                (field, Some(problem.index)),
                &problem.value,
                Text {
                    message: format!(
                        "{}: {} is not a header name. Use letters, digits and hyphens, without spaces or a colon, one name per entry.",
                        field.label(),
                        quoted(&problem.value)
                    ),
                    explanation: "One entry that is not a token makes browsers discard the whole list.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#header-name",
                },
            )
            .with_fixes(problem.value.trim().is_empty().then(|| {
                Fix::new("Remove the empty entry", without(problem.field, problem.index))
            }))
        })
        .collect()
}
