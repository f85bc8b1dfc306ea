use super::support::{CORS_PROTOCOL, Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::configuration::NoConfiguration;
use crate::field::Field;
use cors_core::targets::{Difference, NoticedBy};

const UNSUPPORTED: &str = "unsupported-by-target";
const DIFFERS: &str = "target-differs";

pub(super) const RULE: Rule = Rule {
    codes: &[UNSUPPORTED, DIFFERS],
    check,
};

/// What the chosen target can't express, or does differently.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(chosen) = context.target else {
        return Vec::new();
    };
    let name = chosen.name();
    let configuration = match context.analysis.configuration() {
        Ok(configuration) => configuration,
        Err(NoConfiguration::Unsupported(reason)) => {
            return vec![finding(
                (UNSUPPORTED, Severity::Error),
                (Field::Target, None),
                chosen.target.id,
                Text {
                    message: format!("{name} can't express this policy. {reason}"),
                    explanation: "Nothing is wrong with the policy itself. The nearest config would allow or block other requests than your policy, so none is written. Change the policy as described, or choose another server.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )];
        }
        Err(
            NoConfiguration::NoTarget
            | NoConfiguration::CheckingDomain
            | NoConfiguration::PolicyErrors,
        ) => return Vec::new(),
    };
    let mut differences = configuration.differences.clone();
    differences.retain(|difference| difference.noticed_by == NoticedBy::Somebody);
    if differences.is_empty() {
        return Vec::new();
    }
    vec![finding(
        (DIFFERS, Severity::Tip),
        (Field::Target, None),
        chosen.target.id,
        Text {
            message: format!(
                "{name} behaves differently from the reference responses. See Known differences."
            ),
            explanation: explanation(&differences),
            reference: CORS_PROTOCOL,
        },
    )]
}

fn explanation(differences: &[Difference]) -> String {
    let texts: Vec<&str> = differences
        .iter()
        .map(|difference| difference.text.as_str())
        .collect();
    texts.join(" ")
}
