//! `cargo xtask test`: everything that must hold.

use super::{browsers, page, servers};
use crate::error::{Error, at};
use crate::install::{self, Installs, Need};
use crate::page::names_no_local_path;
use crate::project::Project;
use crate::say;
use crate::server::{Server, Site};
use crate::shell::{self, Sink};
use crate::size::Sizes;
use crate::steps::{self, Step, Strictness, Verdict};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

/// What needs nothing installed comes first, while the rest is being installed.
pub(super) const STEPS: &[Step] = &[
    Step {
        key: "format",
        title: "format",
        needs: &[],
        after: None,
        run: format,
    },
    Step {
        key: "lints",
        title: "lints",
        needs: &[],
        after: None,
        run: lints,
    },
    Step {
        key: "unit",
        title: "unit and golden tests",
        needs: &[],
        after: None,
        run: unit,
    },
    Step {
        key: "selftest",
        title: "tests of the tests in browsers",
        needs: install::FOR_SELFTEST,
        after: None,
        run: selftest,
    },
    Step {
        key: "dependencies",
        title: "licences and sources of dependencies",
        needs: install::FOR_DEPENDENCIES,
        after: None,
        run: dependencies,
    },
    Step {
        key: "servers",
        title: "real servers",
        needs: install::FOR_SERVERS,
        after: None,
        run: real_servers,
    },
    Step {
        key: "page",
        title: "page as deployed",
        needs: install::FOR_PAGE,
        after: None,
        run: build_page,
    },
    Step {
        key: "size",
        title: "size of the page",
        needs: install::FOR_SIZE,
        after: Some("page"),
        run: page_size,
    },
    Step {
        key: "browser",
        title: "page in a browser",
        needs: install::FOR_BROWSER,
        after: Some("page"),
        run: browser,
    },
    Step {
        key: "exports",
        title: "exports opened for real",
        needs: install::FOR_EXPORTS,
        after: Some("page"),
        run: exports,
    },
    Step {
        key: "browsers-chromium",
        title: "exchanges in Chromium",
        needs: install::FOR_CHROMIUM,
        after: None,
        run: |project, log| exchanges(project, log, "chromium", &[]),
    },
    Step {
        key: "browsers-firefox",
        title: "exchanges in Firefox",
        needs: install::FOR_FIREFOX,
        after: None,
        run: |project, log| exchanges(project, log, "firefox", SAMPLE),
    },
    Step {
        key: "browsers-webkit",
        title: "exchanges in WebKitGTK",
        needs: install::FOR_WEBKIT,
        after: None,
        run: |project, log| exchanges(project, log, "webkit", SAMPLE),
    },
    Step {
        key: "pitfalls-chromium",
        title: "what goes wrong, in Chromium",
        needs: install::FOR_PITFALLS_IN_CHROMIUM,
        after: None,
        run: |project, log| pitfalls(project, log, "chromium"),
    },
    Step {
        key: "pitfalls-firefox",
        title: "what goes wrong, in Firefox",
        needs: install::FOR_PITFALLS_IN_FIREFOX,
        after: None,
        run: |project, log| pitfalls(project, log, "firefox"),
    },
    Step {
        key: "pitfalls-webkit",
        title: "what goes wrong, in WebKitGTK",
        needs: install::FOR_PITFALLS_IN_WEBKIT,
        after: None,
        run: |project, log| pitfalls(project, log, "webkit"),
    },
    Step {
        key: "embed",
        title: "figures in other pages",
        needs: install::FOR_EMBED,
        after: Some("page"),
        run: figures,
    },
    Step {
        key: "docs",
        title: "commands of the documentation",
        needs: install::FOR_DOCS,
        after: Some("page"),
        run: documentation,
    },
];

