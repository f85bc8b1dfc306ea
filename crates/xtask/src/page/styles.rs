//! Bundles the style sheets into one file.

use super::hash;
use crate::error::{Error, at};
use crate::project::Project;
use crate::shell::{self, Sink};
use std::fs;
use std::path::Path;

/// Bundles `style/main.css` and what it imports, and returns the name of the file.
pub(super) fn bundle(project: &Project, assets: &Path, sink: &Sink) -> Result<String, Error> {
    let bundled = project.target().join("page.css");
    let mut command = shell::command(project, "esbuild")?;
    command
        .arg("style/main.css")
        .args(["--bundle", "--minify", "--log-level=warning"])
        .arg(format!("--outfile={}", bundled.display()));
    shell::run(&mut command, sink)?;
    let css = fs::read(&bundled).map_err(at(bundled.display()))?;
    hash::write(assets, "page", "css", &css)
}
