//! The invariants of ARCHITECTURE.md that a text search can guard.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = workspace().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below a folder whose name ends as given.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![workspace().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The names of the modules in a folder, leaving out those that are no entries of its registry.
#[track_caller]
fn check_registry(folder: &str, registry: &str, pattern: &dyn Fn(&str) -> String, others: &[&str]) {
    let registry = read(registry);
    let names: BTreeSet<String> = fs::read_dir(workspace().join(folder))
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.strip_suffix(".rs").map(str::to_owned)
        })
        .filter(|name| !others.contains(&name.as_str()))
        .collect();
    assert!(!names.is_empty(), "{folder} has no entries");
    for name in &names {
        let entry = pattern(name);
        let listed = registry
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| line.split([' ', ',', '[', ']', ';']))
            .any(|word| word == entry);
        assert!(listed, "{folder}/{name}.rs is not registered: no {entry}");
    }
}

#[track_caller]
fn check_absent(files: &[PathBuf], except: &str, needles: &[&str]) {
    assert!(!files.is_empty(), "there is nothing to search");
    for path in files {
        if !except.is_empty() && path.ends_with(except) {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        for needle in needles {
            assert!(
                !text.contains(needle),
                "{} contains {needle}",
                path.display()
            );
        }
    }
}

/// The crates in layers: each may use those named beside it, and no other of ours.
const LAYERS: [(&str, &[&str]); 9] = [
    ("cors-http", &[]),
    ("cors-suffixes", &["cors-http"]),
    ("cors-fetch", &["cors-http"]),
    ("cors-core", &["cors-http"]),
    ("cors-import", &["cors-core", "cors-http"]),
    ("cors-state", &["cors-core", "cors-fetch", "cors-http"]),
    (
        "cors-analysis",
        &["cors-core", "cors-fetch", "cors-http", "cors-state"],
    ),
    (
        "cors-diagnose",
        &[
            "cors-analysis",
            "cors-core",
            "cors-fetch",
            "cors-http",
            "cors-state",
        ],
    ),
    (
        "cors-report",
        &[
            "cors-analysis",
            "cors-core",
            "cors-fetch",
            "cors-http",
            "cors-state",
        ],
    ),
];

#[test]
fn every_crate_uses_only_the_layers_below_it() {
    for (name, below) in LAYERS {
        let manifest = read(format!("crates/{name}/Cargo.toml"));
        let used: Vec<&str> = manifest
            .split("[dependencies]")
            .nth(1)
            .unwrap_or_default()
            .lines()
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| line.strip_suffix(".workspace = true"))
            .filter(|name| name.starts_with("cors-"))
            .collect();
        assert_eq!(used, below, "{name}");
    }
}

#[test]
fn the_core_does_no_input_or_output_and_reads_no_clock() {
    // The targets hold programs as text, and those do talk to sockets.
    let targets = workspace().join("crates/cors-core/src/targets");
    let mut sources: Vec<PathBuf> = LAYERS
        .iter()
        .flat_map(|(name, _)| files(&format!("crates/{name}/src"), ".rs"))
        .collect();
    sources.retain(|path| !path.starts_with(&targets));
    check_absent(
        &sources,
        "",
        &[
            "std::fs",
            "std::io",
            "std::net",
            "std::time",
            "std::env",
            "std::process",
            "println!",
        ],
    );
}

#[test]
fn every_finding_is_registered() {
    check_registry(
        "crates/cors-analysis/src/findings",
        "crates/cors-analysis/src/findings/registry.rs",
        &|name| format!("{name}::RULE"),
        &["fix", "mod", "near_miss", "registry", "support"],
    );
}

#[test]
fn every_target_is_registered() {
    check_registry(
        "crates/cors-core/src/targets",
        "crates/cors-core/src/targets/registry.rs",
        &|name| format!("{name}::TARGET"),
        &[
            "check",
            "difference",
            "environment",
            "evidence",
            "fingerprint",
            "fixes",
            "library",
            "mod",
            "mutation",
            "option",
            "registry",
            "snippet",
            "version",
        ],
    );
}

