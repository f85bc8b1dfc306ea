//! One target in one version: every policy that it can express, on its running server.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use cors_core::targets::{Setup, Snippet, Target, Version};

use crate::attackers;
use crate::case::{self, Case};
use crate::compare::{self, Compared};
use crate::parallel::in_parallel;
use crate::policy::{Maker, TestPolicy};
use crate::promise::{self, EveryStatus, Kind};
use crate::random::Random;
use crate::report::{Proof, Report, say};
use crate::server::{self, Places, Ports, Rendered, Trouble};
use crate::subject;
use crate::wire::{Client, RawRequest};

/// How much is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    Whole,
    /// A part that is the same each time and has every policy written by hand.
    Share,
}

/// Of the generated policies, the share has these.
const SHARE: usize = 32;
/// Every request to a compiled target's policy is as dear, but each was built anyway.
const SHARE_OF_COMPILED: usize = 12;

/// Starts the target's server and asks everything.
pub(crate) fn target(
    target: &Target,
    version: Version,
    places: &Places,
    policies: &[TestPolicy],
    seed: u64,
    extent: Extent,
) -> Result<Report, Trouble> {
    let mut report = Report::new(target, version);
    let asked = |policies: &[TestPolicy]| -> usize {
        let written = policies.iter().filter(|p| p.maker != Maker::Seed).count();
        match extent {
            Extent::Whole => policies.len(),
            Extent::Share if subject::is_compiled(target) => written + SHARE_OF_COMPILED,
            Extent::Share => written + SHARE,
        }
    };
    // A program is built with all policies whatever is asked, so that nothing has to be built again.
    let asked = asked(policies).min(policies.len());
    let served = if subject::is_compiled(target) {
        policies
    } else {
        policies.get(..asked).unwrap_or(policies)
    };
    let asked = policies.get(..asked).unwrap_or(policies);
    let (expressible, rendered) = render(target, version, served, &mut report);
    let running = server::start(target, version, places, &rendered)
        .map_err(|error| format!("{} {}: {error}", target.id, version.0))?;
    report.server.clone_from(&running.version);
    if running.ports.len() != expressible.len() {
        return Err(format!(
            "{} serves {} policies of {}",
            target.id,
            running.ports.len(),
            expressible.len()
        ));
    }
    let work: Vec<(&TestPolicy, Ports)> = expressible
        .iter()
        .copied()
        .zip(running.ports.iter().copied())
        .filter(|(policy, _)| asked.iter().any(|one| one.name == policy.name))
        .collect();
    let progress = Progress::new(target, version, work.len());
    for proof in in_parallel(&work, |(policy, ports)| {
        let proof = prove_policy(target, version, policy, *ports, running.bare, seed);
        progress.one_done(proof.as_ref().map_or(0, |proof| proof.requests));
        proof
    }) {
        report.merge(proof?);
    }
    drop(running.processes);
    if let Some((policy, _)) = work.get(1).or(work.first()) {
        let sound = policy.policy.check();
        let snippet = sound
            .as_ref()
            .ok()
            .and_then(|sound| (target.render)(sound, &Setup::of(version), None).ok());
        if let Some(snippet) = snippet {
            let (requests, compared) = example(target, version, places, policy, &snippet)?;
            report.requests += requests;
            for (name, compared) in compared {
                report.take(&policy.name, &name, compared);
            }
        }
    }
    Ok(report)
}

/// Says now and then how far the work is.
struct Progress {
    title: String,
    all: usize,
    start: Instant,
    state: Mutex<(usize, usize, Instant)>,
}

impl Progress {
    const INTERVAL: Duration = Duration::from_secs(3);

    fn new(target: &Target, version: Version, all: usize) -> Self {
        let start = Instant::now();
        Self {
            title: format!("{} {}", target.id, version.0),
            all,
            start,
            state: Mutex::new((0, 0, start)),
        }
    }

