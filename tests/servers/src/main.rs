//! The proof that a snippet does what is said of it: every target's text runs on the real server, and
//! every answer is compared with the one that the core predicts.

mod attackers;
mod case;
mod compare;
mod options;
mod policy;
mod promise;
mod report;
mod server;
mod shuffle;
mod upstream;
mod wire;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use cors_core::target::{TARGETS, Target, Version};

use compare::{Compared, Order};
use options::Options;
use policy::TestPolicy;
use promise::Kind;
use report::{Proof, Report, say};
use server::{Places, Ports, Rendered, Trouble, trouble};
use wire::{Client, RawRequest};

fn main() -> ExitCode {
    let options = match options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            say(&message);
            return ExitCode::from(2);
        }
    };
    match prove(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            say(&format!("the proof could not be carried out: {message}"));
            ExitCode::FAILURE
        }
    }
}

fn prove(options: &Options) -> Result<bool, Trouble> {
    let start = Instant::now();
    let places = places()?;
    let mut policies = policy::all();
    policies.extend(attackers::policies());
    policies.truncate(options.policies.unwrap_or(usize::MAX));
    let targets: Vec<&Target> = TARGETS
        .iter()
        .filter(|target| options.target.as_ref().is_none_or(|id| id == target.id))
        .collect();
    if targets.is_empty() {
        return Err(format!(
            "there is no target {:?} (there are {})",
            options.target.as_deref().unwrap_or_default(),
            TARGETS
                .iter()
                .map(|target| target.id)
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
    say(&format!(
        "{} policies, seed {}",
        policies.len(),
        options.seed
    ));
    let mut reports = Vec::new();
    for target in targets {
        for &version in target.versions {
            say(&format!("{} {}: starting its server", target.id, version.0));
            let report = prove_target(target, version, &places, &policies, options)?;
            say(&report.progress(start.elapsed()));
            reports.push(report);
        }
    }
    Ok(report::end(&reports, start.elapsed()))
}

fn places() -> Result<Places, Trouble> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| package.to_owned(), PathBuf::from);
    let tests = package
        .join("..")
        .canonicalize()
        .map_err(trouble(package.display()))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| tests.join("../target"), PathBuf::from);
    let scratch = target.join("server-proof");
    fs::create_dir_all(&scratch).map_err(trouble(scratch.display()))?;
    Ok(Places {
        fixtures: package
            .join("fixtures")
            .canonicalize()
            .map_err(trouble("fixtures"))?,
        node_modules: tests.join("node_modules"),
        scratch: scratch.canonicalize().map_err(trouble(scratch.display()))?,
        // Nobody gets this port while it is free, for the time of a test that is good enough.
        dead: server::free_ports(1)?.first().copied().unwrap_or(1),
        upstream: upstream::start().map_err(trouble("the application behind nginx"))?,
    })
}

/// Which targets are configuration written by hand.
fn kind(target: &Target) -> Kind {
    match target.id {
        "nginx" | "express" | "node-http" | "axum" | "actix-web" => Kind::ByHand,
        _ => Kind::Library,
    }
}

/// Whether the target's lists have the order of the policy.
fn order(target: &Target) -> Order {
    match target.id {
        // It keeps them in hash sets.
        "actix-cors" => Order::Random,
        _ => Order::AsWritten,
    }
}

fn prove_target(
    target: &Target,
    version: Version,
    places: &Places,
    policies: &[TestPolicy],
    options: &Options,
) -> Result<Report, Trouble> {
    let mut report = Report::new(target, version);
    let (expressible, rendered) = render(target, version, policies, &mut report);
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
        .collect();
    for proof in in_parallel(&work, |(policy, ports)| {
        prove_policy(target, version, policy, *ports, running.bare, options)
    }) {
        report.merge(proof?);
    }
    drop(running.processes);
    if let Some(policy) = expressible.get(1).or(expressible.first()) {
        prove_example(target, version, places, policy, &mut report)?;
    }
    Ok(report)
}

