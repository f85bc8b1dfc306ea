//! The proof that a snippet does what is said of it: every target's text runs on the real server, and
//! every answer is compared with the one that the core predicts.

mod attackers;
mod case;
mod compare;
mod evidence;
mod injection;
mod mutation;
mod options;
mod parallel;
mod policy;
mod promise;
mod prove;
mod random;
mod report;
mod serve;
mod server;
mod subject;
mod upstream;
mod wire;

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use cors_core::targets::{TARGETS, Target};

use options::{Options, Task};
use policy::{Maker, TestPolicy};
use prove::Extent;
use report::{progress, say};
use server::{Places, Trouble, trouble};

/// What a run has without `--seed`, and the only seed of which evidence is kept.
const SEED: u64 = 1;

fn main() -> ExitCode {
    let options = match options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            say(&message);
            return ExitCode::from(2);
        }
    };
    let done = places().and_then(|places| match &options.task {
        Task::Serve { target, version } => serve::serve(target, version, &places).map(|()| true),
        Task::Mutations => only_mutations(&options, &places),
        Task::Whole => compare_all(&options, &places, Extent::Whole),
        Task::Share => compare_all(&options, &places, Extent::Share),
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            progress(&format!("the proof could not be carried out: {message}"));
            ExitCode::FAILURE
        }
    }
}

fn targets(options: &Options) -> Result<Vec<&'static Target>, Trouble> {
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
    Ok(targets)
}

fn compare_all(options: &Options, places: &Places, extent: Extent) -> Result<bool, Trouble> {
    let start = Instant::now();
    let seed = options.seed.unwrap_or(SEED);
    let targets = targets(options)?;
    let policies = policy::all(seed, options.policies.unwrap_or(policy::GENERATED));
    let written = written(&policies);
    progress(&format!(
        "{written} policies written by hand or for attackers, {} generated (the first {} for compiled targets), seed {seed}",
        policies.len() - written,
        policy::GENERATED_TO_COMPILE.min(policies.len() - written),
    ));
    let injected = injection::prove();
    say(&format!(
        "{} texts that would break out of their quotes: {} reached a renderer",
        injected.count,
        injected.mismatches.len()
    ));
    for mismatch in &injected.mismatches {
        say(&format!(
            "DIFFERENCE {}: expected {}, seen {}",
            mismatch.about, mismatch.expected, mismatch.seen
        ));
    }
    let mut caught = mutation::Outcome::default();
    let mut reports = Vec::new();
    for target in targets {
        let policies = &policies[..policies.len().min(written + subject::generated(target))];
        for &version in target.versions {
            progress(&format!("{} {}: starting its server", target.id, version.0));
            let report = prove::target(target, version, places, policies, seed, extent)?;
            progress(&report.progress(start.elapsed()));
            reports.push(report);
        }
        // Of compiled targets each run of these would build the program twice.
        if let Some(&version) = target.versions.first()
            && !subject::is_compiled(target)
        {
            caught.add(mutation::prove(target, version, places, seed)?);
        }
    }
    let is_evidence = extent == Extent::Whole && seed == SEED && options.policies.is_none();
    if is_evidence {
        for report in &mut reports {
            report.expect_enough();
        }
    }
    say(&format!(
        "{} of {} broken snippets were caught",
        caught.tried - caught.missed.min(caught.tried),
        caught.tried
    ));
    let all_well = injected.mismatches.is_empty()
        && caught.missed == 0
        && reports.iter().all(|report| report.differences == 0);
    if all_well && is_evidence {
        evidence::write(&reports, seed)?;
    }
    Ok(report::end(
        &reports,
        injected.mismatches.len() + caught.missed,
        start.elapsed(),
    ))
}

fn only_mutations(options: &Options, places: &Places) -> Result<bool, Trouble> {
    let seed = options.seed.unwrap_or(SEED);
    let mut caught = mutation::Outcome::default();
    for target in targets(options)? {
        if let Some(&version) = target.versions.first() {
            caught.add(mutation::prove(target, version, places, seed)?);
        }
    }
    say(&format!(
        "{} of {} broken snippets were caught",
        caught.tried - caught.missed.min(caught.tried),
        caught.tried
    ));
    Ok(caught.missed == 0)
}

fn written(policies: &[TestPolicy]) -> usize {
    policies
        .iter()
        .filter(|policy| policy.maker != Maker::Seed)
        .count()
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
        dead: dead_port()?,
        upstream: upstream::start().map_err(trouble("the application behind nginx"))?,
    })
}

/// A port at which nobody listens. The system hands out the high ones to whoever asks for any port, and so
/// a free one of those may belong to somebody a moment later.
fn dead_port() -> Result<u16, Trouble> {
    (1..20)
        .find(|&port| TcpStream::connect(("127.0.0.1", port)).is_err())
        .ok_or_else(|| "somebody listens at each of the ports 1 to 19".to_owned())
}
