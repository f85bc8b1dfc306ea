//! Xvfb, the display for browsers that cannot do without one.

use super::{Need, apt};

pub(super) const NEED: Need = Need {
    name: "Xvfb",
    is_ready: |project| project.find_program("Xvfb").is_some(),
    install: |project, sink| apt::install(project, &["xvfb"], sink),
};
