//! The npm packages of the tests, at the versions and hashes of `tests/package-lock.json`.

use super::{Need, node};
use crate::project::Project;
use crate::shell::{self, Sink};
use crate::trouble::{Trouble, at};
use std::fs;

pub(super) const NEED: Need = Need {
    name: "npm packages of the tests",
    is_ready,
    install,
};

/// Written last, so that an interrupted installation does not count.
const STAMP: &str = "node_modules/.installed-lock.json";

fn is_ready(project: &Project) -> bool {
    let read = |name: &str| fs::read(project.tests().join(name)).ok();
    let wanted = read("package-lock.json");
    wanted.is_some() && read(STAMP) == wanted
}

fn install(project: &Project, sink: &Sink) -> Result<(), Trouble> {
    node::check(project)?;
    let folder = project.tests();
    shell::run(
        shell::command(project, "npm")?
            .arg("ci")
            .current_dir(&folder),
        sink,
    )?;
    let stamp = folder.join(STAMP);
    fs::copy(folder.join("package-lock.json"), &stamp).map_err(at(stamp.display()))?;
    Ok(())
}
