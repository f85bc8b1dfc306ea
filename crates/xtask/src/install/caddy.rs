//! The lines of Caddy that the proof runs, each of another Debian release.

use super::{Need, debian};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;
use std::path::PathBuf;

/// The line of Debian 12.
pub(super) const V2_6: Need = Need {
    name: "Caddy 2.6",
    is_ready: |project| is_ready(project, "2.6"),
    install: |project, sink| install(project, "2.6", "bookworm", sink),
};

/// The line of the next Debian, which moves on.
pub(super) const V2_11: Need = Need {
    name: "Caddy 2.11",
    is_ready: |project| is_ready(project, "2.11"),
    install: |project, sink| install(project, "2.11", "forky", sink),
};

/// Where the proof looks for it.
fn folder(project: &Project, line: &str) -> PathBuf {
    project.tools().join(format!("caddy-{line}"))
}

fn is_ready(project: &Project, line: &str) -> bool {
    let output = debian::command(&folder(project, line), "usr/bin/caddy")
        .and_then(|mut command| command.arg("version").output().ok());
    let printed = output.map(|output| output.stdout).unwrap_or_default();
    let printed = String::from_utf8_lossy(&printed);
    printed
        .trim_start_matches('v')
        .starts_with(&format!("{line}."))
}

fn install(project: &Project, line: &str, suite: &str, sink: &Sink) -> Result<(), Error> {
    debian::unpack(project, suite, "caddy", &folder(project, line), sink)
}
