//! Apache httpd of Debian 12, whose release stays: only the security archive has newer ones.

use super::{Need, debian};
use crate::project::Project;
use std::path::PathBuf;

pub(super) const V2_4: Need = Need {
    name: "Apache httpd 2.4",
    is_ready,
    install: |project, sink| {
        debian::unpack(project, "bookworm", "apache2-bin", &folder(project), sink)
    },
};

/// Where the proof looks for it.
fn folder(project: &Project) -> PathBuf {
    project.tools().join("apache-2.4")
}

fn is_ready(project: &Project) -> bool {
    let output = debian::command(&folder(project), "usr/sbin/apache2")
        .and_then(|mut command| command.arg("-v").output().ok());
    let printed = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&printed).contains("Apache/2.4.")
}
