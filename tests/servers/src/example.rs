//! The full example, started as its steps say by something that knows nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use cors_core::targets::{Snippet, Step, StepKind};

use crate::compare::{Compared, yes_or_no};
use crate::harness::{Ground, Job};
use crate::policy::TestPolicy;
use crate::server::{Places, Process, Trouble, fresh_folder, run, write};
use crate::wire::{Client, RawRequest};

/// Long enough to build a program.
const PATIENCE: Duration = Duration::from_mins(5);

/// Starts the example, runs its check, and asks it what must hold: it handles a preflight before it demands
/// authentication, and errors have the headers.
pub(crate) fn prove(
    job: &Job,
    places: &Places,
    policy: &TestPolicy,
    snippet: &Snippet,
) -> Result<(usize, Vec<(String, Compared)>), Trouble> {
    let ground = job.harness.ground(job, places)?;
    let started = start(job, places, snippet, &ground)
        .map_err(|error| format!("the full example of {job}: {error}"))?;
    let mut results = vec![("full example: its check".to_owned(), started.check)];
    let mut client = Client::new(ground.port);
    let good = policy.allows.first().cloned().unwrap_or_default();
    for (name, method, path) in [
        ("preflight", "OPTIONS", "auth"),
        ("GET without Authorization", "GET", "auth"),
        ("GET of nothing", "GET", "missing"),
    ] {
        let mut headers = vec![("Origin".to_owned(), good.clone().into_bytes())];
        if method == "OPTIONS" {
            headers.push(("Access-Control-Request-Method".to_owned(), b"POST".to_vec()));
        }
        let request = RawRequest {
            method: method.to_owned(),
            target: format!("{}{path}", started.path),
            headers,
            body: Vec::new(),
        };
        let answer = client
            .send(&request)
            .map_err(|error| format!("the full example of {job}: {error}"))?;
        let mut compared = Compared::default();
        let sent = answer.as_ref().map(|answer| {
            answer
                .values("Access-Control-Allow-Origin")
                .collect::<Vec<_>>()
                .join(" and ")
        });
        let expected = policy.policy.allow_origin_for(Some(good.as_bytes()));
        compared.check(
            "access-control-allow-origin",
            expected.unwrap_or_default(),
            sent.unwrap_or_default(),
        );
        if started.has_header_of_outer_level {
            let kept = answer
                .as_ref()
                .is_some_and(|answer| answer.values("Strict-Transport-Security").count() == 1);
            compared.check("strict-transport-security", "yes", yes_or_no(kept));
        }
        if method == "OPTIONS" {
            let status = answer.as_ref().map_or(0, |answer| answer.status);
            let allowed = (200..300).contains(&status);
            compared.check("preflight is allowed", "yes", yes_or_no(allowed));
        }
        results.push((format!("full example: {name}"), compared));
    }
    drop(started.process);
    let requests = results.len();
    if job.reads_environment() {
        results.extend(rejections(&started.folder, &ground, &started.command)?);
    }
    Ok((requests, results))
}

struct Started {
    process: Process,
    /// Where it was started, and by which command.
    folder: PathBuf,
    command: String,
    check: Compared,
    /// The path that the check asks for.
    path: String,
    /// Whether the example sets a header outside, which must arrive.
    has_header_of_outer_level: bool,
}

