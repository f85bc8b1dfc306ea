//! `cargo xtask bench`: how long the core takes; with `--check`, whether it takes longer than it may; `bench page`
//! measures how fast the built page loads and reacts to keys.

use super::expect_none;
use super::page::build;
use crate::bench;
use crate::error::Error;
use crate::install;
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use std::process::ExitCode;

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    if let [first, rest @ ..] = arguments
        && first == "--check"
    {
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        expect_none(&rest)?;
        return bench::check(project);
    }
    if let [first, rest @ ..] = arguments
        && first == "page"
    {
        return page(project, rest);
    }
    let mut command = shell::cargo(project);
    command
        .args(["bench", "--locked", "--"])
        // Whatever follows is for the benchmarks, such as part of a name.
        .args(arguments);
    shell::hand_over_to(&mut command)
}

/// Builds the page and measures it beside the floor and, with `--peer DIR`, beside another page.
fn page(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    install::ensure_all(project, install::FOR_PAGE)?;
    install::ensure_all(project, install::FOR_BROWSER)?;
    build(project, &Sink::Terminal)?;
    let out = project.target().join("bench-page");
    let mut command = shell::command(project, "node")?;
    command
        .arg("tests/bench/page.mjs")
        .arg(&out)
        .args(arguments);
    shell::run(&mut command, &Sink::Terminal)?;
    say::line(&out.join("page.svg").display().to_string());
    Ok(ExitCode::SUCCESS)
}
