//! Everything that follows from a state. Each part is computed once, when it is first needed.

use std::sync::OnceLock;

use crate::attack::AttackTable;
use crate::browsers::{InBrowser, compare};
use crate::configuration::{Configuration, NoConfiguration, configure};
use crate::effect::{Effect, effect};
use crate::failure::{Engine, Failure, FaultFix};
use crate::findings::{self, Context, Finding, RULES, Rule, Severity};
use crate::network_panel::network_panel;
use crate::server::Server;
use crate::simulation::{Scenario, Simulation};
use crate::timeline::Timeline;
use crate::verdict::Verdict;
use cors_core::policy::ParsedPolicy;
use cors_core::server::{FaultError, Layers};
use cors_core::targets::{Chosen, TARGETS, Target};
use cors_fetch::{Cause, NetworkError, Outcome, ParsedRequest, Profile, Request, RequestDraft};
use cors_http::Platform;
use cors_state::Draft;

/// The targets and checks of an analysis. The page starts with fewer of them.
#[derive(Clone, Copy, Debug)]
pub struct Registry {
    /// The targets.
    pub targets: &'static [Target],
    /// The checks.
    pub rules: &'static [Rule],
}

/// All targets and all checks.
pub static WHOLE: Registry = Registry {
    targets: TARGETS,
    rules: RULES,
};

/// Everything that follows from a state.
#[derive(Debug)]
pub struct Analysis {
    draft: Draft,
    platform: Platform,
    registry: Registry,
    policy: ParsedPolicy,
    request_draft: RequestDraft,
    request: ParsedRequest,
    chosen: Option<Chosen>,
    layers: Result<Layers, FaultError>,
    configuration: OnceLock<Result<Configuration, NoConfiguration>>,
    findings: OnceLock<Vec<Finding>>,
    /// The simulation in each browser, without faults.
    plain: PerBrowser<Simulation>,
    /// The simulation in each browser, with faults.
    faulty: PerBrowser<Simulation>,
    effects: PerBrowser<Effect>,
    browsers: OnceLock<Vec<InBrowser>>,
    timeline: OnceLock<Option<Timeline>>,
    failure: OnceLock<Option<Failure>>,
    attack: OnceLock<AttackTable>,
}

/// A value for each browser.
type PerBrowser<T> = [OnceLock<T>; Profile::ALL.len()];

/// Analyzes a state.
pub fn analyze(draft: &Draft, platform: &Platform) -> Analysis {
    analyze_with(draft, platform, WHOLE)
}

/// Analyzes a state with these targets and checks.
pub fn analyze_with(draft: &Draft, platform: &Platform, registry: Registry) -> Analysis {
    let request_draft = draft.request().into_owned();
    Analysis {
        draft: draft.clone(),
        platform: *platform,
        registry,
        policy: draft.policy.parse(platform),
        request: request_draft.parse(platform),
        request_draft,
        chosen: chosen(draft, registry.targets),
        layers: Layers::parse(draft.faults.as_slice().iter().map(String::as_str)),
        configuration: OnceLock::new(),
        findings: OnceLock::new(),
        plain: Default::default(),
        faulty: Default::default(),
        effects: Default::default(),
        browsers: OnceLock::new(),
        timeline: OnceLock::new(),
        failure: OnceLock::new(),
        attack: OnceLock::new(),
    }
}

/// The target, version and options of the draft. Unknown ids are replaced by the first target and the newest version.
fn chosen(draft: &Draft, targets: &'static [Target]) -> Option<Chosen> {
    let named = targets.iter().find(|target| target.id == draft.target);
    let target = named.or_else(|| targets.first())?;
    let version = target
        .version(&draft.version)
        .or_else(|| target.versions.first().copied())?;
    let options = &draft.options;
    let options = options
        .iter()
        .map(|(id, value)| (id.as_str(), value.as_str()));
    Some(target.chosen(version, options))
}

impl Analysis {
    /// The state.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What the caller provides.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The policy after parsing.
    pub fn policy(&self) -> &ParsedPolicy {
        &self.policy
    }

    /// The test request, if its required parts are valid.
    pub fn request(&self) -> Option<&Request> {
        self.request.request.as_ref()
    }

    /// The target with its version and options.
    pub fn chosen(&self) -> Option<&Chosen> {
        self.chosen.as_ref()
    }

    /// The simulated faults, or why they are invalid.
    pub fn layers(&self) -> Result<&Layers, &FaultError> {
        self.layers.as_ref()
    }

