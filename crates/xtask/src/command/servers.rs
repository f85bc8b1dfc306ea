//! `cargo xtask servers`: the proof on real servers.

use crate::error::Error;
use crate::install;
use crate::project::Project;
use crate::shell;
use std::process::{Command, ExitCode};

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    install::ensure_all(project, install::FOR_SERVERS)?;
    shell::hand_over_to(proof(project).args(arguments))
}

/// The program that starts the servers and compares, ready for its arguments.
pub(super) fn proof(project: &Project) -> Command {
    let mut command = shell::cargo(project);
    command.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "server-proof",
        "--profile",
        "tools",
        "--",
    ]);
    command
}
