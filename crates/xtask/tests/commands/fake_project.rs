//! A folder that `xtask` takes for its project, with shell scripts in place of the tools.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Project folder, removed when dropped.
pub(crate) struct FakeProject {
    root: PathBuf,
}

/// What a command printed, and how it ended.
pub(crate) struct Ran {
    pub(crate) id: u32,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl FakeProject {
    pub(crate) fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let project = Self { root };
        project.write("crates/xtask/Cargo.toml", "");
        project
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file; one that is not there is empty. The project's folder is `ROOT` in it.
    pub(crate) fn read(&self, path: &str) -> String {
        let text = fs::read_to_string(self.root.join(path)).unwrap_or_default();
        let root = self.root.canonicalize().unwrap();
        text.replace(&*root.to_string_lossy(), "ROOT")
    }

    /// Writes a shell script that is found before the machine's programs.
    pub(crate) fn program(&self, name: &str, script: &str) {
        self.script(&format!(".tools/bin/{name}"), script);
    }

    /// Writes a shell script.
    pub(crate) fn script(&self, path: &str, script: &str) {
        self.write(path, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.root.join(path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs `cargo xtask` with these words and this standard input.
    pub(crate) fn run(&self, words: &[&str], input: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(words)
            .env("CARGO_MANIFEST_DIR", self.root.join("crates/xtask"))
            .env("CARGO", self.root.join(".tools/bin/cargo"))
            .env("RUSTC", self.root.join(".tools/bin/rustc"))
            // Without the folders in which people install tools.
            .env("PATH", "/usr/bin:/bin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that has ended does not read, and its output says more than an error here.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let id = child.id();
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ran {
            id,
            code: status.code(),
            stdout: text(stdout),
            stderr: text(stderr),
        }
    }
}

impl Drop for FakeProject {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}
