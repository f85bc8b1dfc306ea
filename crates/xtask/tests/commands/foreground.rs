//! Commands that hand over to a program in the foreground.

use crate::fake_project::FakeProject;

const SERVE: &[&str] = &["servers", "--serve", "nginx"];

/// A project with everything that [`SERVE`] needs; Cargo, which would run the proof, is a script.
fn project(name: &str, cargo: &str) -> FakeProject {
    let project = without_packages(name, cargo);
    for folder in ["tests", "tests/servers"] {
        project.write(&format!("{folder}/node_modules/.installed-lock.json"), "{}");
    }
    project
}

/// The same project before `npm ci`.
fn without_packages(name: &str, cargo: &str) -> FakeProject {
    let project = FakeProject::new(name);
    for folder in ["tests", "tests/servers"] {
        project.write(&format!("{folder}/package-lock.json"), "{}");
    }
    for line in ["1.22", "1.26", "1.30"] {
        let loader = format!(".tools/nginx-{line}/root/usr/lib64/ld-linux-x86-64.so.2");
        project.script(&loader, &format!("echo nginx/{line}.0 >&2"));
    }
    project.program("php-fpm8.2", "");
    project.program("uwsgi", "");
    project.program("node", "echo v20.0.0");
    project.program("npm", "mkdir node_modules; echo noise of npm; cat");
    for list in ["requirements", "starlette-1.6"] {
        project.write(&format!("tests/python/{list}.txt"), "");
    }
    project.program("python3", PYTHON);
    project.program("cargo", cargo);
    project
}

/// Makes virtual environments whose Python does nothing.
const PYTHON: &str = r#"
if [ "$2" = venv ]; then
    mkdir -p "$3/bin"
    echo '#!/bin/sh' > "$3/bin/python"
    chmod +x "$3/bin/python"
fi"#;

#[test]
fn policy_on_standard_input_reaches_the_program() {
    let ran = project("stdin", "cat").run(SERVE, "policy\n");
    assert_eq!(ran.stdout, "policy\n", "{}", ran.stderr);
}

#[test]
fn installation_does_not_read_the_policy() {
    let ran = without_packages("install", "cat").run(SERVE, "policy\n");
    assert_eq!(ran.stdout, "policy\n", "{}", ran.stderr);
}

#[test]
fn signals_and_exit_status_are_those_of_the_program() {
    let ran = project("signals", "echo $$; exit 7").run(SERVE, "");
    assert_eq!(ran.stdout, format!("{}\n", ran.id), "{}", ran.stderr);
    assert_eq!(ran.code, Some(7));
}

#[test]
fn standard_output_has_only_what_the_program_prints() {
    let project = without_packages("stdout", "echo address; echo more >&2");
    let ran = project.run(SERVE, "");
    assert_eq!(ran.stdout, "address\n");
    for line in ["installing npm packages", "noise of npm", "more"] {
        assert!(ran.stderr.contains(line), "{}", ran.stderr);
    }
}
