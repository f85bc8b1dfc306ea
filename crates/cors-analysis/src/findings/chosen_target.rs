use super::support::{CORS_PROTOCOL, Text, finding};
use super::{Context, Finding, Rule, Severity};
use crate::configuration::NoConfiguration;
use crate::field::Field;
use cors_core::targets::{Difference, NoticedBy};

const UNSUPPORTED: &str = "unsupported-by-target";
const DIFFERS: &str = "target-differs";
const ALLOWS_MORE: &str = "target-allows-more";

pub(super) const RULE: Rule = Rule {
    codes: &[UNSUPPORTED, DIFFERS, ALLOWS_MORE],
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
    let found = |noticed_by: NoticedBy, code: (&'static str, Severity), message: String| {
        let differences = configuration.differences.iter();
        let differences: Vec<&Difference> = differences
            .filter(|difference| difference.noticed_by == noticed_by)
            .collect();
        (!differences.is_empty()).then(|| {
            let text = Text {
                message,
                explanation: explanation(&differences),
                reference: CORS_PROTOCOL,
            };
            finding(code, (Field::Target, None), chosen.target.id, text)
        })
    };
    let allows_more = found(
        NoticedBy::Attacker,
        (ALLOWS_MORE, Severity::Risk),
        format!("{name} allows more than this policy. See Known differences."),
    );
    let differs = found(
        NoticedBy::Somebody,
        (DIFFERS, Severity::Tip),
        format!("{name} behaves differently from the reference responses. See Known differences."),
    );
    allows_more.into_iter().chain(differs).collect()
}

fn explanation(differences: &[&Difference]) -> String {
    let texts: Vec<&str> = differences
        .iter()
        .map(|difference| difference.text.as_str())
        .collect();
    texts.join(" ")
}
