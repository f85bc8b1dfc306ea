//! Packages of Debian and its relatives.

use crate::project::Project;
use crate::shell::{self, Sink};
use crate::trouble::Trouble;
use std::process::Command;

/// How this user may install system packages.
enum Privilege {
    Root,
    Sudo,
}

/// Installs packages if this user may; otherwise says which command a person has to run.
pub(super) fn install(project: &Project, packages: &[&str], sink: &Sink) -> Result<(), Trouble> {
    let names = packages.join(" ");
    if project.find_program("apt-get").is_none() {
        return Err(Trouble::missing(
            format!("{names} is not installed"),
            format!("install {names} with this system's package manager"),
        ));
    }
    let Some(privilege) = privilege(project) else {
        return Err(Trouble::missing(
            format!("{names} is not installed, and this user may not install it"),
            format!("sudo apt-get install {names}"),
        ));
    };
    // An outdated list may still do, so only the installation decides.
    let _ = shell::run(apt(project, &privilege)?.arg("update"), sink);
    let mut command = apt(project, &privilege)?;
    command
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages);
    shell::run(&mut command, sink)
}

fn apt(project: &Project, privilege: &Privilege) -> Result<Command, Trouble> {
    let mut command = match privilege {
        Privilege::Root => shell::command(project, "env")?,
        Privilege::Sudo => {
            let mut command = shell::command(project, "sudo")?;
            command.args(["-n", "env"]);
            command
        }
    };
    command.args([
        "DEBIAN_FRONTEND=noninteractive",
        // Package scripts that start services leave that out in single-user mode.
        "RUNLEVEL=1",
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]);
    Ok(command)
}

fn privilege(project: &Project) -> Option<Privilege> {
    if is_root(project) {
        return Some(Privilege::Root);
    }
    let mut sudo = shell::command(project, "sudo").ok()?;
    shell::answer(sudo.args(["-n", "true"])).map(|_| Privilege::Sudo)
}

/// Whether this process may do everything on a Unix system.
pub(super) fn is_root(project: &Project) -> bool {
    shell::command(project, "id")
        .ok()
        .and_then(|mut command| shell::answer(command.arg("-u")))
        .is_some_and(|id| id.trim() == "0")
}
