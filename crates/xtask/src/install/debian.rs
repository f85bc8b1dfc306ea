//! Programs of other Debian releases, unpacked next to the system with all that they depend on.
//!
//! Nothing of the system changes: apt works on lists of its own, and the packages are unpacked instead of installed.
//! A program runs with the loader and libraries that were unpacked with it.

use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::{self, Sink};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The mirror, if the machine's own sources name none.
const MIRROR: &str = "http://deb.debian.org/debian";
const SOURCES: &str = "/etc/apt/sources.list.d/debian.sources";
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Unpacks a package of a release, with all it depends on, into the folder `root` of `folder`.
pub(super) fn unpack(
    project: &Project,
    suite: &str,
    package: &str,
    folder: &Path,
    sink: &Sink,
) -> Result<(), Error> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(at(folder.display()))?;
    }
    let work = folder.join("work");
    for part in ["lists/partial", "cache/archives/partial", "packages"] {
        let path = work.join(part);
        fs::create_dir_all(&path).map_err(at(path.display()))?;
    }
    let sources = work.join("sources.list");
    let line = format!("deb [signed-by={KEYRING}] {} {suite} main\n", mirror());
    fs::write(&sources, line).map_err(at(sources.display()))?;
    shell::run(apt(project, &work)?.args(["-qq", "update"]), sink)?;
    let planned = shell::output(apt(project, &work)?.args(["-s", "install", package]), sink)?;
    let packages = work.join("packages");
    shell::run(
        apt(project, &work)?
            .args(["-qq", "download"])
            .args(to_install(&planned))
            .current_dir(&packages),
        sink,
    )?;
    let root = folder.join("root");
    for file in fs::read_dir(&packages).map_err(at(packages.display()))? {
        let file = file.map_err(at(packages.display()))?;
        let mut unpack = shell::command(project, "dpkg")?;
        shell::run(unpack.arg("-x").arg(file.path()).arg(&root), sink)?;
    }
    fs::remove_dir_all(&work).map_err(at(work.display()))
}

/// The command that starts an unpacked program.
pub(super) fn command(folder: &Path, program: &str) -> Option<Command> {
    let root = folder.join("root");
    let mut loaders = ["usr/lib64", "lib64"]
        .iter()
        .map(|part| root.join(part).join("ld-linux-x86-64.so.2"));
    let loader = loaders.find(|path| path.is_file())?;
    let libraries: Vec<PathBuf> = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"]
        .iter()
        .map(|part| root.join(part))
        .collect();
    let mut command = Command::new(loader);
    command
        .arg("--library-path")
        .arg(std::env::join_paths(libraries).ok()?)
        .arg(root.join(program));
    Some(command)
}

/// apt-get with everything that it reads and writes in one folder.
fn apt(project: &Project, work: &Path) -> Result<Command, Error> {
    let mut command = shell::command(project, "apt-get")?;
    for (option, part) in [
        ("Dir::Etc::sourcelist", "sources.list"),
        ("Dir::State::Lists", "lists"),
        ("Dir::Cache", "cache"),
    ] {
        command
            .arg("-o")
            .arg(format!("{option}={}", work.join(part).display()));
    }
    for option in [
        "Dir::Etc::sourceparts=-",
        // As if nothing was installed, so that every dependency is part of the plan.
        "Dir::State::status=/dev/null",
        "APT::Install-Recommends=false",
        "APT::Sandbox::User=root",
    ] {
        command.args(["-o", option]);
    }
    Ok(command)
}

fn mirror() -> String {
    let sources = fs::read_to_string(SOURCES).unwrap_or_default();
    first_mirror(&sources).unwrap_or(MIRROR).to_owned()
}

fn first_mirror(sources: &str) -> Option<&str> {
    let mut lines = sources.lines();
    let uris = lines.find_map(|line| line.strip_prefix("URIs:"))?;
    uris.split_whitespace().next()
}

/// The packages that a simulated installation names.
fn to_install(planned: &str) -> Vec<&str> {
    planned
        .lines()
        .filter_map(|line| line.strip_prefix("Inst ")?.split_whitespace().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_those_that_apt_would_install() {
        let planned = "Reading package lists...\nInst libc6 (2.41-12 Debian:13 [amd64])\nConf libc6 (2.41-12)\nInst nginx (1.26.3-3 Debian:13 [amd64])\n";
        assert_eq!(to_install(planned), ["libc6", "nginx"]);
    }

    #[test]
    fn mirror_is_the_first_of_the_sources() {
        let sources = "Types: deb\n# URIs: http://old.example\nURIs: http://one.example http://two.example\nURIs: http://three.example\n";
        assert_eq!(first_mirror(sources), Some("http://one.example"));
        assert_eq!(first_mirror("Types: deb\n"), None);
    }
}
