//! The npm packages of the tests and of the example site, at the versions and hashes of their `package-lock.json`.

use super::{Need, node};
use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::{self, Sink};
use std::fs;
use std::path::Path;

/// What the tests on real servers and in real browsers use.
pub(super) const NEED: Need = Need {
    name: "npm packages of the tests",
    is_ready: |project| is_ready(&project.tests()),
    install: |project, sink| install(project, &project.tests(), sink),
};

/// The lines of Node that the proof on real servers runs, and what it checks JavaScript with.
pub(super) const SERVERS: Need = Need {
    name: "npm packages of the proof on real servers",
    is_ready: |project| is_ready(&project.tests().join("servers")),
    install: |project, sink| install(project, &project.tests().join("servers"), sink),
};

/// The generator of one of the example sites.
pub(super) const EXAMPLE: Need = Need {
    name: "npm packages of the example site",
    is_ready: |project| is_ready(&project.examples().join("vitepress")),
    install: |project, sink| install(project, &project.examples().join("vitepress"), sink),
};

/// Written last, so that an interrupted installation does not count.
const STAMP: &str = "node_modules/.installed-lock.json";

fn is_ready(folder: &Path) -> bool {
    let read = |name: &str| fs::read(folder.join(name)).ok();
    let wanted = read("package-lock.json");
    wanted.is_some() && read(STAMP) == wanted
}

fn install(project: &Project, folder: &Path, sink: &Sink) -> Result<(), Error> {
    node::check(project)?;
    shell::run(
        shell::command(project, "npm")?
            .arg("ci")
            .current_dir(folder),
        sink,
    )?;
    let stamp = folder.join(STAMP);
    fs::copy(folder.join("package-lock.json"), &stamp).map_err(at(stamp.display()))?;
    Ok(())
}
