//! Programs of other Debian releases that were unpacked next to the system: the program, and the loader and libraries
//! that it brings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cors_core::targets::{Release, Version};

use crate::server::{Places, Trouble, trouble, write};

pub(super) struct Unpacked {
    /// The folder with what was unpacked.
    pub(super) root: PathBuf,
    loader: PathBuf,
    program: &'static str,
}

impl Unpacked {
    /// The server of that name in a version.
    pub(super) fn of(
        places: &Places,
        name: &str,
        version: Version,
        program: &'static str,
    ) -> Result<Self, Trouble> {
        let root = places.tools.join(format!("{name}-{}/root", version.line));
        let loader = ["usr/lib64", "lib64"]
            .iter()
            .map(|folder| root.join(folder).join("ld-linux-x86-64.so.2"))
            .find(|path| path.is_file());
        match loader {
            Some(loader) => Ok(Self {
                root,
                loader,
                program,
            }),
            None => Err(format!(
                "{name} {} is not in {} (`cargo xtask servers` installs it)",
                version.line,
                root.display()
            )),
        }
    }

    /// The words that start it.
    fn words(&self) -> Vec<String> {
        let libraries: Vec<String> = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"]
            .iter()
            .map(|folder| self.root.join(folder).display().to_string())
            .collect();
        vec![
            self.loader.display().to_string(),
            "--library-path".to_owned(),
            libraries.join(":"),
            self.root.join(self.program).display().to_string(),
        ]
    }

    /// The program without arguments.
    pub(super) fn command(&self) -> Command {
        let words = self.words();
        let mut command = Command::new(words.first().map_or("", String::as_str));
        command.args(words.iter().skip(1));
        command
    }

    /// Writes a program for scripts that know nothing else.
    pub(super) fn install(&self, path: &Path) -> Result<(), Trouble> {
        write(
            path,
            &format!("#!/bin/sh\nexec {} \"$@\"\n", self.words().join(" ")),
        )?;
        make_executable(path)
    }
}

/// The release, if it is the one that is pinned or one of the line.
pub(super) fn check_release(
    name: &str,
    release: &str,
    version: Version,
) -> Result<String, Trouble> {
    let is_expected = match version.release {
        Release::Pinned(pinned) => release == pinned,
        Release::Moving => version.is_named(release),
        Release::NotRun => false,
    };
    if is_expected {
        Ok(release.to_owned())
    } else {
        Err(format!(
            "this is {name} {release}, not {}",
            version.to_install()
        ))
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<(), Trouble> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(trouble(path.display()))
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) -> Result<(), Trouble> {
    Ok(())
}
