//! Firefox, for the comparison of predicted and real exchanges.

use super::{Need, apt};

pub(super) const NEED: Need = Need {
    name: "Firefox",
    is_ready: |project| {
        std::env::var_os("FIREFOX").is_some()
            || project.find_program("firefox-esr").is_some()
            || project.find_program("firefox").is_some()
    },
    install: |project, sink| apt::install(project, &["firefox-esr"], sink),
};
