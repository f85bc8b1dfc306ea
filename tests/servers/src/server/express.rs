//! One Node process with an Express application for each policy.

use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::target::{Snippet, Version};

use super::process::{ports, run};
use super::{
    Places, Ports, Process, Rendered, Running, Trouble, free_ports, fresh_folder, read, trouble,
    write,
};

pub(super) fn start(
    version: Version,
    places: &Places,
    policies: &[Rendered],
) -> Result<Running, Trouble> {
    let folder = folder(places, "express")?;
    write(
        &folder.join("main.mjs"),
        &read(&places.fixtures.join("express/main.mjs"))?,
    )?;
    let mut names = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let [file] = policy.snippet.files.as_slice() else {
            return Err("the Express snippet is not one file".to_owned());
        };
        let name = format!("policy-{index}.mjs");
        write(&folder.join(&name), &file.text)?;
        check(&folder, &name).map_err(|error| format!("policy {:?}: {error}", policy.name))?;
        names.push(name);
    }
    let (process, lines) = Process::start_and_read(
        Command::new("node")
            .arg("main.mjs")
            .arg(places.dead.to_string())
            .args(&names)
            .env("NODE_ENV", "test")
            .current_dir(&folder),
        &folder.join("stderr.log"),
    )?;
    let told = lines
        .iter()
        .find_map(|line| line.strip_prefix("version "))
        .unwrap_or_default();
    if told.split(' ').next() != Some(version.0) {
        return Err(format!(
            "the installed Express is {told}, not {}",
            version.0
        ));
    }
    let mut ports = ports(&lines).into_iter().map(|port| Ports {
        plain: port,
        guarded: port,
    });
    let bare = ports.next().map_or(0, |ports| ports.plain);
    Ok(Running {
        version: format!("Express {told}"),
        bare,
        ports: ports.collect(),
        processes: vec![process],
    })
}

/// A folder from which the packages are found.
fn folder(places: &Places, name: &str) -> Result<PathBuf, Trouble> {
    let folder = fresh_folder(places, name)?;
    if !places.node_modules.join("express").is_dir() {
        return Err(format!(
            "{} has no Express (run `npm ci` in the folder tests)",
            places.node_modules.display()
        ));
    }
    link(&places.node_modules, &folder.join("node_modules"))?;
    Ok(folder)
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<(), Trouble> {
    std::os::unix::fs::symlink(from, to).map_err(trouble(to.display()))
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) -> Result<(), Trouble> {
    std::os::windows::fs::symlink_dir(from, to).map_err(trouble(to.display()))
}

fn check(folder: &Path, name: &str) -> Result<(), Trouble> {
    run(Command::new("node")
        .args(["--check", name])
        .current_dir(folder))
    .map(drop)
}

pub(super) fn start_example(places: &Places, snippet: &Snippet) -> Result<(Process, u16), Trouble> {
    let folder = folder(places, "express-example")?;
    for file in &snippet.example {
        write(&folder.join(&file.path), &file.text)?;
    }
    let ports = free_ports(1)?;
    let port = ports.first().copied().unwrap_or_default();
    let log = folder.join("stderr.log");
    let mut process = Process::start(
        Command::new("node")
            .arg("server.mjs")
            .env("PORT", port.to_string())
            .current_dir(&folder),
        &log,
    )?;
    process.wait_for(port, &log)?;
    Ok((process, port))
}
