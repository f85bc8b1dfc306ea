//! Installing a program from its source with Cargo, into `.tools`.

use crate::error::Error;
use crate::project::Project;
use crate::shell::{self, Sink};

/// Installs exactly that version with the dependencies that its authors locked.
pub(super) fn install(
    project: &Project,
    package: &str,
    version: &str,
    further: &[&str],
    sink: &Sink,
) -> Result<(), Error> {
    // A folder of its own, so that it neither waits for the other builds nor holds them up.
    let build = project.tools().join("build");
    let mut command = shell::cargo(project);
    command
        .args([
            "install",
            package,
            "--version",
            version,
            "--locked",
            "--force",
            "--root",
        ])
        .arg(project.tools())
        .arg("--target-dir")
        .arg(&build)
        .args(further)
        // Link-time optimisation would take minutes and save a tool nothing that we would notice.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    shell::run(&mut command, sink)?;
    // Only the program is of use from now on; what is left over would cost disk, not correctness.
    let _ = std::fs::remove_dir_all(build);
    Ok(())
}
