//! Keeps the folders of this machine out of the page's wasm, where panics name their place in the source.

use crate::error::{Error, at};
use crate::project::Project;
use serde_json::json;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes `.cargo/local.toml`, which `.cargo/config.toml` includes.
pub(crate) fn write(project: &Project) -> Result<(), Error> {
    let home = env::home_dir().unwrap_or_default();
    let cargo = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let mut folders = vec![(home, "~")];
    // Cargo unpacks packages into a folder that has the name of the registry.
    let packages = cargo.join("registry/src");
    folders.extend(
        folders_in(&packages)?
            .into_iter()
            .map(|one| (one, "crates")),
    );
    folders.push((project.root().to_path_buf(), "."));

    let file = project.root().join(".cargo/local.toml");
    let text = config(&folders);
    if fs::read_to_string(&file).is_ok_and(|before| before == text) {
        return Ok(());
    }
    fs::write(&file, text).map_err(at(file.display()))
}

fn folders_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder.display()))? {
        found.push(entry.map_err(at(folder.display()))?.path());
    }
    found.sort();
    Ok(found)
}

/// The configuration. Where several folders match, rustc takes the last.
fn config(folders: &[(PathBuf, &str)]) -> String {
    let flags: Vec<String> = folders
        .iter()
        .filter(|(folder, _)| folder.is_absolute())
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()))
        .collect();
    // A list of JSON strings is one of TOML strings too.
    format!(
        "# Written by `cargo xtask hook pre_build`.\n[target.wasm32-unknown-unknown]\nrustflags = {}\n",
        json!(flags)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_gets_another_name() {
        let folders = [
            (PathBuf::from("/home/a b"), "~"),
            (PathBuf::from(""), "nothing"),
            (PathBuf::from("/home/a b/code"), "."),
        ];
        assert_eq!(
            config(&folders),
            "# Written by `cargo xtask hook pre_build`.\n[target.wasm32-unknown-unknown]\n\
             rustflags = [\"--remap-path-prefix=/home/a b=~\",\"--remap-path-prefix=/home/a b/code=.\"]\n"
        );
    }
}
