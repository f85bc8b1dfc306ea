//! Building the page with Trunk.

use crate::project::Project;
use crate::shell::{self, Sink};
use crate::trouble::{Trouble, at};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Trunk, ready for its arguments.
pub(super) fn trunk(project: &Project) -> Result<Command, Trouble> {
    let mut command = shell::command(project, "trunk")?;
    // Trunk reads this variable as a flag and refuses the usual value `1`.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// Builds the page as it is deployed, into `dist`.
pub(super) fn build(project: &Project, sink: &Sink) -> Result<(), Trouble> {
    shell::run(trunk(project)?.args(["build", "--release"]), sink)?;
    refuse_imports(&project.dist())
}

/// Trunk does not follow `@import`, so the file that one names would be missing on the host.
fn refuse_imports(folder: &Path) -> Result<(), Trouble> {
    for entry in fs::read_dir(folder).map_err(at(folder.display()))? {
        let path = entry.map_err(at(folder.display()))?.path();
        if path.is_dir() {
            refuse_imports(&path)?;
        } else if path.extension().is_some_and(|ending| ending == "css") {
            let text = fs::read_to_string(&path).map_err(at(path.display()))?;
            if text.contains("@import") {
                return Err(Trouble::failed(format!(
                    "{} uses @import, which is not bundled (link the file in index.html)",
                    path.display()
                )));
            }
        }
    }
    Ok(())
}
