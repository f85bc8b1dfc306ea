//! Commands that run a program in the foreground, with a fake project and a fake Cargo.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A project in which the packages of the tests and nginx are installed, and Cargo is a script.
struct FakeProject {
    root: PathBuf,
}

impl FakeProject {
    fn new(name: &str, cargo: &str) -> Self {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let project = Self { root };
        project.write("crates/xtask/Cargo.toml", "");
        project.write("tests/package-lock.json", "{}");
        project.write("tests/node_modules/.installed-lock.json", "{}");
        project.program("nginx", "");
        project.program("cargo", cargo);
        project
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A shell script that is found before the machine's programs.
    fn program(&self, name: &str, script: &str) {
        let path = format!(".tools/bin/{name}");
        self.write(&path, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.root.join(path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs `xtask` with these words and this standard input; its process id, and what it printed.
    fn run(&self, words: &[&str], input: &str) -> (u32, Output) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(words)
            .env("CARGO_MANIFEST_DIR", self.root.join("crates/xtask"))
            .env("CARGO", self.root.join(".tools/bin/cargo"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that has ended does not read, and its output says more than an error here.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        (child.id(), child.wait_with_output().unwrap())
    }
}

impl Drop for FakeProject {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn policy_on_standard_input_reaches_the_server() {
    let project = FakeProject::new("stdin", "cat");
    let (_, output) = project.run(&["servers", "--serve", "nginx"], "{\"a\":1}\n");
    assert_eq!(
        text(&output.stdout),
        "{\"a\":1}\n",
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn signals_and_exit_status_are_those_of_the_program() {
    let project = FakeProject::new("signals", "echo $$; exit 7");
    let (id, output) = project.run(&["servers", "--serve", "nginx"], "");
    assert_eq!(text(&output.stdout), format!("{id}\n"));
    assert_eq!(output.status.code(), Some(7));
}

#[test]
fn standard_output_has_only_what_the_program_prints() {
    let project = FakeProject::new("stdout", "echo the address; echo more >&2");
    fs::remove_dir_all(project.root.join("tests/node_modules")).unwrap();
    project.program("node", "echo v20.0.0");
    project.program("npm", "mkdir node_modules; echo noise of npm");
    let (_, output) = project.run(&["servers", "--serve", "nginx"], "");
    assert_eq!(text(&output.stdout), "the address\n");
    let progress = text(&output.stderr);
    for line in [
        "installing npm packages of the tests",
        "noise of npm",
        "more",
    ] {
        assert!(progress.contains(line), "{progress}");
    }
}

#[test]
fn installation_does_not_read_the_policy() {
    let project = FakeProject::new("install", "cat");
    fs::remove_dir_all(project.root.join("tests/node_modules")).unwrap();
    project.program("node", "echo v20.0.0");
    project.program("npm", "mkdir node_modules; cat");
    let (_, output) = project.run(&["servers", "--serve", "nginx"], "policy\n");
    assert_eq!(text(&output.stdout), "policy\n");
}
