use cors_core::policy::{ParsedPolicy, Unsound};
use cors_core::targets::{Chosen, Difference, Snippet};
use cors_state::link::permalink;

/// The config that is shown.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The target with its version and options.
    pub chosen: Chosen,
    /// The snippet.
    pub snippet: Snippet,
    /// How its responses differ from the reference responses.
    pub differences: Vec<Difference>,
}

/// Why there is no config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoConfiguration {
    /// There is no such target.
    NoTarget,
    /// The Public Suffix List is needed to know whether the policy is sound, and is being loaded.
    CheckingDomain,
    /// The policy has errors, which are among the findings.
    PolicyErrors,
    /// The target can't express the policy. The text says why, and what to do instead.
    Unsupported(String),
}

/// The config of the chosen target, or why there is none.
pub(crate) fn configure(
    policy: &ParsedPolicy,
    chosen: Option<&Chosen>,
    base: Option<&str>,
) -> Result<Configuration, NoConfiguration> {
    let chosen = chosen.ok_or(NoConfiguration::NoTarget)?;
    let whole = policy.whole().ok_or(NoConfiguration::PolicyErrors)?;
    let sound = whole.check().map_err(|reasons| {
        let is_unchecked =
            |reason: &Unsound| matches!(reason, Unsound::UncheckedWithCredentials { .. });
        if reasons.iter().all(is_unchecked) {
            NoConfiguration::CheckingDomain
        } else {
            NoConfiguration::PolicyErrors
        }
    })?;
    let Chosen { target, setup } = chosen;
    let permalink =
        base.map(|base| permalink(base, &sound, target.id, setup.version.line, &setup.options));
    let snippet = (target.render)(&sound, setup, permalink.as_deref())
        .map_err(|unsupported| NoConfiguration::Unsupported(unsupported.reason))?;
    Ok(Configuration {
        chosen: chosen.clone(),
        snippet,
        differences: (target.differences)(&sound, setup),
    })
}
