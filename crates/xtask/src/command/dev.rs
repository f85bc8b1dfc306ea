//! `cargo xtask dev`: the page, built again on every change.

use super::{expect_none, page, take_port};
use crate::error::{Error, at};
use crate::install;
use crate::project::Project;
use crate::say;
use crate::shell;
use std::process::ExitCode;

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let (port, rest) = take_port(arguments)?;
    expect_none(&rest)?;
    install::ensure_all(project, install::FOR_DEVELOPMENT)?;
    say::progress(
        "Reload the page after a change. Its Content-Security-Policy doesn't allow the code for automatic reloads.",
    );
    let mut command = page::trunk(project)?;
    // A folder of its own, so that a test at the same time does not see a debug build.
    let dist = project.tools().join("dev");
    std::fs::create_dir_all(&dist).map_err(at(dist.display()))?;
    command.arg("serve").arg("--dist").arg(dist);
    if let Some(port) = port {
        command.args(["--port", &port.to_string()]);
    }
    shell::hand_over_to(&mut command)
}
