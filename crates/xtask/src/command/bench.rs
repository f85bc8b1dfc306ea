//! `cargo xtask bench`: how long the core takes; with `--check`, whether it takes longer than it may.

use super::expect_none;
use crate::bench;
use crate::error::Error;
use crate::project::Project;
use crate::shell;
use std::process::ExitCode;

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    if let [first, rest @ ..] = arguments
        && first == "--check"
    {
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        expect_none(&rest)?;
        return bench::check(project);
    }
    let mut command = shell::cargo(project);
    command
        .args(["bench", "--locked", "--"])
        // Whatever follows is for the benchmarks, such as part of a name.
        .args(arguments);
    shell::hand_over_to(&mut command)
}
