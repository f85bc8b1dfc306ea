//! wasm-opt, which shrinks the page by a quarter.

use super::{Need, node};
use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::{self, Sink};
use crate::version;
use std::fs;

/// Version 108, which distributions ship, breaks the page without a word at build time.
pub(crate) const VERSION: u32 = 132;

pub(super) const NEED: Need = Need {
    name: "wasm-opt 132",
    is_ready,
    install,
};

fn is_ready(project: &Project) -> bool {
    let Ok(mut command) = shell::command(project, "wasm-opt") else {
        return false;
    };
    let printed = shell::answer(command.arg("--version"));
    let found = printed.as_deref().and_then(version::printed_by_binaryen);
    found == Some(VERSION)
}

/// Copies the pinned list into `.tools/npm` and installs it there, with esbuild.
pub(super) fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    node::check(project)?;
    let (from, to) = (
        project.root().join("crates/xtask/npm"),
        project.tools().join("npm"),
    );
    fs::create_dir_all(&to).map_err(at(to.display()))?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(from.join(name), to.join(name)).map_err(at(from.join(name).display()))?;
    }
    shell::run(
        shell::command(project, "npm")?.arg("ci").current_dir(to),
        sink,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_is_pinned_everywhere() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let list = fs::read_to_string(format!("{root}/crates/xtask/npm/package.json")).unwrap();
        assert!(list.contains(&format!("\"binaryen\": \"{VERSION}.0.0\"")));
        assert_eq!(NEED.name, format!("wasm-opt {VERSION}"));
    }
}
