//! mdBook, which builds one of the example sites.

use super::Need;
use super::cargo_install::{self, Package};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;

const VERSION: &str = "0.5.4";

pub(super) const NEED: Need = Need {
    name: "mdBook 0.5.4",
    is_ready,
    install,
};

fn is_ready(project: &Project) -> bool {
    cargo_install::printed_version(project, "mdbook").as_deref() == Some(VERSION)
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    // Its default features watch, serve and search, and take longer to build than the rest of it.
    let package = Package {
        name: "mdbook",
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
