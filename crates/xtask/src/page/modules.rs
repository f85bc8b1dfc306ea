//! Splits the page's wasm into modules: one that starts the page, and those that it loads when it needs them.

use super::hash;
use crate::error::{Error, at};
use crate::install;
use crate::project::Project;
use crate::shell::{self, Sink};
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "cors-header-builder";

/// The script by which wasm-split links the modules.
const LINKS: &str = "__wasm_split.js";

/// The files that start the page.
pub(super) struct Modules {
    /// The script that loads all modules.
    pub(super) script: String,
    /// The first module.
    pub(super) wasm: String,
}

/// Splits what cargo has built and writes the modules and their script to a folder, under names with a hash.
pub(super) fn split(project: &Project, assets: &Path, sink: &Sink) -> Result<Modules, Error> {
    let work = work_folder(project)?;
    let parts = work.join("parts");
    let mut cut = shell::command(project, "wasm-split-cli")?;
    cut.args(["--out-name", NAME])
        .arg(linked_by_cargo(project)?)
        .arg(&parts);
    shell::run(&mut cut, sink)?;

    let bound = work.join("bound");
    let mut bind = shell::command(project, "wasm-bindgen")?;
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        // boot.js says where the first module is.
        .arg("--omit-default-module-path")
        .args(["--out-name", NAME])
        .arg("--out-dir")
        .arg(&bound)
        .arg(parts.join(format!("{NAME}.wasm")));
    shell::run(&mut bind, sink)?;

    let first = shrink(project, NAME, &bound.join(format!("{NAME}_bg.wasm")), sink)?;
    let wasm = hash::write(assets, NAME, "wasm", &first)?;
    let links = parts.join(LINKS);
    let mut script = fs::read_to_string(&links).map_err(at(links.display()))?;
    for part in lazy_modules(&parts)? {
        let file = format!("{part}.wasm");
        let module = shrink(project, &part, &parts.join(&file), sink)?;
        let name = hash::write(assets, part.trim_start_matches("split_"), "wasm", &module)?;
        script = script.replace(&format!("./{file}"), &format!("./{name}"));
    }
    let links = bound.join(LINKS);
    fs::write(&links, script).map_err(at(links.display()))?;
    let script = bundle(project, &bound, sink)?;
    let script = hash::write(assets, NAME, "js", &script)?;
    Ok(Modules { script, wasm })
}

/// Bundles the scripts that load the modules into one, which exports only what starts the page, and what a test
/// calls to see a panic.
fn bundle(project: &Project, folder: &Path, sink: &Sink) -> Result<Vec<u8>, Error> {
    let entry = folder.join("entry.js");
    fs::write(
        &entry,
        format!("export {{ default, panicForTest }} from \"./{NAME}.js\";\n"),
    )
    .map_err(at(entry.display()))?;
    let bundled = folder.join("bundled.js");
    let mut command = shell::command(project, "esbuild")?;
    command
        .arg(entry)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        .arg("--log-level=warning")
        // wasm-bindgen lists the same module once for every function that it imports from it.
        .arg("--log-override:duplicate-object-key=silent")
        .arg(format!("--outfile={}", bundled.display()));
    shell::run(&mut command, sink)?;
    fs::read(&bundled).map_err(at(bundled.display()))
}

/// The file as the linker wrote it, with the marks that say what refers to what.
fn linked_by_cargo(project: &Project) -> Result<PathBuf, Error> {
    let file = project
        .target()
        .join(format!("wasm32-unknown-unknown/release/{NAME}.wasm"));
    if file.is_file() {
        Ok(file)
    } else {
        Err(Error::failed(format!("{} was not built", file.display())))
    }
}

/// An empty folder for intermediate files.
fn work_folder(project: &Project) -> Result<PathBuf, Error> {
    let folder = project.target().join("split");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(at(folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(at(folder.display()))?;
    Ok(folder)
}

/// The names of the modules that are loaded later, without their ending.
fn lazy_modules(folder: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder.display()))? {
        let name = entry.map_err(at(folder.display()))?.file_name();
        let name = name.to_string_lossy();
        let is_lazy = name.starts_with("split_") || name.starts_with("chunk_");
        if let Some(name) = name.strip_suffix(".wasm").filter(|_| is_lazy) {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() {
        return Err(Error::failed("the page's wasm has no module to split off"));
    }
    names.sort();
    Ok(names)
}

/// Options of wasm-opt.
const SHRINK: [&str; 6] = [
    "-Oz",
    "--converge",
    // The stack lies below the data, so no constant lies in the first kilobyte.
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// Optimizes a module. That is most of the work of a build in which nothing has changed, so the result for
/// the same input is kept.
fn shrink(project: &Project, part: &str, from: &Path, sink: &Sink) -> Result<Vec<u8>, Error> {
    let kept = project.target().join("shrunk");
    fs::create_dir_all(&kept).map_err(at(kept.display()))?;
    let key_file = kept.join(format!("{part}.key"));
    let shrunk = kept.join(format!("{part}.wasm"));
    let mut key = format!("{} {SHRINK:?}\n", install::WASM_OPT_VERSION).into_bytes();
    key.extend(fs::read(from).map_err(at(from.display()))?);
    if !(fs::read(&key_file).is_ok_and(|last| last == key) && shrunk.is_file()) {
        // The key is written last, so that it never belongs to another result.
        let _ = fs::remove_file(&key_file);
        let mut optimize = shell::command(project, "wasm-opt")?;
        optimize.args(SHRINK).arg(from).arg("-o").arg(&shrunk);
        shell::run(&mut optimize, sink)?;
        fs::write(&key_file, key).map_err(at(key_file.display()))?;
    }
    fs::read(&shrunk).map_err(at(shrunk.display()))
}
