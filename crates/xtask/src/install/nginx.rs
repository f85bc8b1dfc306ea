//! nginx, for the proof that the nginx snippet does what the page says.

use super::{Need, apt};
use crate::error::Error;
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};

pub(super) const NEED: Need = Need {
    name: "nginx",
    is_ready,
    install,
};

fn is_ready(project: &Project) -> bool {
    project.find_program("nginx").is_some()
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    apt::install(project, &["nginx"], sink)?;
    let started = shell::command(project, "systemctl")
        .ok()
        .and_then(|mut command| shell::answer(command.args(["is-active", "nginx"])));
    if started.is_some() {
        say::progress(
            "      the package has started nginx as a system service, which the tests do not use (`systemctl disable --now nginx` ends it)",
        );
    }
    Ok(())
}
