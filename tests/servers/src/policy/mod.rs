//! The policies that are deployed, and what is known of them without asking the code under test.

mod generated;
mod origins;
mod words;
mod written;

use cors_core::policy::{Policy, PolicyDraft};
use cors_suffixes::PLATFORM;

use crate::harness::Job;

/// A policy to deploy.
#[derive(Clone, Debug)]
pub(crate) struct TestPolicy {
    pub(crate) maker: Maker,
    pub(crate) name: String,
    pub(crate) policy: Policy,
    /// Origins that are allowed, literally.
    pub(crate) allows: Vec<String>,
    /// Origins that are not, literally.
    pub(crate) refuses: Vec<String>,
}

impl TestPolicy {
    /// Whether it is one with methods that no server has: only some parsers take them.
    pub(crate) fn has_odd_methods(&self) -> bool {
        self.name == "odd methods"
    }

    /// Whether its methods were typed as `*`.
    pub(crate) fn allows_any_method(&self) -> bool {
        let draft = PolicyDraft::from(&self.policy);
        draft.allow_methods.iter().any(|method| method == "*")
    }

    /// Whether its request headers were typed as `*`, without credentials and without `Authorization` next to it.
    pub(crate) fn allows_any_header_but_authorization(&self) -> bool {
        let draft = PolicyDraft::from(&self.policy);
        let names = |name: &str| {
            draft
                .allow_headers
                .iter()
                .any(|one| one.eq_ignore_ascii_case(name))
        };
        names("*") && !names("Authorization") && !draft.allow_credentials
    }

    /// Its origins as they are written in a variable of the environment.
    pub(crate) fn origins_as_a_list(&self) -> String {
        PolicyDraft::from(&self.policy).allow_origins.join(",")
    }

    /// Whether it lists whole origins and nothing else, as seen in what was typed.
    pub(crate) fn lists_whole_origins(&self) -> bool {
        let draft = PolicyDraft::from(&self.policy);
        draft
            .allow_origins
            .iter()
            .all(|origin| !origin.contains('*') && origin != "null")
    }
}

/// Where a policy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Maker {
    /// A person.
    Hand,
    /// A table, for the sake of attackers; who is allowed is not known literally.
    Attack,
    /// Chance, with a seed.
    Seed,
}

/// So many are generated for targets that load text.
pub(crate) const GENERATED: usize = 250;

/// So many are generated for targets that are compiled, all into one program.
pub(crate) const GENERATED_TO_COMPILE: usize = 40;

/// The policies that are tried with the job: all where the options are the defaults, otherwise a part that has
/// policies of every kind.
pub(crate) fn of_job(job: &Job, seed: u64, most_generated: usize) -> Vec<TestPolicy> {
    let generated = if job.harness.is_compiled() {
        GENERATED_TO_COMPILE
    } else {
        GENERATED
    };
    let mut policies = all(seed, generated.min(most_generated));
    if !job.is_default() {
        let mut left = job.harness.policies_with_options();
        if job.reads_environment() {
            // The others can't be expressed, which is soon seen.
            policies.retain(|p| p.maker == Maker::Hand || p.lists_whole_origins());
        }
        policies.retain(|policy| {
            let is_written = policy.maker == Maker::Hand;
            let is_taken = is_written || left > 0;
            left = left.saturating_sub(usize::from(!is_written));
            is_taken
        });
    }
    policies
}

/// All policies: those written by hand, those for attackers, then as many generated ones as asked for.
pub(crate) fn all(seed: u64, generated: usize) -> Vec<TestPolicy> {
    let mut policies = written::all();
    policies.extend(crate::attackers::policies());
    policies.extend(generated::all(seed, generated));
    policies
}

/// A policy of which everything is known.
pub(crate) fn by_hand(name: &str, draft: &PolicyDraft, allows: &str, refuses: &str) -> TestPolicy {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    TestPolicy {
        maker: Maker::Hand,
        name: name.to_owned(),
        policy: parse(draft),
        allows: list(allows),
        refuses: list(refuses),
    }
}

/// Reads what was typed the way the page does. Generated policies are sound by construction.
pub(crate) fn parse(draft: &PolicyDraft) -> Policy {
    let parsed = draft.parse(&PLATFORM);
    match parsed.whole() {
        Some(policy) => policy.clone(),
        None => unreachable!(
            "a policy of the proof does not parse: {:?}",
            parsed.problems()
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cors_core::policy::{AllowHeaders, AllowMethods, ExposeHeaders};

    use super::*;

    const TOKEN: &str =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    #[test]
    fn policies_are_sound_and_differ() {
        for seed in 1..4 {
            let policies = all(seed, GENERATED);
            for policy in &policies {
                assert!(policy.policy.check().is_ok(), "{}", policy.name);
            }
            let texts: BTreeSet<String> = policies
                .iter()
                .map(|policy| format!("{:?}", policy.policy))
                .collect();
            assert_eq!(texts.len(), policies.len());
        }
    }

    #[test]
    fn what_is_known_of_a_policy_is_what_it_says() {
        for policy in all(1, GENERATED) {
            let allowed = |origin: &String| {
                policy
                    .policy
                    .allow_origin_for(Some(origin.as_bytes()))
                    .is_some()
            };
            let wrong = policy.allows.iter().find(|origin| !allowed(origin));
            assert_eq!(wrong, None, "{}", policy.name);
            let wrong = policy.refuses.iter().find(|origin| allowed(origin));
            assert_eq!(wrong, None, "{}", policy.name);
            let is_known = !policy.allows.is_empty();
            assert_eq!(is_known, policy.maker != Maker::Attack, "{}", policy.name);
        }
    }

    #[test]
    fn every_character_of_a_token_occurs_in_every_list() {
        // The compiled targets have the first ones alone.
        let policies = all(1, GENERATED_TO_COMPILE);
        let mut methods = String::new();
        let mut headers = String::new();
        let mut exposed = String::new();
        for TestPolicy { policy, .. } in policies.iter().filter(|p| p.maker == Maker::Seed) {
            if let AllowMethods::Listed(list) = &policy.methods {
                methods.extend(list.iter().map(ToString::to_string));
            }
            if let AllowHeaders::Listed(list) = &policy.headers {
                headers.extend(list.iter().map(ToString::to_string));
            }
            if let ExposeHeaders::Listed(list) = &policy.expose {
                exposed.extend(list.iter().map(ToString::to_string));
            }
        }
        for (what, text) in [
            ("methods", methods),
            ("headers", headers),
            ("exposed", exposed),
        ] {
            let missing: String = TOKEN.chars().filter(|&c| !text.contains(c)).collect();
            assert_eq!(missing, "", "{what}");
        }
    }
}
