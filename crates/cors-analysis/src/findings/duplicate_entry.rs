use super::support::{CORS_PROTOCOL, Text, finding, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::ProblemKind;

const CODE: &str = "duplicate-entry";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry that says the same as an earlier one.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .policy
        .problems()
        .iter()
        .filter(|problem| problem.kind == ProblemKind::Duplicate)
        .map(|problem| {
            let field = Field::Policy(problem.field);
            finding(
                (CODE, Severity::Tip),
                (field, Some(problem.index)),
                &problem.value,
                Text {
                    message: format!(
                        "{}: {} stands in the list already. It is written once.",
                        field.label(),
                        quoted(&problem.value)
                    ),
                    explanation: "Two entries with the same meaning change nothing, and some servers refuse to start with them.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
            .with_fix(
                format!("Remove the second {}", super::support::shortened(&problem.value)),
                without(problem.field, problem.index),
            )
        })
        .collect()
}
