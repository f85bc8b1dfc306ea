//! `cargo xtask bench`: how long the core takes.

use crate::error::Error;
use crate::project::Project;
use crate::shell;
use std::process::ExitCode;

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let mut command = shell::cargo(project);
    command
        .args(["bench", "--locked", "--"])
        // Whatever is written behind is for the benchmarks, such as part of a name.
        .args(arguments);
    shell::hand_over_to(&mut command)
}
