//! The standard library for `wasm32-unknown-unknown`.

use super::Need;
use crate::error::Error;
use crate::project::Project;
use crate::shell::{self, Sink};
use std::path::Path;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

pub(super) const NEED: Need = Need {
    name: "Rust target wasm32-unknown-unknown",
    is_ready,
    install,
};

/// Looks into the compiler's own folder, because not every Rust comes from rustup.
fn is_ready(project: &Project) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command
        .current_dir(project.root())
        .args(["--print", "sysroot"]);
    shell::answer(&mut command).is_some_and(|sysroot| {
        let libraries = Path::new(sysroot.trim()).join("lib/rustlib");
        libraries.join(TARGET).join("lib").is_dir()
    })
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    shell::run(
        shell::command(project, "rustup")?.args(["target", "add", TARGET]),
        sink,
    )
}
