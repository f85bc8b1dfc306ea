//! One Node process with an application for each policy.

use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::targets::{Snippet, Target, Version};

use super::process::{ports, run};
use super::{
    Places, Ports, Process, Rendered, Running, Trouble, free_ports, fresh_folder, read, trouble,
    write,
};
use crate::wire::{Client, RawRequest};

/// What a target's policies are put in front of.
struct Application {
    /// What it is called where versions are told.
    name: &'static str,
    /// Its folder in `fixtures`.
    fixture: &'static str,
    /// The packages that it and the snippet import, and the folders of `node_modules` they are in.
    packages: &'static [(&'static str, &'static str)],
    /// What handlers do; see the fixture `serve.mjs`.
    extent: &'static str,
}

fn application(target: &Target, version: Version) -> Result<Application, Trouble> {
    const CORS: (&str, &str) = ("cors", "cors");
    const EXPRESS_4: (&str, &str) = ("express", "express4");
    const EXPRESS_5: (&str, &str) = ("express", "express");
    let is_4 = version.0.starts_with("4.");
    match target.id {
        "express-cors" => Ok(Application {
            name: "Express",
            fixture: "express",
            packages: if is_4 {
                &[EXPRESS_4, CORS]
            } else {
                &[EXPRESS_5, CORS]
            },
            extent: "sets-only",
        }),
        "express" => Ok(Application {
            name: "Express",
            fixture: "express",
            packages: if is_4 { &[EXPRESS_4] } else { &[EXPRESS_5] },
            extent: "all",
        }),
        "node-http" => Ok(Application {
            name: "Node",
            fixture: "node-http",
            packages: &[],
            extent: "all",
        }),
        other => Err(format!("no application on Node is known for {other}")),
    }
}

pub(super) fn start(
    target: &Target,
    version: Version,
    places: &Places,
    policies: &[Rendered],
) -> Result<Running, Trouble> {
    let application = application(target, version)?;
    let folder = folder(places, target, version, "", application.packages)?;
    for (file, fixture) in [
        ("main.mjs", application.fixture),
        ("say.mjs", "node"),
        ("serve.mjs", "node"),
    ] {
        let text = read(&places.fixtures.join(fixture).join(file))?;
        write(&folder.join(file), &text)?;
    }
    let mut names = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let [file] = policy.snippet.files.as_slice() else {
            return Err(format!("the snippet of {} is not one file", target.id));
        };
        let name = format!("policy-{index}.mjs");
        write(&folder.join(&name), &file.text)?;
        names.push(name);
    }
    if target.id == "node-http" {
        ends_with_its_handler(places, &folder, &names)?;
    }
    let (process, lines) = run_main(places, &folder, application.extent, &names)
        .map_err(|error| name_policies(&error, policies))?;
    let told = lines
        .iter()
        .find_map(|line| line.strip_prefix("version "))
        .unwrap_or_default();
    if told.split(' ').next() != Some(version.0) {
        return Err(format!(
            "the {} that is installed is {told}, not {}",
            application.name, version.0
        ));
    }
    let mut ports = ports(&lines).into_iter().map(|port| Ports {
        plain: port,
        guarded: port,
    });
    let bare = ports.next().map_or(0, |ports| ports.plain);
    Ok(Running {
        version: format!("{} {told}", application.name),
        bare,
        ports: ports.collect(),
        processes: vec![process],
    })
}

fn run_main(
    places: &Places,
    folder: &Path,
    extent: &str,
    names: &[String],
) -> Result<(Process, Vec<String>), Trouble> {
    Process::start_and_read(
        Command::new("node")
            .arg("main.mjs")
            .arg(places.dead.to_string())
            .arg(extent)
            .args(names)
            .env("NODE_ENV", "test")
            .current_dir(folder),
        &folder.join("stderr.log"),
    )
}

/// The names of the policies beside those of the files that Node complains of.
fn name_policies(error: &str, policies: &[Rendered]) -> Trouble {
    let named = policies.iter().enumerate().filter_map(|(index, policy)| {
        let file = format!("policy-{index}.mjs");
        error
            .contains(&file)
            .then(|| format!("{file} is policy {:?}", policy.name))
    });
    named.fold(error.to_owned(), |text, name| format!("{text}\n{name}"))
}

/// The application that serves every policy must go on after a handler has thrown, and so only closes the
/// connection. Here one throws in earnest, and its process ends.
fn ends_with_its_handler(places: &Places, folder: &Path, names: &[String]) -> Result<(), Trouble> {
    let first = names.get(..1).unwrap_or_default();
    let (process, lines) = run_main(places, folder, "mortal", first)?;
    let request = RawRequest {
        method: "GET".to_owned(),
        target: "/panics".to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    for port in ports(&lines).into_iter().rev().take(1) {
        let answer = Client::new(port)
            .send(&request)
            .map_err(trouble("a listener that throws"))?;
        if let Some(answer) = answer {
            return Err(format!("a listener that throws answers {}", answer.status));
        }
    }
    drop(process);
    Ok(())
}

/// A folder from which the packages are found, and no other version of them.
fn folder(
    places: &Places,
    target: &Target,
    version: Version,
    suffix: &str,
    packages: &[(&str, &str)],
) -> Result<PathBuf, Trouble> {
    let folder = fresh_folder(places, &format!("{}-{}{suffix}", target.id, version.0))?;
    let modules = folder.join("node_modules");
    std::fs::create_dir(&modules).map_err(trouble(modules.display()))?;
    for (name, installed) in packages {
        let installed = places.node_modules.join(installed);
        if !installed.is_dir() {
            return Err(format!(
                "there is no {} (run `npm ci` in the folder tests)",
                installed.display()
            ));
        }
        link(&installed, &modules.join(name))?;
    }
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

pub(super) fn start_example(
    target: &Target,
    version: Version,
    places: &Places,
    snippet: &Snippet,
) -> Result<(Process, u16), Trouble> {
    let application = application(target, version)?;
    let folder = folder(places, target, version, "-example", application.packages)?;
    for file in &snippet.example {
        write(&folder.join(&file.path), &file.text)?;
        if Path::new(&file.path)
            .extension()
            .is_some_and(|end| end == "mjs")
        {
            run(Command::new("node")
                .args(["--check", &file.path])
                .current_dir(&folder))?;
        }
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
