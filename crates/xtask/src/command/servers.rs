//! `cargo xtask servers`: the proof on real servers.

use crate::error::Error;
use crate::install;
use crate::project::Project;
use crate::shell;
use std::process::{Command, ExitCode};

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let installs_nothing = ["--table", "--help", "-h"].into_iter().any(has);
    if !installs_nothing {
        install::ensure_all(project, install::FOR_SERVERS)?;
    }
    if !installs_nothing && !has("--share") {
        install::ensure_all(project, install::FOR_FULL_PROOF)?;
    }
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
