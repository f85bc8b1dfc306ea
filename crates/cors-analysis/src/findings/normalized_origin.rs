use super::support::{Text, finding, quoted, with};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginNormalization, ProblemKind};

const CODE: &str = "normalized-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry whose meaning is certain, but which is not written as browsers send it.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .policy
        .problems()
        .iter()
        .filter_map(|problem| match &problem.kind {
            ProblemKind::NormalizedOrigin { normalized, changes } => Some((problem, normalized, changes)),
            _ => None,
        })
        .map(|(problem, normalized, changes)| {
            let mut reasons: Vec<&str> = Vec::new();
            for change in changes {
                // Scheme and host may both have capital letters.
                if !reasons.contains(&words(*change)) {
                    reasons.push(words(*change));
                }
            }
            let kept = normalized == problem.value.trim();
            let message = if kept {
                format!("Allowed origins: {} {}.", quoted(&problem.value), reasons.join(", and "))
            } else {
                format!(
                    "Allowed origins: {} is taken as {normalized}, because it {}.",
                    quoted(&problem.value),
                    reasons.join(" and ")
                )
            };
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowOrigins), Some(problem.index)),
                &problem.value,
                Text {
                    message,
                    explanation: "Browsers send origins in one form only: scheme and host in lower case and in ASCII, no default port, no slash. Servers compare that text byte for byte.".to_owned(),
                    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
                },
            )
            .with_fixes((!kept || problem.value != *normalized).then(|| {
                Fix::new(
                    format!("Write {normalized}"),
                    with(PolicyField::AllowOrigins, problem.index, normalized),
                )
            }))
        })
        .collect()
}

fn words(change: OriginNormalization) -> &'static str {
    match change {
        OriginNormalization::SurroundingSpace => "has spaces around it",
        OriginNormalization::Case => "has capital letters",
        OriginNormalization::DefaultPort => "names the default port",
        OriginNormalization::TrailingSlash => "ends in a slash",
        OriginNormalization::UnicodeHost => "has letters beyond ASCII",
        OriginNormalization::Address => "has a number in an unusual form",
        OriginNormalization::TrailingDot => {
            "ends in a dot, which makes it another origin than the same name without it"
        }
    }
}
