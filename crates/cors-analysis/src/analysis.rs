//! Everything that the page shows, derived from the draft with one pure call.

mod abilities;
mod browsers;
mod configuration;
mod earlier;
mod effect;
mod exchange;
mod pitfall;
mod stage;
mod verdict;

pub use abilities::{Abilities, FIRST, WHOLE};
pub use browsers::in_each;
pub use earlier::Earlier;
pub use effect::Effect;
pub use pitfall::{Engine, pitfall};

use crate::findings::{self, Finding};
use cors_core::server::{CachePlace, Fault};
use cors_core::targets::{Chosen, Difference, Snippet, TARGETS, Target};
use cors_fetch::Exchange;
use cors_fetch::Profile;
use cors_http::Platform;
use cors_state::Draft;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What was found, the worst first, then in the order of the fields.
    pub findings: Vec<Finding>,
    /// The verdict: one sentence that could be read aloud, and its kind.
    pub verdict: Verdict,
    /// The exchange, or why there is none.
    pub exchange: Result<ShownExchange, String>,
    /// The configuration, or why there is none.
    pub configuration: Result<Configuration, Withheld>,
}

/// The one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its kind, which colour and mark repeat.
    pub kind: VerdictKind,
    /// The sentence.
    pub sentence: String,
}

/// How the exchange ends for script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictKind {
    /// Script may read the answer.
    Shared,
    /// Script gets an error.
    Refused,
    /// Script gets an answer that it cannot look into.
    Opaque,
    /// Nothing can be predicted from what is typed.
    Unknown,
}

/// The exchange with what the page needs beside it.
#[derive(Clone, Debug)]
pub struct ShownExchange {
    /// The first request.
    pub exchange: Exchange,
    /// Whose answers these are: the chosen target's, or the canonical ones while no configuration can be given.
    pub answered_by: String,
    /// Whether the application ran.
    pub reached_app: bool,
    /// Where the last answer was kept, if it did not come from the server.
    pub kept: Option<CachePlace>,
    /// What happened before, for faults that need it.
    pub earlier: Vec<Earlier>,
    /// What the fault does to this exchange; `None` without one.
    pub effect: Option<Effect>,
    /// The same request in every browser, the standard first; empty at first.
    pub browsers: Vec<InBrowser>,
}

/// How one browser, or the text of the standard, treats the request to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InBrowser {
    /// Which.
    pub profile: Profile,
    /// How it ends for script.
    pub kind: VerdictKind,
    /// Whether a preflight goes first.
    pub preflight: bool,
    /// For how many seconds the answer to the preflight is remembered, if it is.
    pub remembered: Option<u64>,
    /// What a second, equal request does within that time.
    pub second: SecondRequest,
    /// Where it differs from the standard for this very request, in one sentence.
    pub differs: Option<String>,
}

/// What a second, equal request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondRequest {
    /// Neither request needs a preflight.
    NeverAsks,
    /// It goes out at once, because the first preflight is remembered.
    Remembers,
    /// It sends a preflight of its own.
    AsksAgain,
}

impl InBrowser {
    /// For how long the preflight is remembered and what a second request does, in one sentence.
    pub fn memory(&self) -> String {
        match (self.second, self.remembered) {
            (SecondRequest::NeverAsks, _) => {
                "No preflight is sent, so there is nothing to remember.".to_owned()
            }
            (SecondRequest::Remembers, Some(seconds)) => format!(
                "Remembered for {}: within that time a second request to this URL, with the same credentials mode, goes out without asking, after it the browser asks again.",
                browsers::spelled(seconds)
            ),
            (SecondRequest::Remembers, None) => {
                "A second request goes out without asking.".to_owned()
            }
            (SecondRequest::AsksAgain, _) => "A second request asks again.".to_owned(),
        }
    }
}

/// The configuration shown.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The target.
    pub chosen: Chosen,
    /// The text.
    pub snippet: Snippet,
    /// How its answers differ from the canonical ones.
    pub differences: Vec<Difference>,
}

/// Why no configuration is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// A sentence or two.
    pub reason: String,
}

/// What follows from a draft.
pub fn analyze(draft: &Draft, platform: &Platform) -> Analysis {
    analyze_with(draft, platform, &WHOLE)
}

/// What follows from a draft as far as these abilities reach.
pub fn analyze_with(draft: &Draft, platform: &Platform, abilities: &'static Abilities) -> Analysis {
    let policy = draft.policy.parse(platform);
    let request = draft.request().parse(platform);
    let chosen = chosen_among(draft, abilities.targets);
    let findings = (abilities.findings)(&findings::Context {
        draft: &draft.policy,
        policy: &policy,
        request: Some((&draft.request(), &request)),
        target: chosen.as_ref(),
        platform: *platform,
    });
    let configuration =
        configuration::configure(&policy, &findings, chosen.as_ref(), platform.base);
    let served = configuration.as_ref().ok().map(|shown| &shown.chosen);
    let exchange = (abilities.predict)(
        &policy,
        &request,
        served,
        draft.browser,
        fault_of(draft),
        platform,
    );
    let verdict = verdict::sentence(&draft.request(), exchange.as_ref());
    Analysis {
        findings,
        verdict,
        exchange,
        configuration,
    }
}

/// The target and version of the draft; what is not known gives way to the first and the newest.
pub(crate) fn chosen_target(draft: &Draft) -> Option<Chosen> {
    chosen_among(draft, TARGETS)
}

fn chosen_among(draft: &Draft, targets: &'static [Target]) -> Option<Chosen> {
    let chosen = targets.iter().find(|target| target.id == draft.target);
    let target = chosen.or_else(|| targets.first())?;
    let version = target
        .version(&draft.version)
        .or_else(|| target.versions.first().copied())?;
    let options = &draft.options;
    let options = options
        .iter()
        .map(|(id, value)| (id.as_str(), value.as_str()));
    Some(target.chosen(version, options))
}

/// The simulated failure of the draft.
pub fn fault_of(draft: &Draft) -> Option<Fault> {
    draft
        .faults
        .as_slice()
        .first()
        .and_then(|id| Fault::from_id(id))
}

impl VerdictKind {
    fn of(response: &cors_fetch::FilteredResponse) -> Self {
        use cors_fetch::FilteredResponse;
        match response {
            FilteredResponse::Basic { .. } | FilteredResponse::Cors { .. } => Self::Shared,
            FilteredResponse::Opaque | FilteredResponse::OpaqueRedirect => Self::Opaque,
        }
    }
}
