//! Numbered steps with their times, and the summary at the end.

use crate::error::Error;
use crate::install::{Installs, Need};
use crate::project::Project;
use crate::say;
use crate::shell;
use std::path::Path;
use std::time::{Duration, Instant};

/// One part of the tests. Its output goes into a log, which is shown if it fails.
#[derive(Debug)]
pub(crate) struct Step {
    /// The word that selects it on the command line.
    pub(crate) key: &'static str,
    /// What it does, for people.
    pub(crate) title: &'static str,
    /// What must be installed before.
    pub(crate) needs: &'static [&'static Need],
    /// The key of the step without whose result it has nothing to work on.
    pub(crate) after: Option<&'static str>,
    /// Does the work, writes to the log, and sums up what was found in a few words.
    pub(crate) run: fn(&Project, &Path) -> Result<String, Error>,
}

/// How strict a run is about what could not be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// What cannot be run here is named, and the rest decides.
    OnAPersonsMachine,
    /// What cannot be run has failed: nobody would read the warning.
    InContinuousIntegration,
}

impl Strictness {
    /// As most services say it: the variable `CI` is set, and not to a word for no.
    pub(crate) fn from_environment() -> Self {
        match std::env::var("CI").as_deref() {
            Err(_) | Ok("" | "0" | "false") => Self::OnAPersonsMachine,
            Ok(_) => Self::InContinuousIntegration,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Passed(String),
    Failed(String),
    Skipped(String),
}

#[derive(Debug)]
struct Row {
    key: &'static str,
    title: &'static str,
    outcome: Outcome,
    time: Duration,
}

/// Whether everything that was run has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Something was run, and nothing failed.
    Green,
    /// A step failed, or none could be run.
    Red,
}

/// Looking whether something is installed takes a moment, which is no wait worth a line.
const PATIENCE: Duration = Duration::from_secs(1);

/// As many lines as help to understand a failure without scrolling for ever.
const SHOWN_LINES: usize = 200;

/// Runs steps in their order, all of them whatever fails, while the installing thread works.
pub(crate) fn run_all(
    project: &Project,
    steps: &[&Step],
    installs: &Installs,
    strictness: Strictness,
) -> Verdict {
    let mut rows: Vec<Row> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let place = format!("{}/{}", index + 1, steps.len());
        let started = Instant::now();
        say::line(&format!("{place}  {} …", step.title));
        let broken = rows
            .iter()
            .find(|row| Some(row.key) == step.after && !matches!(row.outcome, Outcome::Passed(_)));
        let outcome = match broken {
            Some(Row {
                title,
                outcome: Outcome::Skipped(why),
                ..
            }) => Outcome::Skipped(format!("{title} was not run: {why}")),
            Some(Row { title, .. }) => Outcome::Failed(format!("{title} failed")),
            None => run_one(project, step, installs, strictness),
        };
        let time = started.elapsed();
        say::line(&format!(
            "{place}  {}: {} in {}",
            step.title,
            describe(&outcome),
            say::time(time)
        ));
        rows.push(Row {
            key: step.key,
            title: step.title,
            outcome,
            time,
        });
    }
    summarise(&rows)
}

fn run_one(project: &Project, step: &Step, installs: &Installs, strictness: Strictness) -> Outcome {
    if !installs.are_done_within(PATIENCE, step.needs) {
        let names = installs.open(step.needs);
        say::line(&format!(
            "      waiting for the installation of: {}",
            names.join(", ")
        ));
    }
    let log = project.tools().join(format!("log/{}.log", step.key));
    // The log is of this run alone.
    let _ = std::fs::remove_file(&log);
    let result = installs
        .wait_for(step.needs)
        .and_then(|()| (step.run)(project, &log));
    if let Err(Error::Failed(_)) = result
        && log.is_file()
    {
        say::line(&shell::tail(&log, SHOWN_LINES));
    }
    judge(result, strictness)
}

fn judge(result: Result<String, Error>, strictness: Strictness) -> Outcome {
    match (result, strictness) {
        (Ok(note), _) => Outcome::Passed(note),
        (Err(missing @ Error::Missing { .. }), Strictness::OnAPersonsMachine) => {
            Outcome::Skipped(missing.to_string())
        }
        (Err(error), _) => Outcome::Failed(error.to_string()),
    }
}

fn describe(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed(note) if note.is_empty() => "passed".to_owned(),
        Outcome::Passed(note) => format!("passed ({note})"),
        Outcome::Failed(why) => format!("FAILED: {why}"),
        Outcome::Skipped(why) => format!("NOT RUN: {why}"),
    }
}

fn summarise(rows: &[Row]) -> Verdict {
    let width = rows
        .iter()
        .map(|row| row.title.chars().count())
        .max()
        .unwrap_or(0);
    say::line("");
    for row in rows {
        let time = say::time(row.time);
        say::line(&format!(
            "  {:width$}  {time:>12}  {}",
            row.title,
            describe(&row.outcome)
        ));
    }
    let count =
        |wanted: fn(&Outcome) -> bool| rows.iter().filter(|row| wanted(&row.outcome)).count();
    let passed = count(|outcome| matches!(outcome, Outcome::Passed(_)));
    let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(_)));
    if skipped > 0 {
        say::line("");
        say::line(&format!(
            "WARNING: {skipped} of {} steps were not run, so nothing is known about them.",
            rows.len()
        ));
    }
    say::line("");
    say::line(&format!(
        "{passed} passed, {failed} failed, {skipped} skipped"
    ));
    if failed == 0 && passed > 0 {
        Verdict::Green
    } else {
        Verdict::Red
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(result: Result<String, Error>, strictness: Strictness, expected: &str) {
        assert_eq!(describe(&judge(result, strictness)), expected);
    }

    fn missing() -> Error {
        Error::missing("nginx is not installed", "sudo apt-get install nginx")
    }

    #[test]
    fn missing_package_is_named_on_a_persons_machine() {
        check(
            Err(missing()),
            Strictness::OnAPersonsMachine,
            "NOT RUN: nginx is not installed (help: sudo apt-get install nginx)",
        );
    }

    #[test]
    fn missing_package_is_a_failure_in_continuous_integration() {
        check(
            Err(missing()),
            Strictness::InContinuousIntegration,
            "FAILED: nginx is not installed (help: sudo apt-get install nginx)",
        );
    }

    #[test]
    fn failure_is_a_failure_everywhere() {
        for strictness in [
            Strictness::OnAPersonsMachine,
            Strictness::InContinuousIntegration,
        ] {
            check(Err(Error::failed("no")), strictness, "FAILED: no");
            check(Ok("3 tests".to_owned()), strictness, "passed (3 tests)");
        }
    }
}
