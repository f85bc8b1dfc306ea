//! The proof that a snippet does what is said of it: every target's text runs on the real server, and
//! every response is compared with the one that the core predicts.

mod attackers;
mod case;
mod compare;
mod evidence;
mod example;
mod harness;
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
mod side_by_side;
mod upstream;
mod wire;

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use cors_core::targets::{TARGETS, Version};

use harness::{Harness, Job};
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
        Task::Table => evidence::print().map(|()| true),
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

/// The targets that are meant, each in the versions that are.
fn subjects(options: &Options) -> Result<Vec<(&'static dyn Harness, Version)>, Trouble> {
    let mut subjects = Vec::new();
    let named = options.target.as_ref();
    for harness in harness::all().filter(|one| named.is_none_or(|(id, _)| id == one.id())) {
        let target = cors_core::targets::find(harness.id());
        let versions = target.map_or(&[][..], |target| target.versions);
        let meant = named.and_then(|(_, version)| version.as_deref());
        subjects.extend(
            versions
                .iter()
                .filter(|version| meant.is_none_or(|text| version.is_named(text)))
                .map(|&version| (harness, version)),
        );
    }
    if subjects.is_empty() {
        let all: Vec<String> = TARGETS
            .iter()
            .flat_map(|target| {
                let lines = target.versions.iter().map(|version| version.line);
                lines.map(|line| format!("{}@{line}", target.id))
            })
            .collect();
        let (id, version) = named.cloned().unwrap_or_default();
        let version = version
            .map(|version| format!("@{version}"))
            .unwrap_or_default();
        return Err(format!(
            "there is no target {id}{version} (there are {})",
            all.join(", ")
        ));
    }
    Ok(subjects)
}

fn compare_all(options: &Options, places: &Places, extent: Extent) -> Result<bool, Trouble> {
    let start = Instant::now();
    let seed = options.seed.unwrap_or(SEED);
    let most_generated = options.policies.unwrap_or(policy::GENERATED);
    let subjects = subjects(options)?;
    let policies = policy::all(seed, most_generated);
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
            "DIFFERENCE {}: expected {}, actual {}",
            mismatch.about, mismatch.expected, mismatch.seen
        ));
    }
    let is_evidence = extent == Extent::Whole && seed == SEED && options.policies.is_none();
    let mut reports = Vec::new();
    for (harness, version) in subjects {
        // What moves on is part of full runs alone, so that a day's new release breaks no other work.
        if extent == Extent::Share && harness::is_moving(version) {
            continue;
        }
        for job in harness::jobs(harness, version) {
            if extent == Extent::Share && !is_in_share(&job) {
                continue;
            }
            progress(&format!("{job}: starting its server"));
            let policies = policy::of_job(&job, seed, most_generated);
            let mut report = prove::target(&job, places, &policies, seed, extent)?;
            if tries_mutations(&job, extent, options) {
                report.mutations = mutation::prove(&job, places, seed)?;
            }
            progress(&report.progress(start.elapsed()));
            reports.push(report);
        }
    }
    if is_evidence {
        for report in &mut reports {
            report.expect_enough();
        }
    }
    let missed: usize = reports.iter().map(|report| report.mutations.missed).sum();
    let tried: usize = reports.iter().map(|report| report.mutations.tried).sum();
    say(&format!(
        "{} of {tried} broken snippets were caught",
        tried - missed.min(tried)
    ));
    let all_well = injected.mismatches.is_empty()
        && missed == 0
        && reports.iter().all(|report| report.differences == 0);
    if all_well && is_evidence {
        evidence::write(&reports, seed)?;
    }
    Ok(report::end(
        &reports,
        injected.mismatches.len() + missed,
        start.elapsed(),
    ))
}

/// Options are tried in the newest version, because each set of them takes as long as a version. Of compiled
/// targets they are left to full runs.
fn is_in_share(job: &Job) -> bool {
    job.is_default() || (is_newest(job, Extent::Share) && !job.harness.is_compiled())
}

/// Whether it is the newest version that such a run has.
fn is_newest(job: &Job, extent: Extent) -> bool {
    let mut versions = job.target.versions.iter();
    versions.find(|version| extent == Extent::Whole || !harness::is_moving(**version))
        == Some(&job.version)
}

/// Broken snippets are tried in the newest version; of compiled targets only in full runs, because each set of
/// them is another program.
fn tries_mutations(job: &Job, extent: Extent, options: &Options) -> bool {
    let is_newest = is_newest(job, extent);
    let is_asked = options
        .target
        .as_ref()
        .is_some_and(|(_, version)| version.is_some());
    (is_newest || is_asked) && (extent == Extent::Whole || !job.harness.is_compiled())
}

fn only_mutations(options: &Options, places: &Places) -> Result<bool, Trouble> {
    let seed = options.seed.unwrap_or(SEED);
    let mut caught = mutation::Outcome::default();
    for (harness, version) in subjects(options)? {
        for job in harness::jobs(harness, version) {
            if tries_mutations(&job, Extent::Whole, options) {
                caught.add(mutation::prove(&job, places, seed)?);
            }
        }
    }
    say(&format!("{caught} broken snippets were caught"));
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
        own_node_modules: package.join("node_modules"),
        tools: tests.join("../.tools"),
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
