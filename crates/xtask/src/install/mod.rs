//! What can be missing on a machine, one file each, and how it gets there.
//!
//! A program of exactly the pinned version that is already on the machine is used as it is.
//! All others go into `.tools`, which git ignores; only `apt` packages go into the system.

mod apache;
mod apt;
mod backends;
mod background;
mod caddy;
mod cargo_deny;
mod cargo_install;
mod chromium;
mod curl;
mod debian;
mod esbuild;
mod firefox;
mod haproxy;
mod mdbook;
mod nginx;
mod nginx_lines;
mod node;
mod node_packages;
mod python_packages;
mod trunk;
mod wasm_bindgen;
mod wasm_opt;
mod wasm_split;
mod wasm_target;
mod webkit;
mod xvfb;

pub(crate) use background::Installs;
pub(crate) use chromium::flags as chromium_flags;
pub(crate) use chromium::program as chromium_program;
pub(crate) use wasm_opt::VERSION as WASM_OPT_VERSION;

use crate::error::{Error, at};
use crate::project::Project;
use crate::say;
use crate::shell::Sink;
use std::fs::File;
use std::time::Instant;

/// Something that a command needs.
#[derive(Debug)]
pub(crate) struct Need {
    /// As it is called in messages, with the pinned version.
    pub(crate) name: &'static str,
    is_ready: fn(&Project) -> bool,
    install: fn(&Project, &Sink) -> Result<(), Error>,
}

/// What runs the tests of the tests in browsers.
pub(crate) const FOR_SELFTEST: &[&Need] = &[&node::NEED, &nginx::NEED];
/// What checks the dependencies.
pub(crate) const FOR_DEPENDENCIES: &[&Need] = &[&cargo_deny::NEED];
/// What builds the page for development.
pub(crate) const FOR_DEVELOPMENT: &[&Need] =
    &[&wasm_target::NEED, &wasm_bindgen::NEED, &trunk::NEED];
/// What builds the page as it is deployed.
pub(crate) const FOR_PAGE: &[&Need] = &[
    &wasm_target::NEED,
    &wasm_opt::NEED,
    &wasm_bindgen::NEED,
    &wasm_split::NEED,
    &esbuild::NEED,
    &trunk::NEED,
];
/// What Trunk's hooks run to finish that page.
pub(crate) const FOR_HOOKS: &[&Need] = &[
    &wasm_opt::NEED,
    &wasm_bindgen::NEED,
    &wasm_split::NEED,
    &esbuild::NEED,
];
/// What a share of the proof on real servers runs: the releases that are pinned.
pub(crate) const FOR_SERVERS: &[&Need] = &[
    &node_packages::NEED,
    &node_packages::SERVERS,
    &nginx_lines::V1_22,
    &nginx_lines::V1_26,
    &apache::V2_4,
    &haproxy::V2_6,
    &haproxy::V3_0,
    &caddy::V2_6,
    &backends::PHP_FPM,
    &backends::UWSGI,
    &python_packages::NEED,
];
/// What the full proof runs in addition: releases that move on.
pub(crate) const FOR_FULL_PROOF: &[&Need] = &[&nginx_lines::V1_30, &haproxy::V3_2, &caddy::V2_11];
/// What the browser test runs.
pub(crate) const FOR_BROWSER: &[&Need] = &[&node_packages::NEED, &chromium::NEED];
/// What opens the exports: the commands run against real servers too.
pub(crate) const FOR_EXPORTS: &[&Need] = &[
    &node_packages::NEED,
    &nginx::NEED,
    &curl::NEED,
    &chromium::NEED,
];
/// What shows the page as figures in other pages.
pub(crate) const FOR_EMBED: &[&Need] = &[
    &node_packages::NEED,
    &node_packages::EXAMPLE,
    &chromium::NEED,
    &firefox::NEED,
    &mdbook::NEED,
];
/// What compares the predicted exchanges with those of Chromium; the drivers need no package of npm.
pub(crate) const FOR_CHROMIUM: &[&Need] = &[&node::NEED, &chromium::NEED];
/// The same with Firefox.
pub(crate) const FOR_FIREFOX: &[&Need] = &[&node::NEED, &firefox::NEED];
/// The same with `WebKitGTK`.
pub(crate) const FOR_WEBKIT: &[&Need] = &[&node::NEED, &webkit::NEED, &xvfb::NEED];
/// What watches in Chromium what goes wrong in practice.
pub(crate) const FOR_PITFALLS_IN_CHROMIUM: &[&Need] = &[&node::NEED, &nginx::NEED, &chromium::NEED];
/// The same in Firefox.
pub(crate) const FOR_PITFALLS_IN_FIREFOX: &[&Need] = &[&node::NEED, &nginx::NEED, &firefox::NEED];
/// The same in `WebKitGTK`.
pub(crate) const FOR_PITFALLS_IN_WEBKIT: &[&Need] =
    &[&node::NEED, &nginx::NEED, &webkit::NEED, &xvfb::NEED];