/// One browser has all cases; for the others as many as ten seconds allow, always the same.
const SAMPLE: &[&str] = &["--sample", "200"];

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let steps = select(arguments)?;
    let needs: Vec<&'static Need> = steps.iter().flat_map(|step| step.needs).copied().collect();
    let installs = Installs::start(project, &needs);
    let strictness = Strictness::from_environment();
    let verdict = steps::run_all(project, &steps, &installs, strictness);
    // A step that had nothing to work on did not wait, but an installation must not be cut short.
    installs.finish(&needs);
    Ok(match verdict {
        Verdict::Green => ExitCode::SUCCESS,
        Verdict::Red => ExitCode::FAILURE,
    })
}

/// The steps that the words name, in the usual order; all of them without a word.
fn select(words: &[String]) -> Result<Vec<&'static Step>, Error> {
    if let Some(unknown) = words
        .iter()
        .find(|word| !STEPS.iter().any(|step| selects(word, step)))
    {
        let keys: Vec<_> = STEPS.iter().map(|step| step.key).collect();
        return Err(Error::missing(
            format!("there is no step `{unknown}`"),
            format!("use one of {}", keys.join(", ")),
        ));
    }
    let is_meant = |step: &&Step| words.is_empty() || words.iter().any(|word| selects(word, step));
    Ok(STEPS.iter().filter(is_meant).collect())
}

/// A word means the step of that key, or all steps whose keys continue it: `browsers`.
fn selects(word: &str, step: &Step) -> bool {
    step.key
        .strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn sink(log: &Path) -> Sink {
    Sink::File(log.to_path_buf())
}

fn format(project: &Project, log: &Path) -> Result<String, Error> {
    shell::run(
        shell::cargo(project).args(["fmt", "--all", "--check", "--", "--color", "never"]),
        &sink(log),
    )?;
    Ok(String::new())
}

fn lints(project: &Project, log: &Path) -> Result<String, Error> {
    let mut command = shell::cargo(project);
    command.args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]);
    shell::run(&mut command, &sink(log))?;
    Ok(String::new())
}

fn unit(project: &Project, log: &Path) -> Result<String, Error> {
    let mut command = shell::cargo(project);
    // All test programs run even if one fails, so that one look at the log is enough.
    command.args([
        "test",
        "--quiet",
        "--workspace",
        "--locked",
        "--no-fail-fast",
    ]);
    shell::run(&mut command, &sink(log))?;
    Ok(String::new())
}

/// Licences, sources and versions, as deny.toml allows them.
fn dependencies(project: &Project, log: &Path) -> Result<String, Error> {
    let mut command = shell::command(project, "cargo-deny")?;
    // The list of advisories would have to be downloaded.
    command.args([
        "--all-features",
        "--locked",
        "check",
        "bans",
        "licenses",
        "sources",
    ]);
    shell::run(&mut command, &sink(log))?;
    Ok(String::new())
}

/// The tests of what the tests in browsers are made of.
fn selftest(project: &Project, log: &Path) -> Result<String, Error> {
    let script = project.tests().join("browsers/selftest.mjs");
    node_tests(
        project,
        log,
        &[script],
        FOR_A_FILE,
        &mut shell::command(project, "node")?,
    )
}

fn real_servers(project: &Project, log: &Path) -> Result<String, Error> {
    // As many policies as a few minutes allow; `cargo xtask servers` has them all.
    let printed = shell::output(servers::proof(project).arg("--share"), &sink(log))?;
    for line in printed.lines() {
        say::line(&format!("      {line}"));
    }
    Ok(String::new())
}

fn build_page(project: &Project, log: &Path) -> Result<String, Error> {
    page::build(project, &sink(log))?;
    names_no_local_path(project)?;
    Ok(String::new())
}

fn page_size(project: &Project, _: &Path) -> Result<String, Error> {
    Sizes::measure(project)?.compare(&Sizes::read_baseline(project)?)
}

/// The page as a person uses it.
fn browser(project: &Project, log: &Path) -> Result<String, Error> {
    node_tests(
        project,
        log,
        &test_files(project, "e2e")?,
        FOR_A_FILE,
        &mut page_with_browser(project)?,
    )
}