    fn one_done(&self, requests: usize) {
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        let (done, sent, told) = &mut *state;
        *done += 1;
        *sent += requests;
        if told.elapsed() >= Self::INTERVAL {
            *told = Instant::now();
            say(&format!(
                "  {}: {done} of {} policies, {sent} answers, {:.0} s",
                self.title,
                self.all,
                self.start.elapsed().as_secs_f64()
            ));
        }
    }
}

/// The policies that the target can express, and their text. Saying that it cannot must be right, too.
fn render<'a>(
    target: &Target,
    version: Version,
    policies: &'a [TestPolicy],
    report: &mut Report,
) -> (Vec<&'a TestPolicy>, Vec<Rendered>) {
    let mut expressible = Vec::new();
    let mut rendered = Vec::new();
    for policy in policies {
        let mut compared = Compared::default();
        let Ok(sound) = policy.policy.check() else {
            compared.check("sound", "yes", "no");
            report.take(&policy.name, "render", compared);
            continue;
        };
        let snippet = (target.render)(&sound, &Setup::of(version), None);
        match (policy.maker, &snippet) {
            (Maker::Hand | Maker::Attack, snippet) => {
                let expected = if policy.unsupported_by.contains(&target.id) {
                    "unsupported"
                } else {
                    "rendered"
                };
                let seen = match snippet {
                    Ok(_) => "rendered",
                    Err(_) if expected == "unsupported" => "unsupported",
                    Err(unsupported) => &unsupported.reason,
                };
                compared.check("snippet", expected, seen);
            }
            (Maker::Seed, Ok(_)) => {}
            (Maker::Seed, Err(unsupported)) => {
                let says_why = !unsupported.reason.is_empty();
                compared.check("says why not", "yes", compare::yes_or_no(says_why));
            }
        }
        if let Ok(snippet) = snippet {
            let again = (target.render)(&sound, &Setup::of(version), None);
            compared.check(
                "promise: the same policy gives the same bytes",
                "yes",
                compare::yes_or_no(again.as_ref() == Ok(&snippet)),
            );
            expressible.push(policy);
            rendered.push(Rendered {
                name: policy.name.clone(),
                snippet,
            });
        }
        report.take(&policy.name, "render", compared);
    }
    (expressible, rendered)
}

/// Asks everything of one policy.
pub(crate) fn prove_policy(
    target: &Target,
    version: Version,
    policy: &TestPolicy,
    ports: Ports,
    bare: u16,
    seed: u64,
) -> Result<Proof, Trouble> {
    let mut proof = Proof::of(policy);
    let name = policy.name.bytes().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    let mut random = Random::of(seed, name);
    let mut talk = Talk {
        target,
        version,
        policy,
        bare: Client::new(bare),
        plain: Client::new(ports.plain),
        guarded: Client::new(ports.guarded),
    };
    let mut every_status = EveryStatus::default();
    for case in case::chosen(policy, target.id, &mut random) {
        let (mut compared, answer) = talk.ask(&case)?;
        if let Some(answer) = answer {
            compared.add(every_status.of_answer(&case, &answer));
        }
        proof.requests += 1;
        proof.take(&case.name, compared);
    }
    talk.plain = Client::new(ports.plain);
    for case in case::sequence(policy) {
        let (compared, _) = talk.ask(&case)?;
        proof.requests += 1;
        proof.take(&case.name, compared);
    }
    let mut compared = Compared::default();
    compared.check("connections", "1", talk.plain.connections().to_string());
    proof.take("one connection", compared);
    let (compared, requests) = promise::of_browser(policy, &mut talk.plain, &mut random);
    proof.requests += requests;
    proof.take("as a browser", compared);
    if let Ok(sound) = policy.policy.check() {
        let (compared, requests) = attackers::of_policy(target, version, sound, &mut talk.plain);
        proof.requests += requests;
        proof.take("as attackers", compared);
    }
    Ok(proof)
}

/// The connections to one policy's server.
struct Talk<'a> {
    target: &'a Target,
    version: Version,
    policy: &'a TestPolicy,
    /// The server without a policy.
    bare: Client,
    plain: Client,
    /// Behind something that demands authentication.
    guarded: Client,
}