/// Writes the files, then runs the commands of the steps in a shell: all this knows is what the steps say.
fn start(
    job: &Job,
    places: &Places,
    snippet: &Snippet,
    ground: &Ground,
) -> Result<Started, Trouble> {
    let folder = fresh_folder(places, &format!("{}-example", job.slug()))?;
    let here = |text: &str| {
        ground
            .addresses
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    for file in &snippet.example.files {
        write(&folder.join(&file.path), &here(&file.text))?;
    }
    for (path, text) in &ground.files {
        write(&folder.join(path), text)?;
    }
    let shell = |command: &str| shell(&folder, ground, &here(command));
    let steps = |kind: StepKind| {
        let steps = snippet.example.steps.iter();
        steps.filter(move |step| step.kind == kind)
    };
    let commands = |kind: StepKind| {
        let commands = steps(kind).filter_map(|step: &Step| step.command.as_deref());
        commands.collect::<Vec<_>>()
    };
    for command in commands(StepKind::Install) {
        run(&mut shell(command))?;
    }
    let log = folder.join("stderr.log");
    let [start] = commands(StepKind::Reload)[..] else {
        return Err("there is not one command that starts it".to_owned());
    };
    // The shell becomes the program, so that ending the one ends the other.
    let mut process = Process::start(&mut shell(&with_exec(start)), &log)?;
    let [check] = commands(StepKind::Check)[..] else {
        return Err("there is not one command that checks it".to_owned());
    };
    let began = Instant::now();
    let mut passed = false;
    while !passed && began.elapsed() < PATIENCE {
        if let Some(status) = process.has_ended() {
            let log = std::fs::read_to_string(&log).unwrap_or_default();
            return Err(format!("`{start}` ended with {status}: {log}"));
        }
        let done = shell(check).output();
        passed = done.is_ok_and(|output| output.status.success());
        // It may answer but not as it should: that does not change.
        if !passed && std::net::TcpStream::connect(("127.0.0.1", ground.port)).is_ok() {
            passed = shell(check)
                .output()
                .is_ok_and(|output| output.status.success());
            break;
        }
        if !passed {
            thread::sleep(Duration::from_millis(50));
        }
    }
    let mut compared = Compared::default();
    compared.check(
        "the check of the full example",
        "passes",
        if passed { "passes" } else { "fails" },
    );
    let path = here(check)
        .split_whitespace()
        .find_map(|word| {
            word.strip_prefix(&format!("http://127.0.0.1:{}", ground.port))
                .map(str::to_owned)
        })
        .ok_or("the check asks for no address of the example")?;
    let files = &snippet.example.files;
    Ok(Started {
        process,
        command: start.to_owned(),
        folder: folder.clone(),
        check: compared,
        path,
        has_header_of_outer_level: files
            .iter()
            .any(|file| file.text.contains("Strict-Transport-Security")),
    })
}

/// A command in the folder of the example.
fn shell(folder: &Path, ground: &Ground, command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder);
    for (name, value) in &ground.variables {
        shell.env(name, value);
    }
    if let Some(programs) = &ground.programs {
        let path = std::env::var("PATH").unwrap_or_default();
        shell.env("PATH", format!("{}:{path}", programs.display()));
    }
    shell
}

/// What can't be in the variable from which a program reads its origins.
const NO_ORIGINS: [&str; 8] = [
    "",
    " , ",
    "*",
    "https://*.example.com",
    "https://app.example.com/",
    "https://app.example.com/path",
    "HTTPS://APP.EXAMPLE.COM",
    "app.example.com",
];

/// Starts the example, whose origins come from the environment, with wrong ones: it must end with a message.
fn rejections(
    folder: &Path,
    ground: &Ground,
    start: &str,
) -> Result<Vec<(String, Compared)>, Trouble> {
    const AT_MOST: Duration = Duration::from_mins(1);
    let Some((variable, (_, program))) = start
        .split_once("='")
        .and_then(|(variable, rest)| Some((variable, rest.split_once("' ")?)))
    else {
        return Err(format!("`{start}` sets no variable"));
    };
    let log = folder.join("rejected.log");
    let mut results = Vec::new();
    for value in NO_ORIGINS {
        let command = format!("{variable}='{value}' exec {program}");
        let mut process = Process::start(&mut shell(folder, ground, &command), &log)?;
        let began = Instant::now();
        let mut succeeded = None;
        while succeeded.is_none() && began.elapsed() < AT_MOST {
            // What listens has taken the value.
            if std::net::TcpStream::connect(("127.0.0.1", ground.port)).is_ok() {
                break;
            }
            succeeded = process.has_succeeded();
            thread::sleep(Duration::from_millis(20));
        }
        let log = std::fs::read_to_string(&log).unwrap_or_default();
        let ended = match succeeded {
            None => "it runs",
            Some(true) => "it ends as if all was well",
            Some(false) if log.contains(variable) => "it ends with a message",
            Some(false) => "it ends without a message",
        };
        let mut compared = Compared::default();
        compared.check("wrong origins", "it ends with a message", ended);
        results.push((format!("full example: {variable}={value:?}"), compared));
    }
    Ok(results)
}

/// `A=b program` as `A=b exec program`.
fn with_exec(command: &str) -> String {
    match command.split_once("' ") {
        Some((variables, program)) if command.starts_with("CORS_ORIGINS=") => {
            format!("{variables}' exec {program}")
        }
        _ => format!("exec {command}"),
    }
}
