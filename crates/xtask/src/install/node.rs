//! Node.js itself, which we use but do not install.

use super::Need;
use crate::error::Error;
use crate::project::Project;
use crate::shell::{self, Sink};
use crate::version;

/// The oldest that the tests' packages and the test runner's options work with.
const OLDEST_MAJOR: u32 = 20;

pub(super) const NEED: Need = Need {
    name: "Node.js 20 or newer",
    is_ready: |project| check(project).is_ok(),
    install: |project, _: &Sink| check(project),
};

/// Fails, and says what to do, if Node.js or npm is missing or too old.
pub(super) fn check(project: &Project) -> Result<(), Error> {
    shell::command(project, "npm")?;
    let printed = shell::answer(shell::command(project, "node")?.arg("--version"));
    let found = printed.as_deref().and_then(version::printed);
    if found
        .and_then(version::major)
        .is_some_and(|major| major >= OLDEST_MAJOR)
    {
        Ok(())
    } else {
        Err(Error::missing(
            format!(
                "Node.js {} is too old",
                found.unwrap_or("of an unknown version")
            ),
            "install Node.js 20 or newer together with npm",
        ))
    }
}
