//! What the status line says, as plain data: can it be deployed, what happens to the test request, how many checks.

use cors_analysis::findings::Severity;
use cors_analysis::{Analysis, Verdict, VerdictKind};
use cors_fetch::RequestDraft;

/// What the status line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) deployable: Deployable,
    pub(super) request: TestRequest,
    /// `None` while the checks are being loaded.
    pub(super) checks: Option<Checks>,
    /// What is simulated, if something is.
    pub(super) failure: Option<String>,
}

/// Whether there is config to deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deployable {
    /// The name of the server.
    Ready(String),
    /// How many errors keep it from being deployed.
    Errors(usize),
    /// The server can't do what the policy wants.
    Unsupported(String),
    /// Something is being loaded first.
    Waiting(String),
}

/// What happens to the test request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TestRequest {
    /// The policy has errors, which outrank any request.
    Waits,
    /// There is no request to simulate.
    None,
    Ends {
        kind: VerdictKind,
        /// "PUT from app.acme.dev".
        request: String,
        /// "after a preflight", "as your policy says".
        how: String,
    },
}

/// What there is to review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Checks {
    pub(super) risks: usize,
    pub(super) tips: usize,
}

impl Status {
    pub(super) fn of(analysis: &Analysis, pending: Option<&str>, are_checks_loaded: bool) -> Self {
        let findings = analysis.findings();
        let count = |severity| {
            let findings = findings.iter();
            findings
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let deployable = deployable(analysis, pending);
        Self {
            request: match deployable {
                Deployable::Errors(_) | Deployable::Waiting(_) => TestRequest::Waits,
                Deployable::Ready(_) | Deployable::Unsupported(_) => test_request(analysis),
            },
            deployable,
            checks: are_checks_loaded.then(|| Checks {
                risks: count(Severity::Risk),
                tips: count(Severity::Tip),
            }),
            failure: failure_words(analysis),
        }
    }

    /// All of it in one text, for those who hear it.
    pub(super) fn spoken(&self) -> String {
        let mut parts = vec![format!("{}.", self.deployable.words())];
        match &self.request {
            TestRequest::Waits | TestRequest::None => {}
            TestRequest::Ends { kind, request, how } => {
                parts.push(format!(
                    "{request}: {}{how}.",
                    kind_word(*kind).to_lowercase()
                ));
            }
        }
        if let Some(failure) = &self.failure {
            parts.push(format!("{failure}."));
        }
        if let Some(checks) = self.checks {
            parts.push(format!("{}.", checks.words()));
        }
        parts.join(" ")
    }
}

/// Which failures are simulated, the outer layer first, if there are any.
pub(super) fn failure_words(analysis: &Analysis) -> Option<String> {
    let layers = analysis.layers().ok()?.as_slice().iter();
    let labels: Vec<&str> = layers.map(|layer| layer.fault.label()).collect();
    (!labels.is_empty()).then(|| format!("Simulating a failure: {}", labels.join(", then ")))
}

fn deployable(analysis: &Analysis, pending: Option<&str>) -> Deployable {
    use cors_analysis::NoConfiguration;
    let errors = analysis.policy_errors().count();
    match analysis.configuration() {
        // The errors are found by the checks, which may not be loaded; one error is certain.
        Err(NoConfiguration::PolicyErrors) => Deployable::Errors(errors.max(1)),
        Err(NoConfiguration::CheckingDomain) => {
            Deployable::Waiting("Checking the domain…".to_owned())
        }
        Err(NoConfiguration::NoTarget) => Deployable::Waiting("Choose a server".to_owned()),
        Err(NoConfiguration::Unsupported(_)) if pending.is_none() => {
            let chosen = analysis.chosen().map(|chosen| chosen.target.label);
            Deployable::Unsupported(format!("{} can't do this", chosen.unwrap_or("This server")))
        }
        Ok(_) | Err(NoConfiguration::Unsupported(_)) => match pending {
            Some(target) => Deployable::Waiting(format!("Loading {target}…")),
            None => Deployable::Ready(
                analysis
                    .chosen()
                    .map_or_else(String::new, |chosen| chosen.target.label.to_owned()),
            ),
        },
    }
}

fn test_request(analysis: &Analysis) -> TestRequest {
    let Some(timeline) = analysis.timeline() else {
        return TestRequest::None;
    };
    let Verdict { kind, .. } = &timeline.verdict;
    let draft = analysis.draft();
    let has_effect = analysis
        .failure()
        .is_some_and(|failure| !matches!(failure.effect, cors_analysis::Effect::None(_)));
    let how = match kind {
        VerdictKind::Allowed => match preflights(analysis) {
            0 => ", no preflight".to_owned(),
            1 => ", 1 preflight".to_owned(),
            count => format!(", {count} preflights"),
        },
        VerdictKind::Blocked if has_effect => ", by the simulated failure".to_owned(),
        VerdictKind::Blocked if analysis.is_blocked_by_policy() => {
            ", as your policy says".to_owned()
        }
        VerdictKind::Blocked | VerdictKind::Opaque | VerdictKind::Unknown => String::new(),
    };
    TestRequest::Ends {
        kind: *kind,
        request: in_short(&draft.request()),
        how,
    }
}

fn preflights(analysis: &Analysis) -> usize {
    use cors_fetch::Preflight;
    let simulation = analysis.simulation(analysis.draft().browser);
    simulation.map_or(0, |simulation| {
        let hops = simulation.exchange.hops.iter();
        hops.filter(|hop| matches!(hop.preflight, Preflight::Sent { .. }))
            .count()
    })
}

/// "PUT from app.acme.dev".
fn in_short(request: &RequestDraft) -> String {
    let page = request.page_origin.as_str();
    let host = page.split_once("://").map_or(page, |(_, host)| host);
    format!("{} from {host}", request.method)
}

/// How an ending is called.
pub(super) fn kind_word(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Allowed => "Allowed",
        VerdictKind::Blocked => "Blocked",
        VerdictKind::Opaque => "Opaque",
        VerdictKind::Unknown => "Not documented",
    }
}

impl Deployable {
    pub(super) fn words(&self) -> String {
        match self {
            Self::Ready(server) => format!("Ready for {server}"),
            Self::Errors(1) => "Can't be deployed yet: 1 error".to_owned(),
            Self::Errors(count) => format!("Can't be deployed yet: {count} errors"),
            Self::Unsupported(words) | Self::Waiting(words) => words.clone(),
        }
    }
}

impl Checks {
    /// "1 risk", "2 tips", or that there is nothing.
    pub(super) fn words(self) -> String {
        let plural = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            _ => format!("{count} {word}s"),
        };
        match (self.risks, self.tips) {
            (0, 0) => "Nothing to review".to_owned(),
            (0, tips) => plural(tips, "tip"),
            (risks, _) => plural(risks, "risk"),
        }
    }
}
