//! curl, which runs the commands of the proof kit.

use super::{Need, apt};

pub(super) const NEED: Need = Need {
    name: "curl",
    is_ready: |project| project.find_program("curl").is_some(),
    install: |project, sink| apt::install(project, &["curl"], sink),
};
