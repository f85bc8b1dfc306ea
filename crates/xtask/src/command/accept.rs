//! `cargo xtask accept`: what there is becomes what is expected.

use super::{expect_none, page};
use crate::error::Error;
use crate::install;
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use crate::size::Sizes;
use std::process::ExitCode;

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => {
            accept_golden(project)?;
            accept_size(project)?;
        }
        ["golden"] => accept_golden(project)?,
        ["size"] => accept_size(project)?,
        other => expect_none(other)?,
    }
    say::line("Look at `git diff` before you commit.");
    Ok(ExitCode::SUCCESS)
}

/// Lets the tests write the files that they compare with.
fn accept_golden(project: &Project) -> Result<(), Error> {
    let mut command = shell::cargo(project);
    command
        .args(["test", "--workspace", "golden"])
        .env("UPDATE_GOLDEN", "1");
    shell::run(&mut command, &Sink::Terminal)
}

fn accept_size(project: &Project) -> Result<(), Error> {
    install::ensure_all(project, install::FOR_PAGE)?;
    install::ensure_all(project, install::FOR_SIZE)?;
    page::build(project, &Sink::Terminal)?;
    let sizes = Sizes::measure(project)?;
    match Sizes::read_baseline(project) {
        Ok(before) => say::line(&sizes.report(&before)),
        Err(reason) => say::line(&format!("starting a new baseline: {reason}")),
    }
    sizes.write_baseline(project)
}
