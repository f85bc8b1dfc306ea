use super::attempt::{Attempt, Sender, Verdict, on_target};
use crate::format::sentence_list;
use cors_core::policy::Policy;
use cors_core::targets::Chosen;
use cors_fetch::Profile;
use cors_http::Platform;
use cors_http::Url;

/// All attempts on the server that a state chooses.
#[derive(Clone, Debug)]
pub struct AttackTable {
    /// The target and its version; `None` for the reference server.
    pub target: Option<Chosen>,
    /// The browser that was simulated.
    pub profile: Profile,
    /// The attempts.
    pub attempts: Vec<Attempt>,
}

/// The URL for a test request without a URL that leads to a server.
const URL: &str = "https://api.example.com/";

impl AttackTable {
    /// The attack test of a policy on a target.
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

    /// How many origins get in although no entry of the policy allows them.
    pub fn succeeded(&self) -> usize {
        self.count(|attempt| attempt.verdict == Verdict::Succeeds)
    }

    fn count(&self, is_counted: fn(&Attempt) -> bool) -> usize {
        let counted = self.attempts.iter().filter(|attempt| is_counted(attempt));
        counted.count()
    }

    /// The name of the server that was tested.
    pub fn server_name(&self) -> String {
        self.target
            .as_ref()
            .map_or_else(|| "the reference server".to_owned(), Chosen::name)
    }

    /// The result in a few sentences.
    pub fn summary(&self) -> String {
        let is_documented = |chosen: &Chosen| chosen.target.source().is_some();
        let server = match &self.target {
            Some(chosen) if is_documented(chosen) => {
                format!("what is documented of {}, which isn't run", chosen.name())
            }
            Some(_) | None => self.server_name(),
        };
        let tried = format!("Tried {} attack origins on {server}.", self.attempts.len());
        let sentences = [
            self.of_succeeded(),
            self.of_allowed(),
            self.of_not_documented(),
        ];
        let sentences: Vec<String> = sentences.into_iter().flatten().collect();
        match sentences.as_slice() {
            [] => format!("{tried} None can read responses."),
            _ => format!("{tried} {}", sentences.join(" ")),
        }
    }

    fn of_succeeded(&self) -> Option<String> {
        let origins = self.origins(|attempt| attempt.verdict == Verdict::Succeeds);
        let listed = listed(&origins);
        (!origins.is_empty()).then(|| {
            format!(
                "{} can read responses although your policy doesn't allow {}: {listed}.",
                origins.len(),
                it_or_them(&origins)
            )
        })
    }

    fn of_allowed(&self) -> Option<String> {
        let origins = self.origins(|attempt| matches!(attempt.verdict, Verdict::Allowed { .. }));
        let them = it_or_them(&origins);
        let listed = listed(&origins);
        let count = origins.len();
        let can_read = self.attempts.iter().any(|attempt| {
            attempt.sender == Sender::Program
                || attempt.without_preflight.allowed
                || attempt.with_preflight.allowed
        });
        match count {
            0 => None,
            _ if !can_read => Some(format!(
                "Your policy allows {count} of them, but browsers block the responses: {listed}."
            )),
            _ if count == self.attempts.len() => Some(
                "All of them can read responses, because your policy allows any origin.".to_owned(),
            ),
            _ => Some(format!(
                "{count} can read responses, because your policy allows {them}: {listed}."
            )),
        }
    }

    fn of_not_documented(&self) -> Option<String> {
        let origins = self.origins(|attempt| attempt.verdict == Verdict::NotDocumented);
        let listed = listed(&origins);
        (!origins.is_empty()).then(|| {
            format!(
                "Not documented: what {} of them get: {listed}.",
                origins.len()
            )
        })
    }

    fn origins(&self, is_meant: fn(&Attempt) -> bool) -> Vec<&str> {
        let attempts = self.attempts.iter().filter(|attempt| is_meant(attempt));
        attempts
            .map(|attempt| attempt.attacker.origin.as_str())
            .collect()
    }
}

/// How many origins the summary names.
const MOST_NAMED: usize = 3;

fn listed(origins: &[&str]) -> String {
    let named = origins.iter().take(MOST_NAMED);
    let mut items: Vec<String> = named.map(|origin| (*origin).to_owned()).collect();
    if let Some(more @ 1..) = origins.len().checked_sub(MOST_NAMED) {
        items.push(format!("{more} more"));
    }
    sentence_list(&items)
}

fn it_or_them(origins: &[&str]) -> &'static str {
    match origins {
        [_] => "it",
        _ => "them",
    }
}
