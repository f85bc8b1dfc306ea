//! The lines of nginx that the proof runs, each of another Debian release.

use super::{Need, debian};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;
use std::path::PathBuf;

/// The line of Debian 12.
pub(super) const V1_22: Need = Need {
    name: "nginx 1.22",
    is_ready: |project| is_ready(project, "1.22"),
    install: |project, sink| install(project, "1.22", "bookworm", sink),
};

/// The line of Debian 13.
pub(super) const V1_26: Need = Need {
    name: "nginx 1.26",
    is_ready: |project| is_ready(project, "1.26"),
    install: |project, sink| install(project, "1.26", "trixie", sink),
};

/// The line of the next Debian, which moves on.
pub(super) const V1_30: Need = Need {
    name: "nginx 1.30",
    is_ready: |project| is_ready(project, "1.30"),
    install: |project, sink| install(project, "1.30", "forky", sink),
};

/// Where the proof looks for it.
fn folder(project: &Project, line: &str) -> PathBuf {
    project.tools().join(format!("nginx-{line}"))
}

fn is_ready(project: &Project, line: &str) -> bool {
    let output = debian::command(&folder(project, line), "usr/sbin/nginx")
        .and_then(|mut command| command.arg("-v").output().ok());
    // It prints its version as an error.
    let printed = output.map(|output| output.stderr).unwrap_or_default();
    String::from_utf8_lossy(&printed).contains(&format!("nginx/{line}."))
}

fn install(project: &Project, line: &str, suite: &str, sink: &Sink) -> Result<(), Error> {
    debian::unpack(project, suite, "nginx", &folder(project, line), sink)
}
