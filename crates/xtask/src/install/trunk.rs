//! Trunk, which turns the page's crate into files for a static host.

use super::Need;
use super::cargo_install::{self, Package};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;

/// Later ones need a newer compiler than the one that this project pins.
const VERSION: &str = "0.21.14";

pub(super) const NEED: Need = Need {
    name: "Trunk 0.21.14",
    is_ready,
    install,
};

fn is_ready(project: &Project) -> bool {
    cargo_install::printed_version(project, "trunk").as_deref() == Some(VERSION)
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    // Its default features are for downloading tools, which we bring along ourselves.
    let package = Package {
        name: "trunk",
        version: VERSION,
        arguments: &["--no-default-features"],
    };
    cargo_install::prebuilt_or_from_source(project, package, is_ready, sink)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version;

    #[test]
    fn name_tells_the_version() {
        assert_eq!(version::printed(NEED.name), Some(VERSION));
    }
}
