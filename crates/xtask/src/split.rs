//! Cuts the built page's wasm in two: what is loaded at once, and what is loaded later.
//!
//! Trunk has put the whole page into `dist`. Its wasm and its JavaScript give way to those of the first
//! part, and the later part comes beside them under a name with the same hash.

mod leb;
mod silence;

use crate::error::{Error, at};
use crate::install;
use crate::project::Project;
use crate::shell::{self, Sink};
use std::fs;
use std::path::{Path, PathBuf};

/// What the program calls its files.
const LINKS: &str = "__wasm_split.js";

/// Cuts the page in `dist`.
pub(crate) fn run(project: &Project, sink: &Sink) -> Result<(), Error> {
    let assets = project.dist().join("assets");
    let name = name_of_the_page(&assets)?;
    let hash = name.rsplit('-').next().unwrap_or_default();
    let work = work_folder(project)?;

    let whole = linked_by_cargo(project)?;
    let linked = fs::read(&whole).map_err(at(whole.display()))?;
    let silenced = work.join("silenced.wasm");
    fs::write(&silenced, silence::silence(&linked)?).map_err(at(silenced.display()))?;

    let parts = work.join("parts");
    let mut cut = shell::command(project, "wasm-split-cli")?;
    cut.args(["--out-name", &name]).arg(&silenced).arg(&parts);
    shell::run(&mut cut, sink)?;

    let bound = work.join("bound");
    let mut bind = shell::command(project, "wasm-bindgen")?;
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(["--out-name", &name])
        .arg("--out-dir")
        .arg(&bound)
        .arg(parts.join(format!("{name}.wasm")));
    shell::run(&mut bind, sink)?;

    let first = format!("{name}_bg.wasm");
    shrink(
        project,
        "first",
        &bound.join(&first),
        &assets.join(&first),
        sink,
    )?;
    let links = parts.join(LINKS);
    let mut script = fs::read_to_string(&links).map_err(at(links.display()))?;
    for part in parts_in(&parts)? {
        let new = format!("{}-{hash}.wasm", part.trim_start_matches("split_"));
        let file = format!("{part}.wasm");
        shrink(project, &part, &parts.join(&file), &assets.join(&new), sink)?;
        script = script.replace(&file, &new);
    }
    write(&bound.join(LINKS), &script)?;
    bundle(project, &bound, &format!("{name}.js"), &assets, sink)
}

/// Puts what loads the first part and what loads the others into one script, which exports only what starts
/// the page.
fn bundle(project: &Project, from: &Path, name: &str, to: &Path, sink: &Sink) -> Result<(), Error> {
    let entry = from.join("entry.js");
    write(
        &entry,
        &format!("export {{ default }} from \"./{name}\";\n"),
    )?;
    let mut command = shell::command(project, "esbuild")?;
    command
        .arg(entry)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        .args(["--log-level=warning", "--allow-overwrite"])
        .arg(format!("--outfile={}", to.join(name).display()));
    shell::run(&mut command, sink)
}

/// The name that Trunk gave to the page's files, with the hash.
fn name_of_the_page(assets: &Path) -> Result<String, Error> {
    for entry in fs::read_dir(assets).map_err(at(assets.display()))? {
        let name = entry.map_err(at(assets.display()))?.file_name();
        if let Some(name) = name.to_string_lossy().strip_suffix("_bg.wasm") {
            return Ok(name.to_owned());
        }
    }
    Err(Error::failed("there is no wasm in dist/assets"))
}

/// The file as the linker wrote it, with the marks that say what refers to what.
fn linked_by_cargo(project: &Project) -> Result<PathBuf, Error> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| project.root().join("target"), PathBuf::from);
    let file = target.join("wasm32-unknown-unknown/release/cors-header-builder.wasm");
    if file.is_file() {
        Ok(file)
    } else {
        Err(Error::failed(format!("{} was not built", file.display())))
    }
}

/// An empty folder for what lies between.
fn work_folder(project: &Project) -> Result<PathBuf, Error> {
    let folder = project.root().join("target/split");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(at(folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(at(folder.display()))?;
    Ok(folder)
}

/// The names of the parts but the first, without their ending.
fn parts_in(folder: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder.display()))? {
        let name = entry.map_err(at(folder.display()))?.file_name();
        let name = name.to_string_lossy();
        let is_part = name.starts_with("split_") || name.starts_with("chunk_");
        if let Some(name) = name.strip_suffix(".wasm").filter(|_| is_part) {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() {
        return Err(Error::failed("the page's wasm has no part to cut off"));
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

/// Shrinks a part of the page. That is most of the work of a build in which nothing has changed, so the
/// result for the same input is kept.
fn shrink(project: &Project, part: &str, from: &Path, to: &Path, sink: &Sink) -> Result<(), Error> {
    let kept = project.root().join("target/shrunk");
    fs::create_dir_all(&kept).map_err(at(kept.display()))?;
    let (key_file, shrunk) = (
        kept.join(format!("{part}.key")),
        kept.join(format!("{part}.wasm")),
    );
    let mut key = format!("{} {SHRINK:?}\n", install::WASM_OPT_VERSION).into_bytes();
    key.extend(fs::read(from).map_err(at(from.display()))?);
    if fs::read(&key_file).is_ok_and(|last| last == key) && shrunk.is_file() {
        return copy(&shrunk, to);
    }
    shell::run(
        shell::command(project, "wasm-opt")?
            .args(SHRINK)
            .arg(from)
            .arg("-o")
            .arg(to),
        sink,
    )?;
    // The key comes last, so that it never belongs to another result.
    let _ = fs::remove_file(&key_file);
    copy(to, &shrunk)?;
    fs::write(&key_file, key).map_err(at(key_file.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    fs::copy(from, to).map_err(at(to.display()))?;
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(at(path.display()))
}