/// Opens what the page and the command line export with the programs that it is meant for.
fn exports(project: &Project, log: &Path) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let mut command = page_with_browser(project)?;
    node_tests(
        project,
        log,
        &test_files(project, "exports")?,
        FOR_A_FILE,
        command.env("CORS", cors),
    )
}

/// The page as a part of other people's pages, which the example sites are.
fn figures(project: &Project, log: &Path) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let mut command = page_with_browser(project)?;
    node_tests(
        project,
        log,
        &test_files(project, "embed")?,
        FOR_A_FILE,
        command.env("CORS", cors),
    )
}

/// Runs every command that the documentation shows.
fn documentation(project: &Project, log: &Path) -> Result<String, Error> {
    node_tests(
        project,
        log,
        &test_files(project, "docs")?,
        FOR_THE_DOCUMENTATION,
        &mut shell::command(project, "node")?,
    )
}

/// Node.js with a browser and the address of the page as it was built.
fn page_with_browser(project: &Project) -> Result<Command, Error> {
    let chromium = install::chromium_program(project)
        .ok_or_else(|| Error::missing("Chromium was not found", "install Chromium"))?;
    let server = Server::bind(Site::open(&project.dist())?, 0).map_err(at("no port is free"))?;
    let url = server.url();
    // The thread ends with this process.
    std::thread::spawn(move || server.run());
    let mut command = shell::command(project, "node")?;
    command
        .env("PAGE_URL", url)
        .env("CHROMIUM", chromium)
        .env("CHROMIUM_FLAGS", install::chromium_flags(project));
    Ok(command)
}

/// What a program says about the tests that it has run.
#[derive(Deserialize)]
struct Summary {
    passed: u64,
    failed: u64,
    /// What could not be run here.
    #[serde(default)]
    missing: Vec<Missing>,
}

/// A browser that could not be started.
#[derive(Deserialize)]
struct Missing {
    browser: String,
    packages: Vec<String>,
}

impl Summary {
    /// Reads the file that a program wrote.
    fn read(file: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(file).map_err(at(file.display()))?;
        serde_json::from_str(&text)
            .map_err(|error| Error::failed(format!("{}: {error}", file.display())))
    }

    /// The counts in words, if nothing failed and something was run.
    fn judge(&self) -> Result<String, Error> {
        let Self { passed, failed, .. } = self;
        if let Some(Missing { browser, packages }) = self.missing.first() {
            return Err(Error::missing(
                format!("{browser} could not be started"),
                format!("install {}", packages.join(", ")),
            ));
        }
        match (passed, failed) {
            (0, 0) => Err(Error::failed("no test was run")),
            (passed, 0) => Ok(format!("{passed} tests")),
            (_, failed) => Err(Error::failed(format!("{failed} tests failed"))),
        }
    }
}

/// Time for a test file; none needs half of it on two slow cores.
const FOR_A_FILE: Duration = Duration::from_mins(15);
/// The same for the file that runs every documented command, some of which build the page.
const FOR_THE_DOCUMENTATION: Duration = Duration::from_mins(30);

/// Runs test files with Node.js. One that takes longer than the timeout fails.
fn node_tests(
    project: &Project,
    log: &Path,
    files: &[PathBuf],
    timeout: Duration,
    command: &mut Command,
) -> Result<String, Error> {
    let summary = log.with_extension("json");
    command
        .args([
            "--test",
            "--test-reporter=spec",
            "--test-reporter-destination=stdout",
        ])
        .arg("--test-reporter=./summary.mjs")
        .arg(format!("--test-reporter-destination={}", summary.display()))
        // A browser that hangs must not hold up everything.
        .arg(format!("--test-timeout={}", timeout.as_millis()))
        .args(files)
        .current_dir(project.tests());
    shell::run(command, &sink(log))?;
    Summary::read(&summary)?.judge()
}

