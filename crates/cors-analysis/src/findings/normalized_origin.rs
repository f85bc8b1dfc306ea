use super::support::{Text, code, finding, with};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use crate::format::sentence_list;
use cors_core::policy::PolicyField;
use cors_core::policy::{OriginNormalization, ProblemKind};

const CODE: &str = "normalized-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry whose meaning is clear, but which isn't written as browsers send it.
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
            let mut rules: Vec<&str> = Vec::new();
            for rule in changes.iter().filter_map(|change| rule(*change)) {
                // Scheme and host may both have capital letters.
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
            let is_kept = normalized == problem.value.trim();
            let mut sentences = Vec::new();
            if !rules.is_empty() {
                sentences.push(format!("Origins {}.", sentence_list(&rules)));
            }
            if !is_kept {
                sentences.push(format!("{} is read as `{normalized}`.", code(&problem.value)));
            }
            if changes.contains(&OriginNormalization::TrailingDot) {
                sentences.push(TRAILING_DOT.replace("ORIGIN", &code(normalized)));
            }
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowOrigins), Some(problem.index)),
                &problem.value,
                Text {
                    message: sentences.join(" "),
                    explanation: "Browsers send origins in one form only, and servers compare them exactly. The config has the entry in that form, so it works either way.".to_owned(),
                    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
                },
            )
            .with_fixes((problem.value != *normalized).then(|| {
                let label = match changes.as_slice() {
                    [change] => short_label(*change),
                    _ => None,
                };
                Fix::new(
                    label.map_or_else(|| format!("Use {normalized}"), str::to_owned),
                    with(PolicyField::AllowOrigins, problem.index, normalized),
                )
            }))
        })
        .collect()
}

/// What is true of the origins that browsers send and not of the entry.
fn rule(change: OriginNormalization) -> Option<&'static str> {
    match change {
        OriginNormalization::SurroundingSpace => Some("have no spaces around them"),
        OriginNormalization::Case => Some("are lowercase"),
        OriginNormalization::DefaultPort => Some("don't include the default port"),
        OriginNormalization::TrailingSlash => Some("have no trailing slash"),
        OriginNormalization::UnicodeHost => Some("have only ASCII characters"),
        OriginNormalization::Address => Some("have addresses in their standard form"),
        OriginNormalization::TrailingDot => None,
    }
}

const TRAILING_DOT: &str = "Remove the dot at the end of ORIGIN unless your page's URL has one. Browsers treat the name without it as another origin.";

/// The label of the button where there is only this change to make.
fn short_label(change: OriginNormalization) -> Option<&'static str> {
    match change {
        OriginNormalization::SurroundingSpace => Some("Remove the spaces"),
        OriginNormalization::DefaultPort => Some("Remove the port"),
        OriginNormalization::TrailingSlash => Some("Remove the slash"),
        OriginNormalization::Case
        | OriginNormalization::UnicodeHost
        | OriginNormalization::Address
        | OriginNormalization::TrailingDot => None,
    }
}
