use super::attempt::{Attempt, Verdict, on_target};
use cors_core::policy::Policy;
use cors_core::targets::Chosen;
use cors_fetch::Profile;
use cors_http::Platform;
use cors_http::Url;

/// All attempts on what a state chooses.
#[derive(Clone, Debug)]
pub struct AttackTable {
    /// The target and its version; `None` where the canonical answers stand in.
    pub target: Option<Chosen>,
    /// Whose behaviour was predicted.
    pub profile: Profile,
    /// The attempts.
    pub attempts: Vec<Attempt>,
}

/// The URL that is asked for where the request to try has none that goes to a server.
const URL: &str = "https://api.example.com/";

impl AttackTable {
    /// What a policy makes of hostile origins on a target.
    pub fn on(
        policy: &Policy,
        target: Option<Chosen>,
        url: &str,
        profile: Profile,
        platform: &Platform,
    ) -> Self {
        let url = Url::parse(url, None, platform)
            .ok()
            .filter(|url| url.is_http() && !url.includes_credentials())
            .or_else(|| Url::parse(URL, None, platform).ok());
        Self {
            attempts: url.map_or_else(Vec::new, |url| {
                on_target(policy, target.as_ref(), &url, profile, platform)
            }),
            target,
            profile,
        }
    }

    /// How many origins that the policy does not mean get in all the same.
    pub fn succeeded(&self) -> usize {
        self.count(|verdict| *verdict == Verdict::Succeeds)
    }

    fn count(&self, wanted: fn(&Verdict) -> bool) -> usize {
        self.attempts
            .iter()
            .filter(|attempt| wanted(&attempt.verdict))
            .count()
    }

    /// Whose answers these are.
    pub fn answered_by(&self) -> String {
        self.target
            .as_ref()
            .map_or_else(|| "the reference server".to_owned(), Chosen::name)
    }

    /// What came of all attempts, in a sentence or two.
    pub fn summary(&self) -> String {
        let answered_by = self.answered_by();
        let allowed = self.count(|verdict| matches!(verdict, Verdict::Allowed { .. }));
        let succeeded = self.succeeded();
        let hostile = self.attempts.len() - allowed;
        let tried = match (hostile, succeeded) {
            (0, _) => {
                return format!(
                    "All {allowed} origins tried on {answered_by} are allowed by the policy itself."
                );
            }
            (1, 0) => {
                format!("1 hostile origin tried on {answered_by}: it may not read the answer.")
            }
            (_, 0) => format!(
                "{hostile} hostile origins tried on {answered_by}: none may read the answer."
            ),
            _ => format!(
                "{hostile} hostile origins tried on {answered_by}: {succeeded} may read the answer."
            ),
        };
        match allowed {
            0 => tried,
            1 => format!("{tried} 1 more is allowed by the policy itself."),
            _ => format!("{tried} {allowed} more are allowed by the policy itself."),
        }
    }
}
