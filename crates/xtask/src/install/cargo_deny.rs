//! cargo-deny, which checks licences, sources and versions of the dependencies.

use super::Need;
use super::cargo_install::{self, Package};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;

const VERSION: &str = "0.20.2";

pub(super) const NEED: Need = Need {
    name: "cargo-deny 0.20.2",
    is_ready,
    install,
};

fn is_ready(project: &Project) -> bool {
    cargo_install::printed_version(project, "cargo-deny").as_deref() == Some(VERSION)
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    let package = Package {
        name: "cargo-deny",
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
