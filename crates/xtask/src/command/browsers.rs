//! `cargo xtask browsers`: predicted exchanges beside those of real browsers.

use crate::error::{Error, at};
use crate::install::{self, Need};
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Each browser by its name on the command line, with what it needs.
const BROWSERS: &[(&str, &[&Need])] = &[
    ("chromium", install::FOR_CHROMIUM),
    ("firefox", install::FOR_FIREFOX),
    ("webkit", install::FOR_WEBKIT),
];

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    for (_, needs) in chosen(arguments) {
        match install::ensure_all(project, needs) {
            Ok(()) => {}
            // The comparison goes on with the other browsers and says again which one it left out.
            Err(missing @ Error::Missing { .. }) => {
                say::progress(&format!("NOT RUN: {missing}"));
            }
            Err(failed) => return Err(failed),
        }
    }
    let cors = build_cors(project, &Sink::Terminal)?;
    shell::hand_over_to(comparison(project, &cors)?.args(arguments))
}

/// The browsers that `--browser` names; all of them without it.
fn chosen(
    arguments: &[String],
) -> impl Iterator<Item = &'static (&'static str, &'static [&'static Need])> {
    let place = arguments
        .iter()
        .position(|word| word == "--browser" || word.starts_with("--browser="));
    let named = place.and_then(|place| match arguments[place].split_once('=') {
        Some((_, list)) => Some(list.to_owned()),
        None => arguments.get(place + 1).cloned(),
    });
    BROWSERS.iter().filter(move |(name, _)| {
        named
            .as_deref()
            .is_none_or(|list| list.split(',').any(|one| one.trim() == *name))
    })
}

/// The comparison, ready for its arguments.
pub(super) fn comparison(project: &Project, cors: &Path) -> Result<Command, Error> {
    program(project, "tests/browsers/run.mjs", cors)
}

/// What goes wrong in practice beside what is predicted of it, ready for its arguments.
pub(super) fn pitfalls(project: &Project, cors: &Path) -> Result<Command, Error> {
    program(project, "tests/browsers/pitfalls.mjs", cors)
}

fn program(project: &Project, script: &str, cors: &Path) -> Result<Command, Error> {
    let mut command = shell::command(project, "node")?;
    command.arg(script).arg("--cors").arg(cors);
    Ok(command)
}

/// Builds the command line `cors`, which predicts, and says where it is.
pub(super) fn build_cors(project: &Project, sink: &Sink) -> Result<PathBuf, Error> {
    let mut command = shell::cargo(project);
    command.args([
        "build",
        "--quiet",
        "--locked",
        "--package",
        "cors-cli",
        "--profile",
        "tools",
    ]);
    shell::run(&mut command, sink)?;
    // Cargo has put this very program into a folder beside it, wherever that is.
    let this = std::env::current_exe().map_err(at("this program"))?;
    let target = this.ancestors().nth(2).unwrap_or(project.root());
    let program = target
        .join("tools")
        .join(format!("cors{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        Ok(program)
    } else {
        Err(Error::failed(format!(
            "`cors` was built but is not {}",
            program.display()
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &[&str], expected: &[&str]) {
        let owned: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
        let names: Vec<&str> = chosen(&owned).map(|(name, _)| *name).collect();
        assert_eq!(names, expected, "{arguments:?}");
    }

    #[test]
    fn only_browsers_that_are_named_are_installed() {
        check(&[], &["chromium", "firefox", "webkit"]);
        check(&["--sample", "9"], &["chromium", "firefox", "webkit"]);
        check(&["--browser", "firefox"], &["firefox"]);
        check(&["--browser=webkit, chromium"], &["chromium", "webkit"]);
        check(&["--browser", "netscape"], &[]);
    }
}
