//! The program that splits the page's wasm into modules.

use super::Need;
use super::cargo_install::{self, Package};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;

const PACKAGE: &str = "wasm_split_cli_support";
const VERSION: &str = "0.2.4";

pub(super) const NEED: Need = Need {
    name: "wasm-split 0.2.4",
    is_ready,
    install,
};

/// The program does not tell its version, but Cargo keeps a list of what it has installed.
fn is_ready(project: &Project) -> bool {
    let list = project.tools().join(".crates.toml");
    let list = std::fs::read_to_string(list).unwrap_or_default();
    list.contains(&format!("\"{PACKAGE} {VERSION} "))
        && project.find_program("wasm-split-cli").is_some()
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    let package = Package {
        name: PACKAGE,
        version: VERSION,
        arguments: &["--features", "build-binary"],
    };
    // Nobody publishes it prebuilt.
    cargo_install::from_source(project, package, sink)
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
