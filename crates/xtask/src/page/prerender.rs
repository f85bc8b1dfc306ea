//! Renders the page at build time, so that it can be read before its WebAssembly has been loaded.

use crate::error::Error;
use crate::project::Project;
use crate::shell::{self, Sink};

/// The HTML of the page as a bare address shows it. The page's own program prints it.
pub(super) fn app(project: &Project, sink: &Sink) -> Result<String, Error> {
    let mut command = shell::cargo(project);
    command
        .args(["run", "--quiet", "--locked"])
        .args(["--package", "cors-header-builder"])
        .args(["--no-default-features", "--features", "ssr"]);
    let html = shell::output(&mut command, sink)?;
    Ok(html.trim_end().to_owned())
}