/// What the commands in the documentation run.
pub(crate) const FOR_DOCS: &[&Need] = &[
    &node_packages::NEED,
    &nginx::NEED,
    &chromium::NEED,
    &firefox::NEED,
    &wasm_target::NEED,
    &wasm_opt::NEED,
    &wasm_bindgen::NEED,
    &wasm_split::NEED,
    &esbuild::NEED,
    &trunk::NEED,
    &cargo_deny::NEED,
];
/// What measures the page.
pub(crate) const FOR_SIZE: &[&Need] = &[&node::NEED];
/// Everything, the quick ones first, so that what waits for them can start.
pub(crate) const ALL: &[&Need] = &[
    &node::NEED,
    &wasm_target::NEED,
    &node_packages::NEED,
    &node_packages::SERVERS,
    &node_packages::EXAMPLE,
    &wasm_opt::NEED,
    &esbuild::NEED,
    &nginx::NEED,
    &nginx_lines::V1_22,
    &nginx_lines::V1_26,
    &nginx_lines::V1_30,
    &apache::V2_4,
    &haproxy::V2_6,
    &haproxy::V3_0,
    &haproxy::V3_2,
    &caddy::V2_6,
    &caddy::V2_11,
    &backends::PHP_FPM,
    &backends::UWSGI,
    &python_packages::NEED,
    &curl::NEED,
    &chromium::NEED,
    &firefox::NEED,
    &webkit::NEED,
    &xvfb::NEED,
    &wasm_bindgen::NEED,
    &wasm_split::NEED,
    &trunk::NEED,
    &mdbook::NEED,
    &cargo_deny::NEED,
];

/// Installs what is missing of a list and stops at the first that cannot be had.
pub(crate) fn ensure_all(project: &Project, needs: &[&Need]) -> Result<(), Error> {
    needs
        .iter()
        .try_for_each(|need| ensure(project, need, &Sink::Terminal))
}

/// Installs one thing if it is missing, and makes sure that it is there afterwards.
pub(crate) fn ensure(project: &Project, need: &Need, sink: &Sink) -> Result<(), Error> {
    if (need.is_ready)(project) {
        return Ok(());
    }
    let _lock = lock(project)?;
    // Another command may have installed it while this one waited for the lock.
    if (need.is_ready)(project) {
        return Ok(());
    }
    say::progress(&format!("      installing {} …", need.name));
    let started = Instant::now();
    (need.install)(project, sink)?;
    if !(need.is_ready)(project) {
        return Err(Error::failed(format!(
            "{} was installed but is not found afterwards",
            need.name
        )));
    }
    let time = say::time(started.elapsed());
    say::progress(&format!("      installed {} in {time}", need.name));
    Ok(())
}

/// Two commands that install into the same folder take turns. The lock ends with the file handle.
fn lock(project: &Project) -> Result<File, Error> {
    let folder = project.tools();
    std::fs::create_dir_all(&folder).map_err(at(folder.display()))?;
    let path = folder.join("lock");
    let file = File::create(&path).map_err(at(path.display()))?;
    file.lock().map_err(at(path.display()))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_of_everything_has_what_each_part_needs() {
        for part in [
            FOR_SELFTEST,
            FOR_DEPENDENCIES,
            FOR_DEVELOPMENT,
            FOR_PAGE,
            FOR_HOOKS,
            FOR_SERVERS,
            FOR_FULL_PROOF,
            FOR_BROWSER,
            FOR_EXPORTS,
            FOR_EMBED,
            FOR_CHROMIUM,
            FOR_FIREFOX,
            FOR_WEBKIT,
            FOR_PITFALLS_IN_CHROMIUM,
            FOR_PITFALLS_IN_FIREFOX,
            FOR_PITFALLS_IN_WEBKIT,
            FOR_DOCS,
            FOR_SIZE,
        ] {
            for need in part {
                assert!(ALL.iter().any(|one| one.name == need.name), "{}", need.name);
            }
        }
    }
}