impl Talk<'_> {
    fn ask(&mut self, case: &Case) -> Result<(Compared, Option<crate::wire::RawAnswer>), Trouble> {
        let Self {
            target,
            version,
            policy,
            ..
        } = *self;
        let Ok(sound) = policy.policy.check() else {
            return Err(format!("{} is not sound", policy.name));
        };
        let in_front = case.request.target == "/before";
        let client = if in_front {
            &mut self.guarded
        } else {
            &mut self.plain
        };
        let answer = client
            .send(&case.request)
            .map_err(|error| format!("{}, {}, {}: {error}", target.id, policy.name, case.name))?;
        let Some(request) = case.modelled(client.port()) else {
            return Err(format!("{} is no request that can be modelled", case.name));
        };
        let expected = (target.respond)(&sound, &Setup::of(version), &request, &case.app);
        let mut compared = compare::reply(
            &expected,
            answer.as_ref(),
            compare::Asked {
                method: &case.request.method,
                handler_tells: case.handler_tells,
                order: subject::order(target),
            },
        );
        let kind = subject::kind(target);
        if let Some(answer) = &answer {
            compared.add(promise::of_answer(policy, kind, case, answer));
        }
        let has_origin = request.headers.contains("Origin");
        // A library answers OPTIONS in the application's place, and says so.
        let is_taken = kind == Kind::Library && case.request.method == "OPTIONS";
        if !has_origin && !is_taken && !in_front {
            compared.add(promise::of_absence(
                case,
                &mut self.bare,
                client,
                answer.as_ref(),
            )?);
        }
        Ok((compared, answer))
    }
}

/// The complete example runs as it is, and answers a preflight before it demands authentication.
pub(crate) fn example(
    target: &Target,
    version: Version,
    places: &Places,
    policy: &TestPolicy,
    snippet: &Snippet,
) -> Result<(usize, Vec<(String, Compared)>), Trouble> {
    let mut results = Vec::new();
    let (process, port) = server::start_example(target, version, places, snippet)
        .map_err(|error| format!("the complete example of {}: {error}", target.id))?;
    let mut client = Client::new(port);
    let good = policy.allows.first().cloned().unwrap_or_default();
    for (name, method, path) in [
        ("preflight", "OPTIONS", "/auth"),
        ("GET without Authorization", "GET", "/auth"),
        ("GET of nothing", "GET", "/missing"),
    ] {
        let mut headers = vec![("Origin".to_owned(), good.clone().into_bytes())];
        if method == "OPTIONS" {
            headers.push(("Access-Control-Request-Method".to_owned(), b"POST".to_vec()));
        }
        let request = RawRequest {
            method: method.to_owned(),
            target: path.to_owned(),
            headers,
            body: Vec::new(),
        };
        let answer = client
            .send(&request)
            .map_err(|error| format!("the complete example of {}: {error}", target.id))?;
        let mut compared = Compared::default();
        let told = answer.as_ref().map(|answer| {
            answer
                .values("Access-Control-Allow-Origin")
                .collect::<Vec<_>>()
                .join(" and ")
        });
        let expected = policy.policy.allow_origin_for(Some(good.as_bytes()));
        compared.check(
            "access-control-allow-origin",
            expected.unwrap_or_default(),
            told.unwrap_or_default(),
        );
        if target.id == "nginx" {
            // Inherited from an outer level, cancelled by the snippet, and so repeated in the example.
            let kept = answer
                .as_ref()
                .is_some_and(|answer| answer.values("Strict-Transport-Security").count() == 1);
            compared.check("strict-transport-security", "yes", compare::yes_or_no(kept));
        }
        if method == "OPTIONS" {
            let status = answer.as_ref().map_or(0, |answer| answer.status);
            let granted = (200..300).contains(&status);
            compared.check("preflight is granted", "yes", compare::yes_or_no(granted));
        }
        results.push((format!("complete example: {name}"), compared));
    }
    drop(process);
    Ok((results.len(), results))
}
