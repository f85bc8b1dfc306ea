use super::support::{Text, code, finding, without};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::ProblemKind;

const CODE: &str = "invalid-header-name";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A header name that isn't a token.
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
                    message: match problem.value.trim() {
                        "" => "This entry is empty. Type a header name, or remove the entry.".to_owned(),
                        _ => format!(
                            "{} isn't a header name. Use letters, digits and hyphens, one name per entry.",
                            code(&problem.value)
                        ),
                    },
                    explanation: "One invalid entry makes browsers discard the whole list, valid names included. Header names have no spaces and no colon.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#header-name",
                },
            )
            .with_fixes(problem.value.trim().is_empty().then(|| {
                Fix::new("Remove the empty entry", without(problem.field, problem.index))
            }))
        })
        .collect()
}