#[test]
fn every_fault_is_registered() {
    check_registry(
        "crates/cors-core/src/server/fault",
        "crates/cors-core/src/server/fault/mod.rs",
        &str::to_owned,
        &["mod", "http_cache", "layers"],
    );
}

#[test]
fn every_deviation_is_used() {
    let table = "crates/cors-fetch/src/deviation.rs";
    let mut sources = files("crates/cors-fetch/src", ".rs");
    sources.extend(files("crates/cors-analysis/src", ".rs"));
    sources.retain(|path| !path.ends_with(table));
    let sources: Vec<String> = sources
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let table = read(table);
    let rows = table.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("    ")?.split_once(", \"")?;
        let is_row = rest.ends_with(';') && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_row.then_some(name)
    });
    let names: Vec<&str> = rows.collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        let is_used = sources
            .iter()
            .any(|source| source.contains(&format!("Deviation::{name}")));
        assert!(is_used, "no algorithm uses Deviation::{name}");
    }
}

#[test]
fn every_fault_is_tried_in_browsers() {
    let cases = read("tests/browsers/pitfalls/cases.mjs");
    let setups = read("tests/browsers/pitfalls/setups.mjs");
    for &fault in cors_core::server::Fault::ALL {
        let id = fault.id();
        assert!(cases.contains(&format!("kase('{id}'")), "cases: {id}");
        assert!(setups.contains(&format!("async '{id}'")), "set-ups: {id}");
    }
}

#[test]
fn codes_of_findings_are_unique_and_kebab_case() {
    let codes: Vec<&str> = cors_analysis::findings::RULES
        .iter()
        .flat_map(|rule| rule.codes)
        .copied()
        .collect();
    let unique: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(unique.len(), codes.len(), "a code is used twice");
    for code in unique {
        let kebab = code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(kebab, "{code} is not kebab-case");
    }
}

#[test]
fn only_the_modules_of_browser_and_dom_rs_name_web_sys() {
    let browser = workspace().join("src/browser");
    let mut sources = files("src", ".rs");
    sources.retain(|path| !path.starts_with(&browser));
    check_absent(&sources, "src/dom.rs", &["web_sys"]);
}

#[test]
fn the_page_writes_no_http_and_widgets_know_nothing_of_cors() {
    let mut sources = files("src", ".rs");
    // These explain or look for headers.
    for explains in ["help.rs", "flow/diagram.rs", "troubleshoot/symptoms.rs"] {
        sources.retain(|path| !path.ends_with(Path::new("src").join(explains)));
    }
    check_absent(&sources, "", &["Access-Control-"]);
    check_absent(
        &files("src/widgets", ".rs"),
        "",
        &["cors_core", "cors_fetch"],
    );
}

#[test]
fn the_style_sheets_use_no_ids_and_no_important() {
    check_absent(
        &files("style", ".css"),
        "",
        &["!important", "@import url(http"],
    );
}

#[test]
fn the_page_has_no_inline_script_or_style() {
    let page = read("index.html");
    assert!(
        !page.contains("<style"),
        "an inline style needs a hole in the content security policy"
    );
    assert!(
        !page.contains(" style="),
        "an inline style needs a hole in the content security policy"
    );
    for script in page.split("<script").skip(1) {
        assert!(
            script.starts_with(" type=\"module\" src=") || script.starts_with(" src="),
            "an inline script"
        );
    }
}

#[test]
fn lock_files_name_no_download_address() {
    for path in files("tests", "package-lock.json") {
        if path
            .components()
            .any(|part| part.as_os_str() == "node_modules")
        {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            !text.contains("\"resolved\""),
            "{} names a download address",
            path.display()
        );
    }
}
