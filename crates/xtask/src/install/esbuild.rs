//! esbuild, which bundles the page's scripts and its style sheets.

use super::{Need, wasm_opt};
use crate::project::Project;
use crate::shell;

const VERSION: &str = "0.28.2";

pub(super) const NEED: Need = Need {
    name: "esbuild 0.28.2",
    is_ready,
    install: wasm_opt::install,
};

fn is_ready(project: &Project) -> bool {
    let Ok(mut command) = shell::command(project, "esbuild") else {
        return false;
    };
    let printed = shell::answer(command.arg("--version"));
    printed.is_some_and(|printed| printed.trim() == VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version;

    #[test]
    fn one_version_is_pinned_everywhere() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let list = std::fs::read_to_string(format!("{root}/crates/xtask/npm/package.json"));
        assert!(
            list.unwrap()
                .contains(&format!("\"esbuild\": \"{VERSION}\""))
        );
        assert_eq!(version::printed(NEED.name), Some(VERSION));
    }
}
