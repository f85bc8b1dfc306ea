//! One target in one version with some options: every policy that it can express, on its running server.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use cors_core::targets::Setup;

use crate::attackers;
use crate::case::{self, Case, Serves};
use crate::compare::{self, Compared};
use crate::example;
use crate::harness::Job;
use crate::parallel::in_parallel;
use crate::policy::{Maker, TestPolicy};
use crate::promise::{self, EveryStatus, Promises};
use crate::random::Random;
use crate::report::{Proof, Report, say};
use crate::server::{Places, Ports, Rendered, Trouble};
use crate::side_by_side;
use crate::wire::Client;

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
/// So many policies are looked at by the formatter of their language.
const FORMATTED: usize = 40;

/// Starts the target's server and asks everything.
pub(crate) fn target(
    job: &Job,
    places: &Places,
    policies: &[TestPolicy],
    seed: u64,
    extent: Extent,
) -> Result<Report, Trouble> {
    let mut report = Report::new(job);
    let about = |error: Trouble| format!("{job}: {error}");
    let written = policies.iter().filter(|p| p.maker != Maker::Seed).count();
    let is_compiled = job.harness.is_compiled();
    let asked = match (extent, is_compiled) {
        _ if !job.is_default() => policies.len(),
        (Extent::Whole, _) => policies.len(),
        (Extent::Share, true) => written + SHARE_OF_COMPILED,
        (Extent::Share, false) => written + SHARE,
    };
    // A program is built with all policies whatever is asked, so that nothing has to be built again.
    let asked = policies.get(..asked).unwrap_or(policies);
    let served = if is_compiled { policies } else { asked };
    let (expressible, rendered) = render(job, served, &mut report);
    let formatted = rendered.get(..FORMATTED).unwrap_or(&rendered);
    job.harness
        .check_format(job, places, formatted)
        .map_err(about)?;
    let running = job.harness.start(job, places, &rendered).map_err(about)?;
    report.server.clone_from(&running.server);
    report.release.clone_from(&running.release);
    if running.ports.len() != expressible.len() {
        return Err(format!(
            "{job} serves {} policies of {}",
            running.ports.len(),
            expressible.len()
        ));
    }
    let work: Vec<(Named<'_>, Ports)> = expressible
        .iter()
        .copied()
        .zip(running.ports.iter().copied())
        .filter(|(named, _)| asked.iter().any(|one| one.name == named.policy.name))
        .collect();
    let progress = Progress::new(job, work.len());
    for proof in in_parallel(&work, |(named, ports)| {
        let proof = prove_policy(job, *named, *ports, running.bare, seed);
        progress.one_done(proof.as_ref().map_or(0, |proof| proof.requests));
        proof
    }) {
        report.merge(proof?);
    }
    drop(running.processes);
    let mut further = Vec::new();
    if job.harness.has_example()
        && let Some((named, _)) = work.get(1).or(work.first())
    {
        let sound = named.policy.policy.check();
        let setup = job.setup(named.number);
        let snippet = sound
            .as_ref()
            .ok()
            .and_then(|sound| (job.target.render)(sound, &setup, None).ok());
        if let Some(snippet) = snippet {
            further.push(example::prove(job, places, named.policy, &snippet)?);
        }
    }
    if job.is_default() {
        further.push(side_by_side::prove(job, places)?);
    }
    for (requests, compared) in further {
        report.requests += requests;
        for (name, compared) in compared {
            report.take("further", &name, compared);
        }
    }
    Ok(report)
}

/// A policy with its number among all, which is in its name where names are needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) policy: &'a TestPolicy,
    pub(crate) number: usize,
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

    fn new(job: &Job, all: usize) -> Self {
        let start = Instant::now();
        Self {
            title: job.to_string(),
            all,
            start,
            state: Mutex::new((0, 0, start)),
        }
    }

    fn one_done(&self, requests: usize) {
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        let (done, sent, last) = &mut *state;
        *done += 1;
        *sent += requests;
        if last.elapsed() >= Self::INTERVAL {
            *last = Instant::now();
            say(&format!(
                "  {}: {done} of {} policies, {sent} responses, {:.0} s",
                self.title,
                self.all,
                self.start.elapsed().as_secs_f64()
            ));
        }
    }
}

