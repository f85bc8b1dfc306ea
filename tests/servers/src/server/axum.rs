//! One axum program, generated with a module for each policy.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::target::{Snippet, Version};

use super::process::{ports, run};
use super::{Places, Ports, Process, Rendered, Running, Trouble, free_ports, read, trouble, write};

pub(super) fn start(
    version: Version,
    places: &Places,
    policies: &[Rendered],
) -> Result<Running, Trouble> {
    let folder = places.scratch.join(format!("axum-{}", version.0));
    let manifest = read(&places.fixtures.join("axum/manifest.toml"))?;
    write(
        &folder.join("Cargo.toml"),
        &manifest.replace("VERSION", version.0),
    )?;
    let lock = places
        .fixtures
        .join(format!("axum/Cargo-{}.lock", version.0));
    write(&folder.join("Cargo.lock"), &read(&lock)?)?;
    write(
        &folder.join("src/main.rs"),
        &read(&places.fixtures.join("axum/main.rs"))?,
    )?;
    let modules = folder.join("src/policies");
    if modules.exists() {
        forget_others(&modules, policies.len())?;
    }
    let mut list = String::new();
    let mut calls = String::new();
    for (index, policy) in policies.iter().enumerate() {
        let [file] = policy.snippet.files.as_slice() else {
            return Err("the axum snippet is not one file".to_owned());
        };
        write(&modules.join(format!("policy_{index}.rs")), &file.text)?;
        // What is pasted into a project must not bring warnings with it.
        let _ = writeln!(list, "#[deny(warnings)]\nmod policy_{index};");
        let _ = writeln!(calls, "        policy_{index}::cors_layer(),");
    }
    write(
        &folder.join("src/policies.rs"),
        &format!(
            "use tower_http::cors::CorsLayer;\n\n{list}\npub fn all() -> Vec<CorsLayer> {{\n    vec![\n{calls}    ]\n}}\n"
        ),
    )?;
    let program = build(&folder, version, places, "proof-axum", Lock::Kept)?;
    let (process, lines) = Process::start_and_read(
        Command::new(program)
            .arg(places.dead.to_string())
            .current_dir(&folder),
        &folder.join("stderr.log"),
    )?;
    let mut ports = ports(&lines).into_iter().map(|port| Ports {
        plain: port,
        guarded: port,
    });
    let bare = ports.next().map_or(0, |ports| ports.plain);
    Ok(Running {
        version: locked_versions(&folder)?,
        bare,
        ports: ports.collect(),
        processes: vec![process],
    })
}

/// Removes modules of an earlier run with more policies; the rest is left as it is, to be built no further.
fn forget_others(modules: &Path, count: usize) -> Result<(), Trouble> {
    let keep: Vec<String> = (0..count).map(|i| format!("policy_{i}.rs")).collect();
    for entry in fs::read_dir(modules)
        .map_err(trouble(modules.display()))?
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !keep.contains(&name) {
            fs::remove_file(entry.path()).map_err(trouble(entry.path().display()))?;
        }
    }
    Ok(())
}

/// Whether the lock file in the folder is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lock {
    Kept,
    Extended,
}

/// Builds the crate in the folder, with the other generated crates' dependencies at hand.
///
/// Cargo does not look whether the program of a fresh package was overwritten by another package of that
/// name, so every version has a target folder of its own.
fn build(
    folder: &Path,
    version: Version,
    places: &Places,
    name: &str,
    lock: Lock,
) -> Result<PathBuf, Trouble> {
    let target = places.scratch.join(format!("axum-{}-target", version.0));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .args(["build", "--quiet"])
        .args((lock == Lock::Kept).then_some("--locked"))
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS"))?;
    Ok(target
        .join("debug")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// The versions that were built, from the lock file.
fn locked_versions(folder: &Path) -> Result<String, Trouble> {
    let lock = read(&folder.join("Cargo.lock"))?;
    let version = |name: &str| {
        let entry = format!("name = \"{name}\"\nversion = \"");
        lock.split(&entry)
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or("?")
            .to_owned()
    };
    Ok(format!(
        "tower-http {} axum {}",
        version("tower-http"),
        version("axum")
    ))
}

pub(super) fn start_example(
    version: Version,
    places: &Places,
    snippet: &Snippet,
) -> Result<(Process, u16), Trouble> {
    let folder = places.scratch.join(format!("axum-{}-example", version.0));
    for file in &snippet.example {
        // The folder lies below our own workspace, of which it is no member.
        let text = if file.path == "Cargo.toml" {
            format!("{}\n[workspace]\n", file.text)
        } else {
            file.text.clone()
        };
        write(&folder.join(&file.path), &text)?;
    }
    let lock = places
        .scratch
        .join(format!("axum-{}/Cargo.lock", version.0));
    write(&folder.join("Cargo.lock"), &read(&lock)?)?;
    // Its package has another name, so the lock file gets another entry; no version changes.
    let program = build(&folder, version, places, "api", Lock::Extended)?;
    let ports = free_ports(1)?;
    let port = ports.first().copied().unwrap_or_default();
    let log = folder.join("stderr.log");
    let mut process = Process::start(
        Command::new(program)
            .env("PORT", port.to_string())
            .current_dir(&folder),
        &log,
    )?;
    process.wait_for(port, &log)?;
    Ok((process, port))
}
