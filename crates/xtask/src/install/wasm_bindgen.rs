//! The wasm-bindgen program, which must have the very version of the library in Cargo.lock.

use super::Need;
use super::cargo_install::{self, Package};
use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::Sink;
use crate::version;

pub(super) const NEED: Need = Need {
    name: "wasm-bindgen of the version in Cargo.lock",
    is_ready,
    install,
};

fn wanted(project: &Project) -> Result<String, Error> {
    let path = project.root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(at(path.display()))?;
    version::locked(&lock, "wasm-bindgen")
        .map(str::to_owned)
        .ok_or_else(|| {
            Error::failed("Cargo.lock has no package `wasm-bindgen`, which the page needs")
        })
}

fn is_ready(project: &Project) -> bool {
    let found = cargo_install::printed_version(project, "wasm-bindgen");
    found.is_some() && found == wanted(project).ok()
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    let package = Package {
        name: "wasm-bindgen-cli",
        version: &wanted(project)?,
        // Its other programs run tests and are not used here.
        arguments: &["--bin", "wasm-bindgen", "--no-default-features"],
    };
    cargo_install::prebuilt_or_from_source(project, package, is_ready, sink)
}
