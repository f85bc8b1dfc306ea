//! `cargo xtask hook`: what Trunk calls while it builds the page.

use crate::error::Error;
use crate::install;
use crate::page;
use crate::project::Project;
use crate::shell::Sink;
use std::env;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    match arguments {
        [stage] if stage == "pre_build" => page::leave_out_local_paths(project)?,
        [stage] if stage == "post_build" => {
            // A page for development is neither split nor rendered at build time, so that it builds quickly.
            if variable("TRUNK_PROFILE")? == "release" {
                install::ensure_all(project, install::FOR_HOOKS)?;
                let folder = variable("TRUNK_STAGING_DIR")?;
                page::finish(project, Path::new(&folder), &Sink::Terminal)?;
            }
        }
        _ => {
            return Err(Error::missing(
                "a hook is `pre_build` or `post_build`",
                "let Trunk call it",
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A variable that Trunk sets for its hooks.
fn variable(name: &str) -> Result<String, Error> {
    env::var(name).map_err(|_| {
        Error::missing(
            format!("the variable {name} is not set"),
            "run `trunk build --release`, which calls this hook",
        )
    })
}
