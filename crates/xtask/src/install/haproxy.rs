//! The lines of HAProxy that the proof runs, each of another Debian release.

use super::{Need, debian};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;
use std::path::PathBuf;

/// The line of Debian 12.
pub(super) const V2_6: Need = Need {
    name: "HAProxy 2.6",
    is_ready: |project| is_ready(project, "2.6"),
    install: |project, sink| install(project, "2.6", "bookworm", sink),
};

/// The line of Debian 13.
pub(super) const V3_0: Need = Need {
    name: "HAProxy 3.0",
    is_ready: |project| is_ready(project, "3.0"),
    install: |project, sink| install(project, "3.0", "trixie", sink),
};

/// The line of the next Debian, which moves on.
pub(super) const V3_2: Need = Need {
    name: "HAProxy 3.2",
    is_ready: |project| is_ready(project, "3.2"),
    install: |project, sink| install(project, "3.2", "forky", sink),
};

/// Where the proof looks for it.
fn folder(project: &Project, line: &str) -> PathBuf {
    project.tools().join(format!("haproxy-{line}"))
}

fn is_ready(project: &Project, line: &str) -> bool {
    let output = debian::command(&folder(project, line), "usr/sbin/haproxy")
        .and_then(|mut command| command.arg("-v").output().ok());
    let printed = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&printed).contains(&format!("version {line}."))
}

fn install(project: &Project, line: &str, suite: &str, sink: &Sink) -> Result<(), Error> {
    debian::unpack(project, suite, "haproxy", &folder(project, line), sink)
}
