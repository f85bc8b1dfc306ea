//! Chromium, for the test that uses the page as a person does.

use super::{Need, apt};
use crate::error::Error;
use crate::project::Project;
use crate::shell::Sink;
use std::path::PathBuf;

pub(super) const NEED: Need = Need {
    name: "Chromium",
    is_ready,
    install,
};

/// Any of these is the same engine.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// Where macOS keeps it.
const APPLICATION: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The browser to test with: the one that `CHROMIUM` names, or the first that is found.
pub(crate) fn program(project: &Project) -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(chosen)).filter(|file| file.is_file());
    }
    NAMES
        .iter()
        .find_map(|name| project.find_program(name))
        .or_else(|| Some(PathBuf::from(APPLICATION)).filter(|file| file.is_file()))
}

/// The flags that the tests start it with, separated by spaces.
pub(crate) fn flags(project: &Project) -> String {
    match std::env::var("CHROMIUM_FLAGS") {
        Ok(chosen) => chosen,
        // Chromium refuses to start as root with its sandbox.
        Err(_) if apt::is_root(project) => "--no-sandbox".to_owned(),
        Err(_) => String::new(),
    }
}

fn is_ready(project: &Project) -> bool {
    program(project).is_some()
}

fn install(project: &Project, sink: &Sink) -> Result<(), Error> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Err(Error::missing(
            format!(
                "the variable CHROMIUM names {}, which is no file",
                PathBuf::from(chosen).display()
            ),
            "correct it or remove it",
        ));
    }
    apt::install(project, &["chromium"], sink)
}
