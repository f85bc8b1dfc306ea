//! The text of every target for three readable policies, compared with files that people can read.
//!
//! `UPDATE_GOLDEN=1 cargo test` makes what there is what is expected.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cors_core::policy::PolicyDraft;
use cors_core::targets::{Setup, Step, TARGETS};
use cors_suffixes::PLATFORM;

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Any origin; two exact origins with credentials; subdomains with any header and credentials.
fn policies() -> [(&'static str, PolicyDraft); 3] {
    [
        (
            "any-origin",
            PolicyDraft {
                allow_origins: list("*"),
                allow_methods: list("GET HEAD POST"),
                allow_headers: list("content-type"),
                max_age: "3600".to_owned(),
                ..PolicyDraft::default()
            },
        ),
        (
            "two-origins",
            PolicyDraft {
                allow_origins: list("https://app.example.com https://admin.example.com:8443"),
                allow_methods: list("GET POST PUT DELETE PATCH"),
                allow_headers: list("Content-Type Authorization X-Request-Id"),
                expose_headers: list("X-Total-Count"),
                allow_credentials: true,
                max_age: "600".to_owned(),
                ..PolicyDraft::default()
            },
        ),
        (
            "subdomains",
            PolicyDraft {
                allow_origins: list("https://*.example.com https://example.com"),
                allow_methods: list("GET DELETE"),
                allow_headers: list("*"),
                allow_credentials: true,
                max_age: "7200".to_owned(),
                ..PolicyDraft::default()
            },
        ),
    ]
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/golden")
}

fn step(step: &Step) -> String {
    let command = step.command.as_ref();
    let command = command.map_or_else(String::new, |command| format!("\n    {command}"));
    format!("- {}: {}{command}", step.kind.id(), step.text)
}

/// Every file that the targets write, by its path below the folder.
fn written() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    for (name, draft) in policies() {
        let parsed = draft.parse(&PLATFORM);
        let sound = parsed.whole().unwrap().check().unwrap();
        for target in TARGETS {
            let version = target.versions[0];
            let place = Path::new(target.id).join(name);
            let snippet = match (target.render)(&sound, &Setup::of(version), None) {
                Ok(snippet) => snippet,
                Err(unsupported) => {
                    let text = format!("Unsupported: {}\n", unsupported.reason);
                    files.insert(place.join("notes.txt"), text);
                    continue;
                }
            };
            for file in &snippet.files {
                files.insert(place.join(&file.path), file.text.clone());
            }
            for file in &snippet.example.files {
                // Where it repeats a part of the snippet, reading that once is enough.
                let repeats = snippet.files.iter().any(|part| part.text == file.text);
                if !repeats {
                    files.insert(place.join("example").join(&file.path), file.text.clone());
                }
            }
            let mut notes: Vec<String> = vec!["Steps:".to_owned()];
            notes.extend(snippet.steps.iter().map(step));
            notes.push("Steps of the full example:".to_owned());
            notes.extend(snippet.example.steps.iter().map(step));
            notes.push("Notes:".to_owned());
            notes.extend(snippet.notes.iter().map(|note| format!("- {note}")));
            notes.push("Differences from the reference response:".to_owned());
            notes.extend(
                (target.differences)(&sound, &Setup::of(version))
                    .iter()
                    .map(|difference| format!("- {}: {}", difference.code, difference.text)),
            );
            files.insert(place.join("notes.txt"), notes.join("\n") + "\n");
        }
    }
    files
}

fn on_disk(folder: &Path, below: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder.join(below)).into_iter().flatten() {
        let path = below.join(entry.unwrap().file_name());
        if folder.join(&path).is_dir() {
            on_disk(folder, &path, files);
        } else {
            files.insert(
                path.clone(),
                fs::read_to_string(folder.join(&path)).unwrap(),
            );
        }
    }
}

#[test]
fn golden_files_are_what_the_targets_write() {
    let written = written();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        drop(fs::remove_dir_all(folder()));
        for (path, text) in &written {
            let path = folder().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let mut expected = BTreeMap::new();
    on_disk(&folder(), Path::new(""), &mut expected);
    for path in written.keys().chain(expected.keys()) {
        let (written, expected) = (written.get(path), expected.get(path));
        if written == expected {
            continue;
        }
        let lines = |text: Option<&String>| -> Vec<String> {
            text.map_or_else(Vec::new, |text| text.lines().map(str::to_owned).collect())
        };
        let (written, expected) = (lines(written), lines(expected));
        let longest = written.len().max(expected.len());
        let line = (0..longest)
            .find(|&i| written.get(i) != expected.get(i))
            .unwrap_or(longest);
        panic!(
            "{} differs in line {} (UPDATE_GOLDEN=1 accepts):\n  expected: {:?}\n  written:  {:?}",
            path.display(),
            line + 1,
            expected.get(line),
            written.get(line)
        );
    }
}

/// The same lines without what they begin with.
fn without_indent(text: &str) -> String {
    text.lines()
        .flat_map(|line| [line.trim_start(), "\n"])
        .collect()
}

#[test]
fn the_example_contains_the_snippet() {
    for (name, draft) in policies() {
        let parsed = draft.parse(&PLATFORM);
        let sound = parsed.whole().unwrap().check().unwrap();
        for target in TARGETS {
            for &version in target.versions {
                let Ok(snippet) = (target.render)(&sound, &Setup::of(version), None) else {
                    continue;
                };
                for file in &snippet.files {
                    let part = without_indent(&file.text);
                    let mut examples = snippet.example.files.iter();
                    assert!(
                        examples.any(|example| without_indent(&example.text).contains(&part)),
                        "{} {}, {name}: no example file contains {}",
                        target.id,
                        version.line,
                        file.path
                    );
                }
            }
        }
    }
}
