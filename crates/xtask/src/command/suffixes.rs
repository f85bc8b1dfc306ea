//! `cargo xtask suffixes`: the Public Suffix List of the pinned crate `psl`.

use super::expect_none;
use crate::error::{Error, at};
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use serde::Deserialize;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

const PACKAGE: &str = "psl";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
}

pub(super) fn run(project: &Project, arguments: &[String]) -> Result<ExitCode, Error> {
    let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let published = (!words.is_empty()).then(|| words.remove(0));
    expect_none(&words)?;
    let file = project.root().join("crates/cors-suffixes/list.txt");
    let before = fs::read_to_string(&file).map_err(at(file.display()))?;
    let psl = pinned(project)?;
    let head = head(&psl.version, published, &before)?;

    let mut command = shell::cargo(project);
    command
        .args(["run", "--quiet", "--locked"])
        .args(["--package", "cors-suffixes", "--example", "list", "--"])
        .arg(psl.manifest_path.with_file_name("data").join("rules.txt"));
    let list = shell::output(&mut command, &Sink::Terminal)?;
    fs::write(&file, format!("{head}\n{list}")).map_err(at(file.display()))?;
    say::line(&format!("{}: {head}", file.display()));
    Ok(ExitCode::SUCCESS)
}

/// The package at the version of Cargo.lock, downloaded.
fn pinned(project: &Project) -> Result<Package, Error> {
    let mut command = shell::cargo(project);
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let printed = shell::output(&mut command, &Sink::Terminal)?;
    let metadata: Metadata = serde_json::from_str(&printed)
        .map_err(|error| Error::failed(format!("`cargo metadata`: {error}")))?;
    metadata
        .packages
        .into_iter()
        .find(|package| package.name == PACKAGE)
        .ok_or_else(|| Error::failed(format!("there is no package `{PACKAGE}`")))
}

/// The first line. Cargo doesn't know the day when a version was published, so a person has to say it.
fn head(version: &str, published: Option<&str>, before: &str) -> Result<String, Error> {
    let start = format!("// {PACKAGE} {version}, published ");
    if let Some(day) = published {
        let is_day = day.len() == 10
            && day.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        return if is_day {
            Ok(format!("{start}{day}"))
        } else {
            Err(Error::failed(format!(
                "the day `{day}` is invalid (write it as 2026-11-05)"
            )))
        };
    }
    let first = before.lines().next().unwrap_or_default();
    if first.starts_with(&start) {
        Ok(first.to_owned())
    } else {
        Err(Error::missing(
            format!("the day when {PACKAGE} {version} was published is not known"),
            "give it as the argument, such as 2026-11-05; crates.io names it",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(published: Option<&str>, before: &str, expected: Result<&str, &str>) {
        let found = head("2.1.0", published, before).map_err(|error| error.to_string());
        match (&found, expected) {
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => {
                assert_eq!(found.as_deref().map_err(String::as_str), expected);
            }
        }
    }

    #[test]
    fn same_version_keeps_its_day() {
        let line = "// psl 2.1.0, published 2026-11-05";
        check(None, &format!("{line}\nac\n"), Ok(line));
        check(Some("2026-11-05"), "", Ok(line));
    }

    #[test]
    fn other_version_needs_a_day() {
        let line = "// psl 2.1.00, published 2026-11-05\n";
        check(None, line, Err("when psl 2.1.0 was published is not known"));
        check(None, "", Err("is not known"));
        check(Some("today"), line, Err("the day `today` is invalid"));
        check(Some("2026-11-5x"), line, Err("is invalid"));
    }
}
