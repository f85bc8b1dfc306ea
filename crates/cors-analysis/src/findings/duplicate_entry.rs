use super::support::{CORS_PROTOCOL, Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::ProblemKind;

const CODE: &str = "duplicate-entry";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry that means the same as an earlier one.
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
                        "{} is a duplicate. It's written once.",
                        code(&problem.value)
                    ),
                    explanation: "Another entry means the same, perhaps in another spelling. The config has it once, because some servers don't start with duplicates.".to_owned(),
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
