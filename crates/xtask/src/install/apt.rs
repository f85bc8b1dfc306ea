//! Packages of Debian and its relatives.

use crate::error::Error;
use crate::project::Project;
use crate::shell::{self, Sink};
use std::process::Command;
use std::sync::Once;

/// Whether the lists of packages have been renewed by this process.
static UPDATED: Once = Once::new();

/// How this user may install system packages.
enum Privilege {
    Root,
    Sudo,
}

/// Installs packages if this user may; otherwise says which command a person has to run.
pub(super) fn install(project: &Project, packages: &[&str], sink: &Sink) -> Result<(), Error> {
    let names = packages.join(" ");
    if project.find_program("apt-get").is_none() {
        return Err(Error::missing(
            format!("{names} is not installed"),
            format!("install {names} with this system's package manager"),
        ));
    }
    let Some(privilege) = privilege(project) else {
        return Err(Error::missing(
            format!("{names} is not installed, and this user may not install it"),
            format!("sudo apt-get install {names}"),
        ));
    };
    // Once is enough for all packages of a run, and an outdated list may still do, so only the
    // installation decides.
    let mut update = apt(project, &privilege, "update")?;
    UPDATED.call_once(|| {
        let _ = shell::run(&mut update, sink);
    });
    let mut command = apt(project, &privilege, "install")?;
    command
        .args(["-y", "--no-install-recommends"])
        .args(packages);
    shell::run(&mut command, sink)
}

fn apt(project: &Project, privilege: &Privilege, verb: &str) -> Result<Command, Error> {
    let variables = [
        ("DEBIAN_FRONTEND", "noninteractive"),
        // Package scripts that start services leave that out in single-user mode.
        ("RUNLEVEL", "1"),
    ];
    let mut command = match privilege {
        Privilege::Root => {
            let mut command = shell::command(project, "apt-get")?;
            command.envs(variables);
            command
        }
        Privilege::Sudo => {
            let mut command = shell::command(project, "sudo")?;
            // Variables of ours would not reach the program through sudo.
            command.args(["-n", "env"]);
            command.args(variables.map(|(name, value)| format!("{name}={value}")));
            command.arg("apt-get");
            command
        }
    };
    command.args([verb, "-q", "-o", "DPkg::Lock::Timeout=300"]);
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
