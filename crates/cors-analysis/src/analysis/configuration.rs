use super::{Configuration, Withheld};
use crate::field::Field;
use crate::findings::{Finding, Severity};
use cors_core::policy::{ParsedPolicy, Unsound};
use cors_core::targets::Chosen;
use cors_state::link::permalink;

/// The chosen target's configuration, or why there is none.
pub(super) fn configure(
    policy: &ParsedPolicy,
    findings: &[Finding],
    chosen: Option<&Chosen>,
    base: Option<&str>,
) -> Result<Configuration, Withheld> {
    let chosen = chosen.ok_or_else(|| Withheld {
        reason: "There is no target to write configuration for.".to_owned(),
    })?;
    let sound = policy
        .whole()
        .and_then(|policy| policy.check().ok())
        .ok_or_else(|| Withheld {
            reason: if is_being_checked(policy) {
                "Checking the domain…".to_owned()
            } else {
                reason(findings)
            },
        })?;
    let Chosen { target, setup } = chosen;
    let permalink =
        base.map(|base| permalink(base, &sound, target.id, setup.version.line, &setup.options));
    let snippet =
        (target.render)(&sound, setup, permalink.as_deref()).map_err(|unsupported| Withheld {
            reason: unsupported.reason,
        })?;
    Ok(Configuration {
        chosen: chosen.clone(),
        snippet,
        differences: (target.differences)(&sound, setup),
    })
}

/// Whether nothing but the Public Suffix List, which is being loaded, is missing to tell.
fn is_being_checked(policy: &ParsedPolicy) -> bool {
    let reasons = policy.whole().and_then(|policy| policy.check().err());
    reasons.is_some_and(|reasons| {
        reasons
            .iter()
            .all(|reason| matches!(reason, Unsound::UncheckedWithCredentials { .. }))
    })
}

/// Whether there is a configuration for the policy.
pub(super) fn is_given(policy: &ParsedPolicy, chosen: &Chosen) -> bool {
    let sound = policy.whole().and_then(|policy| policy.check().ok());
    sound.is_some_and(|sound| chosen.expresses(&sound))
}

fn reason(findings: &[Finding]) -> String {
    let mut errors = findings.iter().filter(|finding| {
        finding.severity == Severity::Error && matches!(finding.field, Field::Policy(_))
    });
    let first = errors.next().map_or("", |finding| finding.message.as_str());
    match errors.count() {
        0 => format!("This policy cannot be deployed yet. {first}"),
        1 => format!(
            "This policy cannot be deployed yet. {first} One more error is listed under Findings."
        ),
        more => {
            format!(
                "This policy cannot be deployed yet. {first} {more} more errors are listed under Findings."
            )
        }
    }
}