fn test_files(project: &Project, folder: &str) -> Result<Vec<PathBuf>, Error> {
    let folder = project.tests().join(folder);
    let entries = fs::read_dir(&folder).map_err(at(folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Error::failed(format!(
            "{} has no file *.test.mjs",
            folder.display()
        )));
    }
    Ok(files)
}

/// Compares the predicted exchanges with those of one browser.
fn exchanges(
    project: &Project,
    log: &Path,
    browser: &str,
    further: &[&str],
) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let report = project.tests().join("artifacts/browsers").join(browser);
    let mut command = browsers::comparison(project, &cors)?;
    command
        .args(["--browser", browser])
        .args(further)
        .arg("--report")
        .arg(&report);
    run_and_judge(&mut command, &report.join("report.json"), log)
}

/// Sets up on real servers what goes wrong in practice, and watches it in one browser.
fn pitfalls(project: &Project, log: &Path, browser: &str) -> Result<String, Error> {
    let cors = browsers::build_cors(project, &sink(log))?;
    let report = log.with_extension("json");
    let mut command = browsers::pitfalls(project, &cors)?;
    command
        .args(["--browser", browser])
        .arg("--report")
        .arg(&report);
    run_and_judge(&mut command, &report, log)
}

/// Runs a program that writes a report. A browser that could not be started explains why it failed.
fn run_and_judge(command: &mut Command, report: &Path, log: &Path) -> Result<String, Error> {
    // The report is of this run alone.
    let _ = fs::remove_file(report);
    let ran = shell::run(command, &sink(log));
    match (Summary::read(report).map(|summary| summary.judge()), ran) {
        (Ok(Err(missing @ Error::Missing { .. })), _) => Err(missing),
        (_, Err(failed)) => Err(failed),
        (judged, Ok(())) => judged?,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Result<&str, &str>) {
        let judged = serde_json::from_str::<Summary>(json).unwrap().judge();
        let judged = judged.map_err(|error| error.to_string());
        assert_eq!(judged.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn summary_counts_and_names_what_is_missing() {
        check(r#"{"passed": 3, "failed": 0}"#, Ok("3 tests"));
        check(r#"{"passed": 0, "failed": 0}"#, Err("no test was run"));
        check(r#"{"passed": 3, "failed": 2}"#, Err("2 tests failed"));
        check(
            r#"{"passed": 0, "failed": 0, "missing": [{"browser": "webkit", "packages": ["a", "b"]}], "seed": 1}"#,
            Err("webkit could not be started (help: install a, b)"),
        );
    }

    #[test]
    fn words_select_steps_in_the_usual_order() {
        let keys = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            select(&words).map(|steps| steps.iter().map(|step| step.key).collect::<Vec<_>>())
        };
        assert_eq!(keys(&["browser", "page"]), Ok(vec!["page", "browser"]));
        assert_eq!(
            keys(&["browsers"]),
            Ok(vec![
                "browsers-chromium",
                "browsers-firefox",
                "browsers-webkit"
            ])
        );
        assert_eq!(keys(&[]).unwrap().len(), STEPS.len());
        assert_eq!(
            keys(&["x"]).unwrap_err().to_string(),
            "there is no step `x` (help: use one of format, lints, unit, selftest, dependencies, servers, page, size, browser, exports, browsers-chromium, browsers-firefox, browsers-webkit, pitfalls-chromium, pitfalls-firefox, pitfalls-webkit, embed, docs)"
        );
    }

    #[test]
    fn step_comes_after_the_step_that_it_builds_on() {
        for (index, step) in STEPS.iter().enumerate() {
            let place = step
                .after
                .map(|key| STEPS.iter().position(|one| one.key == key));
            assert!(
                place.is_none_or(|place| place.is_some_and(|place| place < index)),
                "{}",
                step.key
            );
        }
    }
}
