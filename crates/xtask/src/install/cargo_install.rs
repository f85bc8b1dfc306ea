//! Programs from crates.io, into `.tools`: prebuilt where cargo-binstall gets them, else built from source.

use crate::error::Error;
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use crate::version;

/// A package with a program, at the version that this project pins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Package<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    /// Further arguments of `cargo install`.
    pub(super) arguments: &'a [&'a str],
}

/// The version that an installed program prints, if it runs.
pub(super) fn printed_version(project: &Project, program: &str) -> Option<String> {
    let mut command = shell::command(project, program).ok()?;
    // Trunk reads this variable as a flag and rejects the usual value `1`.
    let printed = shell::answer(command.arg("--version").env_remove("NO_COLOR"))?;
    version::printed(&printed).map(str::to_owned)
}

/// Installs the package prebuilt if cargo-binstall can, and builds it from source if not.
pub(super) fn prebuilt_or_from_source(
    project: &Project,
    package: Package<'_>,
    is_ready: fn(&Project) -> bool,
    sink: &Sink,
) -> Result<(), Error> {
    let reason = match prebuilt(project, package, sink) {
        Ok(()) if is_ready(project) => return Ok(()),
        Ok(()) => "the prebuilt program does not run here".to_owned(),
        Err(error) => error.to_string(),
    };
    let Package { name, version, .. } = package;
    say::progress(&format!(
        "      building {name} {version} from source, which takes minutes: {reason}"
    ));
    from_source(project, package, sink)
}

fn prebuilt(project: &Project, package: Package<'_>, sink: &Sink) -> Result<(), Error> {
    let Some(program) = project.find_program("cargo-binstall") else {
        return Err(Error::failed("cargo-binstall is not on the PATH"));
    };
    let mut command = shell::command_at(project, &program);
    command
        .args(["--no-confirm", "--force"])
        // It would build with the package's own profile, which takes far longer than ours.
        .args(["--disable-strategies", "compile"])
        .arg("--root")
        .arg(project.tools())
        .args(["--version", package.version, package.name])
        .env("BINSTALL_DISABLE_TELEMETRY", "true");
    shell::run(&mut command, sink)
}

/// Builds exactly that version with the dependencies that its authors locked.
pub(super) fn from_source(
    project: &Project,
    package: Package<'_>,
    sink: &Sink,
) -> Result<(), Error> {
    // A folder of its own, so that it neither waits for the other builds nor holds them up.
    let build = project.tools().join("build");
    let mut command = shell::cargo(project);
    command
        .args(["install", package.name, "--version", package.version])
        .args(["--locked", "--force", "--root"])
        .arg(project.tools())
        .arg("--target-dir")
        .arg(&build)
        .args(package.arguments)
        // Optimising them would take half as long again and save a second per build of the page.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
    shell::run(&mut command, sink)?;
    // Only the program is of use from now on; what is left over would cost disk, not correctness.
    let _ = std::fs::remove_dir_all(build);
    Ok(())
}
