//! The packages of Python that the proof runs, at the versions and hashes of the files in `tests/python/`: one
//! virtual environment, and folders with other versions of some packages.

use super::{Need, apt};
use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::{self, Sink};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub(super) const NEED: Need = Need {
    name: "Python packages of the proof on real servers",
    is_ready,
    install,
};

/// The oldest minor version of Python 3 that the packages run on.
const OLDEST_MINOR: u32 = 11;

/// What is installed into the virtual environment.
const REQUIREMENTS: &str = "requirements";

/// What is installed into a folder of its own, which comes first in the path where it is used.
const INSTEAD: &[&str] = &["starlette-1.6"];

fn folder(project: &Project) -> PathBuf {
    project.tools().join("python")
}

fn list(project: &Project, name: &str) -> PathBuf {
    project.tests().join(format!("python/{name}.txt"))
}

/// What a finished installation says of itself: where it is, because its programs name the place, and what is in it.
fn state(project: &Project) -> Option<String> {
    let mut state = folder(project).display().to_string();
    for name in std::iter::once(&REQUIREMENTS).chain(INSTEAD) {
        state.push_str(&fs::read_to_string(list(project, name)).ok()?);
    }
    Some(state)
}

/// Written last, so that an interrupted installation does not count.
fn stamp(project: &Project) -> PathBuf {
    folder(project).join("installed")
}

fn is_ready(project: &Project) -> bool {
    let found = fs::read_to_string(stamp(project)).ok();
    let runs = shell::answer(python(project).arg("--version")).is_some();
    runs && found.is_some() && found == state(project)
}

/// The Python of the virtual environment.
fn python(project: &Project) -> Command {
    shell::command_at(project, &folder(project).join("bin/python"))
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    let folder = folder(project);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(at(folder.display()))?;
    }
    ensure_python(project, sink)?;
    let mut command = shell::command(project, "python3")?;
    shell::run(command.args(["-m", "venv"]).arg(&folder), sink)?;
    let pip = |name: &str| {
        let mut command = python(project);
        command
            .args(["-m", "pip", "install", "--quiet", "--require-hashes", "-r"])
            .arg(list(project, name));
        command
    };
    shell::run(&mut pip(REQUIREMENTS), sink)?;
    for name in INSTEAD {
        let mut command = pip(name);
        let target = folder.join(name);
        shell::run(command.args(["--no-deps", "--target"]).arg(target), sink)?;
    }
    let stamp = stamp(project);
    fs::write(&stamp, state(project).unwrap_or_default()).map_err(at(stamp.display()))
}

/// Makes sure that there is a Python that can make virtual environments.
fn ensure_python(project: &Project, sink: &Sink) -> Result<(), Error> {
    if project.find_program("python3").is_none() {
        apt::install(project, &["python3", "python3-venv"], sink)?;
    }
    let runs = |code: &str| -> Result<bool, Error> {
        let mut command = shell::command(project, "python3")?;
        Ok(shell::answer(command.args(["-c", code])).is_some())
    };
    if !runs(&format!(
        "import sys; sys.exit(sys.version_info < (3, {OLDEST_MINOR}))"
    ))? {
        return Err(Error::missing(
            format!("Python is older than 3.{OLDEST_MINOR}"),
            format!("install Python 3.{OLDEST_MINOR} or newer as `python3`"),
        ));
    }
    // Debian has them in a package of their own.
    if !runs("import venv, ensurepip")? {
        apt::install(project, &["python3-venv"], sink)?;
    }
    Ok(())
}
