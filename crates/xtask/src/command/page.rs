//! `cargo xtask page`: the page as it is deployed.

use super::expect_none;
use crate::error::Error;
use crate::install;
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use std::process::{Command, ExitCode};

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    expect_none(&words)?;
    install::ensure_all(project, install::FOR_PAGE)?;
    build(project, &Sink::Terminal)?;
    say::line(&project.dist().display().to_string());
    Ok(ExitCode::SUCCESS)
}

/// Trunk, ready for its arguments.
pub(super) fn trunk(project: &Project) -> Result<Command, Error> {
    let mut command = shell::command(project, "trunk")?;
    // Trunk reads this variable as a flag and rejects the usual value `1`.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// Builds the page as it is deployed, into `dist`.
pub(super) fn build(project: &Project, sink: &Sink) -> Result<(), Error> {
    shell::run(trunk(project)?.args(["build", "--release"]), sink)
}