    /// The config, or why there is none.
    pub fn configuration(&self) -> Result<&Configuration, &NoConfiguration> {
        let configure = || configure(&self.policy, self.chosen.as_ref(), self.platform.base);
        self.configuration.get_or_init(configure).as_ref()
    }

    /// Why there is no config, in a sentence; `None` if there is one.
    pub fn no_configuration(&self) -> Option<String> {
        Some(match self.configuration().err()? {
            NoConfiguration::NoTarget => "There is no such server.".to_owned(),
            NoConfiguration::CheckingDomain => "Checking the domain…".to_owned(),
            NoConfiguration::Unsupported(reason) => reason.clone(),
            NoConfiguration::PolicyErrors => match self.policy_errors().count() {
                1 => "No config: fix 1 error first.".to_owned(),
                count => format!("No config: fix {count} errors first."),
            },
        })
    }

    /// The findings that prevent the policy from being deployed.
    pub fn policy_errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings()
            .iter()
            .filter(|finding| finding.severity == Severity::Error && finding.field.is_policy())
    }

    /// All findings, the worst first, then in the order of the fields.
    pub fn findings(&self) -> &[Finding] {
        self.findings.get_or_init(|| {
            self.findings_about(Scope {
                request: true,
                target: true,
            })
        })
    }

    /// The findings about the policy and these parts of the state.
    pub fn findings_about(&self, scope: Scope) -> Vec<Finding> {
        let context = Context {
            analysis: self,
            draft: &self.draft.policy,
            policy: &self.policy,
            request: scope
                .request
                .then_some((&self.request_draft, &self.request)),
            target: self.chosen.as_ref().filter(|_| scope.target),
            platform: self.platform,
        };
        findings::findings(&context, self.registry.rules)
    }

    /// The server that responds: the chosen target, or the reference server if there is no config.
    pub fn server(&self) -> Server<'_> {
        Server::new(self.policy.policy(), self.configured())
    }

    fn configured(&self) -> Option<&Chosen> {
        self.configuration()
            .ok()
            .map(|configuration| &configuration.chosen)
    }

    fn scenario<'a>(&'a self, layers: &'a Layers) -> Option<Scenario<'a>> {
        Some(Scenario {
            policy: self.policy.policy(),
            chosen: self.configured(),
            request: self.request()?,
            layers,
            platform: &self.platform,
        })
    }

    /// The test request in this browser, without faults. `None` without a request.
    pub fn without_faults(&self, profile: Profile) -> Option<&Simulation> {
        static NONE: Layers = Layers::NONE;
        let scenario = self.scenario(&NONE)?;
        Some(of(&self.plain, profile).get_or_init(|| scenario.simulate(profile)))
    }

    fn faults(&self) -> Option<&Layers> {
        self.layers
            .as_ref()
            .ok()
            .filter(|layers| !layers.is_empty())
    }

    fn with_faults(&self, profile: Profile) -> Option<(&Simulation, &Effect)> {
        let scenario = self.scenario(self.faults()?)?;
        let plain = self.without_faults(profile)?;
        let faulty = of(&self.faulty, profile).get_or_init(|| scenario.simulate(profile));
        let effect =
            of(&self.effects, profile).get_or_init(|| effect(&scenario, profile, plain, faulty));
        Some((faulty, effect))
    }

    /// The test request in this browser, with the simulated faults if they have an effect. `None` without a request.
    pub fn simulation(&self, profile: Profile) -> Option<&Simulation> {
        match self.with_faults(profile) {
            Some((faulty, Effect::Blocked | Effect::Changed)) => Some(faulty),
            Some((_, Effect::None(_))) | None => self.without_faults(profile),
        }
    }

    fn second(&self, profile: Profile) -> Option<&cors_fetch::Exchange> {
        static NONE: Layers = Layers::NONE;
        let (simulation, layers) = match self.with_faults(profile) {
            Some((faulty, Effect::Blocked | Effect::Changed)) => (faulty, self.faults()?),
            Some((_, Effect::None(_))) | None => (self.without_faults(profile)?, &NONE),
        };
        Some(simulation.second(&self.scenario(layers)?, profile))
    }

    /// The test request in every browser, the standard first; empty without a request.
    pub fn browsers(&self) -> &[InBrowser] {
        self.browsers.get_or_init(|| {
            let twice = Profile::ALL.into_iter().filter_map(|profile| {
                let first = &self.simulation(profile)?.exchange;
                Some((profile, first, self.second(profile)?))
            });
            compare(twice)
        })
    }

    /// What the browsers write to their consoles.
    pub fn consoles(&self) -> Vec<(Profile, String)> {
        let lines = Profile::ALL.into_iter().filter_map(|profile| {
            let exchange = &self.simulation(profile)?.exchange;
            Some((profile, exchange.console_message(self.request()?, profile)?))
        });
        lines.collect()
    }

    /// The timeline of the test request in the chosen browser. `None` without a request.
    pub fn timeline(&self) -> Option<&Timeline> {
        let timeline = || {
            let profile = self.draft.browser;
            let Simulation {
                exchange, events, ..
            } = self.simulation(profile)?;
            let policy = Some(self.policy.policy());
            Some(Timeline::of(
                self.request()?,
                profile,
                exchange,
                events,
                policy,
            ))
        };
        self.timeline.get_or_init(timeline).as_ref()
    }

    /// How the test request ends in the chosen browser.
    pub fn verdict(&self) -> Verdict {
        let timeline = self.timeline();
        timeline.map_or_else(Verdict::no_request, |timeline| timeline.verdict.clone())
    }

    /// Whether the request is blocked because the policy doesn't allow it, and not by a simulated failure.
    pub fn is_blocked_by_policy(&self) -> bool {
        let profile = self.draft.browser;
        let is_plain = !matches!(
            self.with_faults(profile),
            Some((_, Effect::Blocked | Effect::Changed))
        );
        let outcome = self
            .without_faults(profile)
            .map(|plain| &plain.exchange.outcome);
        let Some(Outcome::NetworkError(error)) = outcome else {
            return false;
        };
        is_plain
            && matches!(
                error.cause,
                Cause::AllowOriginMissing { .. }
                    | Cause::AllowOriginMismatch { .. }
                    | Cause::WildcardWithCredentials { .. }
                    | Cause::CredentialsNotTrue { .. }
                    | Cause::MethodNotAllowed { .. }
                    | Cause::MethodWildcardWithCredentials { .. }
                    | Cause::HeaderNotAllowed { .. }
                    | Cause::HeaderWildcardWithCredentials { .. }
                    | Cause::WildcardDoesNotCoverAuthorization { .. }
            )
    }

    /// The simulated failure, explained for the test request. `None` without a failure or a request.
    pub fn failure(&self) -> Option<&Failure> {
        let failure = || {
            let layers = self.faults()?;
            let (faulty, effect) = self.with_faults(self.draft.browser)?;
            let shown = self.simulation(self.draft.browser)?;
            let engine = |profile| {
                let exchange = &self.simulation(profile)?.exchange;
                Some(Engine {
                    profile,
                    error: match &exchange.outcome {
                        Outcome::Allowed(_) | Outcome::NotDocumented(_) => None,
                        Outcome::NetworkError(_) => NetworkError::thrown(profile),
                    },
                    console: exchange.console_message(self.request()?, profile),
                })
            };
            let has_effect = !matches!(effect, Effect::None(_));
            Some(Failure {
                layers: layers.clone(),
                effect: effect.clone(),
                earlier: if has_effect {
                    faulty.earlier.clone()
                } else {
                    Vec::new()
                },
                from_cache: shown.from_cache,
                engines: [Profile::Chromium, Profile::Firefox, Profile::Webkit]
                    .into_iter()
                    .filter_map(engine)
                    .collect(),
                network_panel: network_panel(&shown.exchange, shown.from_cache),
                fixes: FaultFix::of(layers, self.chosen.as_ref().map(|chosen| chosen.target)),
            })
        };
        self.failure.get_or_init(failure).as_ref()
    }

    /// The attack test. Entries that can't be parsed are left out.
    pub fn attack(&self) -> &AttackTable {
        self.attack.get_or_init(|| {
            AttackTable::on(
                self.policy.policy(),
                self.configured().cloned(),
                &self.request_draft.url,
                self.draft.browser,
                &self.platform,
            )
        })
    }
}

/// What findings are about, in addition to the policy.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The test request.
    pub request: bool,
    /// The chosen target.
    pub target: bool,
}

fn of<T>(values: &PerBrowser<T>, profile: Profile) -> &OnceLock<T> {
    let [standard, chromium, firefox, webkit] = values;
    match profile {
        Profile::Standard => standard,
        Profile::Chromium => chromium,
        Profile::Firefox => firefox,
        Profile::Webkit => webkit,
    }
}
