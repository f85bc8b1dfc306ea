//! How Trunk and wasm-bindgen get into `.tools`.

use crate::fake_project::FakeProject;

/// Reads the command line of an installer, whose last argument is the package, and defines what writes
/// the package's program.
const INSTALLER: &str = r#"
for word; do
  case "$previous" in --root) root=$word ;; --version) version=$word ;; esac
  previous=$word package=$word
done
install() {
  program=$root/bin/${package%-cli}
  printf '#!/bin/sh\n[ "$1" = --version ] && echo tool %s || echo "${0##*/} $1"\n' "$1" > "$program"
  chmod +x "$program"
}
"#;

/// Cargo, which installs its second argument and keeps a list of what it installed.
fn cargo() -> String {
    format!("{INSTALLER}package=$2\necho \"$package $version\" >> cargo.log\ninstall \"$version\"")
}

/// cargo-binstall, which keeps its command line and then does as told.
fn binstall(then: &str) -> String {
    format!(
        "{INSTALLER}echo \"$* (telemetry off: $BINSTALL_DISABLE_TELEMETRY)\" >> binstall.log\n{then}"
    )
}

/// Starts `cargo xtask dev`, which needs both tools, and compares what was built from source, and why.
#[track_caller]
fn check(name: &str, binstall: Option<&str>, built: &str, reason: &str) -> FakeProject {
    let project = FakeProject::new(name);
    project.write(
        "Cargo.lock",
        "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n",
    );
    project.write("lib/rustlib/wasm32-unknown-unknown/lib/empty", "");
    project.program("rustc", "pwd");
    project.program("cargo", &cargo());
    if let Some(binstall) = binstall {
        project.program("cargo-binstall", binstall);
    }
    let ran = project.run(&["dev"], "");
    assert_eq!(ran.stdout, "trunk serve\n", "{}", ran.stderr);
    assert_eq!(project.read("cargo.log"), built, "{}", ran.stderr);
    assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    project
}

const BOTH: &str = "wasm-bindgen-cli 0.2.129\ntrunk 0.21.14\n";

#[test]
fn prebuilt_programs_are_taken_where_cargo_binstall_is() {
    let script = binstall("install \"$version\"");
    let project = check("prebuilt", Some(&script), "", "");
    assert_eq!(
        project.read("binstall.log"),
        "--no-confirm --force --disable-strategies compile --root ROOT/.tools --version 0.2.129 wasm-bindgen-cli (telemetry off: true)\n\
         --no-confirm --force --disable-strategies compile --root ROOT/.tools --version 0.21.14 trunk (telemetry off: true)\n"
    );
}

#[test]
fn programs_are_built_from_source_without_cargo_binstall() {
    check(
        "source",
        None,
        BOTH,
        "building trunk 0.21.14 from source, which takes minutes: cargo-binstall is not on the PATH\n",
    );
}

#[test]
fn programs_are_built_from_source_when_cargo_binstall_fails() {
    check(
        "failing",
        Some(&binstall("exit 76")),
        BOTH,
        "building wasm-bindgen-cli 0.2.129 from source, which takes minutes: `cargo-binstall",
    );
}

#[test]
fn programs_are_built_from_source_when_the_prebuilt_ones_do_not_run() {
    for (name, then) in [("nothing", "true"), ("version", "install 0.0.1")] {
        check(
            name,
            Some(&binstall(then)),
            BOTH,
            "building trunk 0.21.14 from source, which takes minutes: the prebuilt program does not run here\n",
        );
    }
}