/// The policies that the target can express, and their text. Saying that it cannot must be right, too.
fn render<'a>(
    job: &Job,
    policies: &'a [TestPolicy],
    report: &mut Report,
) -> (Vec<Named<'a>>, Vec<Rendered>) {
    let mut expressible = Vec::new();
    let mut rendered = Vec::new();
    let reads_environment = job.reads_environment();
    for (number, policy) in policies.iter().enumerate() {
        let mut compared = Compared::default();
        let Ok(sound) = policy.policy.check() else {
            compared.check("sound", "yes", "no");
            report.take(&policy.name, "render", compared);
            continue;
        };
        let setup = job.setup(number);
        let snippet = (job.target.render)(&sound, &setup, None);
        match (policy.maker, &snippet) {
            (Maker::Hand | Maker::Attack, snippet) => {
                let is_beyond = job.harness.is_beyond_job(job, policy)
                    || reads_environment && !policy.lists_whole_origins();
                let expected = if is_beyond { "unsupported" } else { "rendered" };
                let seen = match snippet {
                    Ok(_) => "rendered",
                    Err(_) if is_beyond => "unsupported",
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
            let again = (job.target.render)(&sound, &setup, None);
            compared.check(
                "promise: the same policy gives the same bytes",
                "yes",
                compare::yes_or_no(again.as_ref() == Ok(&snippet)),
            );
            expressible.push(Named { policy, number });
            rendered.push(Rendered {
                name: policy.name.clone(),
                snippet,
                origins: if reads_environment {
                    policy.origins_as_a_list()
                } else {
                    String::new()
                },
            });
        }
        report.take(&policy.name, "render", compared);
    }
    (expressible, rendered)
}

/// Asks everything of one policy.
pub(crate) fn prove_policy(
    job: &Job,
    named: Named<'_>,
    ports: Ports,
    bare: u16,
    seed: u64,
) -> Result<Proof, Trouble> {
    let policy = named.policy;
    let mut proof = Proof::of(policy);
    let name = policy.name.bytes().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    let mut random = Random::of(seed, name);
    let mut talk = Talk {
        job,
        setup: job.setup(named.number),
        policy,
        bare: Client::new(bare),
        plain: Client::new(ports.plain),
        guarded: Client::new(ports.guarded),
    };
    let mut every_status = EveryStatus::default();
    for case in case::chosen(policy, job, &mut random) {
        let (mut compared, answer) = talk.ask(&case)?;
        if let Some(answer) = answer {
            compared.add(every_status.of_answer(&case, &answer));
        }
        proof.requests += 1;
        proof.take(&case.name, compared);
    }
    talk.plain = Client::new(ports.plain);
    let (mut expected, mut is_closed) = (0, true);
    for case in case::sequence(policy, job) {
        expected += usize::from(is_closed);
        let (compared, answer) = talk.ask(&case)?;
        let status = answer.map_or(0, |answer| answer.status);
        is_closed = job.harness.closes_after(job, status);
        proof.requests += 1;
        proof.take(&case.name, compared);
    }
    let mut compared = Compared::default();
    compared.check(
        "connections",
        expected.to_string(),
        talk.plain.connections().to_string(),
    );
    proof.take("one connection", compared);
    let (compared, requests) = promise::of_browser(policy, job, &mut talk.plain, &mut random);
    proof.requests += requests;
    proof.take("as a browser", compared);
    if let Ok(sound) = policy.policy.check()
        && job.harness.serves(job) == Serves::App
    {
        let (compared, requests) = attackers::of_policy(job, &talk.setup, sound, &mut talk.plain);
        proof.requests += requests;
        proof.take("as attackers", compared);
    }
    Ok(proof)
}

/// The connections to one policy's server.
struct Talk<'a> {
    job: &'a Job,
    setup: Setup,
    policy: &'a TestPolicy,
    /// The server without a policy.
    bare: Client,
    plain: Client,
    /// Behind something that demands authentication.
    guarded: Client,
}

impl Talk<'_> {
    fn ask(&mut self, case: &Case) -> Result<(Compared, Option<crate::wire::RawAnswer>), Trouble> {
        let Self { job, policy, .. } = *self;
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
            .map_err(|error| format!("{job}, {}, {}: {error}", policy.name, case.name))?;
        let Some(request) = case.modelled(client.port()) else {
            return Err(format!("{} is no request that can be modelled", case.name));
        };
        let expected = (job.target.respond)(&sound, &self.setup, &request, &case.app);
        let mut compared = compare::reply(
            &expected,
            answer.as_ref(),
            compare::Asked {
                handler_tells: case.handler_tells,
                order: job.harness.order(),
            },
        );
        let promises = job.promises();
        if let Some(answer) = &answer {
            compared.add(promise::of_answer(policy, job, case, answer));
        }
        let has_origin = request.headers.contains("Origin");
        // A library handles OPTIONS in the application's place, and says so.
        let is_taken = promises == Promises::ForAppsWithoutCors && case.request.method == "OPTIONS";
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
