//! `cargo xtask accept`: what there is becomes what is expected.

use super::{expect_none, page};
use crate::error::{Error, at};
use crate::install;
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use crate::size::{self, Sizes};
use std::fs;
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
    let file = size::baseline_file(project);
    // The limit is not a matter of acceptance: over it, only a smaller page is accepted.
    let before = fs::read_to_string(&file).ok();
    if let Some(before) = before.as_deref().and_then(Sizes::parse) {
        sizes.accept_over(&before)?;
    }
    fs::write(&file, sizes.to_json()).map_err(at(file.display()))?;
    say::line(&sizes.compare(&sizes)?);
    Ok(())
}