/// Does the work of every item, four at a time: most of the time goes by waiting for a server.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    const WORKERS: usize = 4;
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            match items.get(index) {
                Some(item) => done.push((index, work(item))),
                None => return done,
            }
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(worker)).collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(done) => done,
                // A panic of the proof itself is handed on.
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
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
        let sound = policy.policy.check();
        let snippet = sound
            .as_ref()
            .map_err(|reasons| format!("not sound: {reasons:?}"))
            .and_then(|sound| {
                (target.render)(sound, version).map_err(|unsupported| unsupported.reason)
            });
        let expected = if policy.unsupported_by.contains(&target.id) {
            "unsupported"
        } else {
            "rendered"
        };
        let seen = match &snippet {
            Ok(_) => "rendered".to_owned(),
            Err(_) if expected == "unsupported" => "unsupported".to_owned(),
            Err(reason) => reason.clone(),
        };
        compared.check("snippet", expected, seen);
        report.take(&policy.name, "render", compared);
        if let Ok(snippet) = snippet {
            expressible.push(policy);
            rendered.push(Rendered {
                name: policy.name.clone(),
                snippet,
            });
        }
    }
    (expressible, rendered)
}

fn prove_policy(
    target: &Target,
    version: Version,
    policy: &TestPolicy,
    ports: Ports,
    bare: u16,
    options: &Options,
) -> Result<Proof, Trouble> {
    let mut proof = Proof::of(policy);
    let Ok(sound) = policy.policy.check() else {
        return Ok(proof);
    };
    let bare = &mut Client::new(bare);
    let mut plain = Client::new(ports.plain);
    let mut guarded = Client::new(ports.guarded);
    let mut cases: Vec<_> = case::all(policy)
        .into_iter()
        .filter(|case| case.only.is_none_or(|id| id == target.id))
        .collect();
    shuffle::shuffle(&mut cases, options.seed);
    for case in &cases {
        let in_front = case.request.target == "/before";
        let client = if in_front { &mut guarded } else { &mut plain };
        let answer = client
            .send(&case.request)
            .map_err(|error| format!("{}, {}, {}: {error}", target.id, policy.name, case.name))?;
        let Some(request) = case.modelled(ports.plain) else {
            return Err(format!("{} is no request that can be modelled", case.name));
        };
        let expected = (target.respond)(&sound, version, &request, &case.app);
        let mut compared = compare::reply(
            &expected,
            answer.as_ref(),
            case.handler_tells,
            order(target),
        );
        if let Some(answer) = &answer {
            compared.add(promise::of_answer(policy, kind(target), case, answer));
        }
        let has_origin = request.headers.contains("Origin");
        // A library answers OPTIONS in the application's place, and says so.
        let is_taken = kind(target) == Kind::Library && case.request.method == "OPTIONS";
        if !has_origin && !is_taken && !in_front {
            compared.add(promise::of_absence(case, bare, client, answer.as_ref())?);
        }
        proof.requests += 1;
        proof.take(&case.name, compared);
    }
    let (compared, requests) = promise::of_browser(policy, &mut plain);
    proof.requests += requests;
    proof.take("as a browser", compared);
    let (compared, requests) = attackers::of_policy(target, version, sound, &mut plain);
    proof.requests += requests;
    proof.take("as attackers", compared);
    Ok(proof)
}

/// The complete example runs as it is, and answers a preflight before it demands authentication.
fn prove_example(
    target: &Target,
    version: Version,
    places: &Places,
    policy: &TestPolicy,
    report: &mut Report,
) -> Result<(), Trouble> {
    let Ok(sound) = policy.policy.check() else {
        return Ok(());
    };
    let Ok(snippet) = (target.render)(&sound, version) else {
        return Ok(());
    };
    let (process, port) = server::start_example(target, version, places, &snippet)
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
        report.requests += 1;
        report.take(&policy.name, &format!("complete example: {name}"), compared);
    }
    drop(process);
    Ok(())
}
