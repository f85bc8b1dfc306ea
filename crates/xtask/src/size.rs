//! Download size of the page, in bytes after brotli, by part: what the first screen needs, and each file
//! that is loaded later.
//!
//! The sizes are compared with a baseline in the repository, so that growth is a decision and not an
//! accident. There is no upper limit.

use crate::error::{Error, at};
use crate::page::references;
use crate::project::Project;
use crate::shell;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Growth of a part over its baseline that needs no acceptance.
const GROWTH_PERCENT: u64 = 5;

/// Compressed sizes by file name; names have no hash, since that differs in every build.
type Files = BTreeMap<String, u64>;

/// Compressed size of every file that the page loads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sizes {
    /// Files needed until the first screen is shown and all its fields work.
    first: Files,
    /// Files loaded after that; each is a part of its own.
    later: Files,
}

impl Sizes {
    /// Measures the built page.
    pub(crate) fn measure(project: &Project) -> Result<Self, Error> {
        let dist = project.dist();
        let index = dist.join("index.html");
        let html = fs::read_to_string(&index).map_err(at(index.display()))?;
        let mut first = BTreeSet::from([PathBuf::from("index.html")]);
        first.extend(references(&html)?.into_iter().map(PathBuf::from));
        let later = code_in(&dist, Path::new("assets"))?;
        let later = later.difference(&first).cloned().collect();
        Ok(Self {
            first: compress(project, &first)?,
            later: compress(project, &later)?,
        })
    }

    /// Reads the accepted sizes.
    pub(crate) fn read_baseline(project: &Project) -> Result<Self, Error> {
        let file = baseline_file(project);
        let name = format!("{} (`cargo xtask accept` writes it)", file.display());
        let text = fs::read_to_string(&file).map_err(at(&name))?;
        serde_json::from_str(&text).map_err(|error| Error::failed(format!("{name}: {error}")))
    }

    /// Makes these the accepted sizes, larger or smaller.
    pub(crate) fn write_baseline(&self, project: &Project) -> Result<(), Error> {
        let file = baseline_file(project);
        fs::write(&file, format!("{:#}\n", json!(self))).map_err(at(file.display()))
    }

    /// Every part's size next to its baseline; fails if a part has grown too much.
    pub(crate) fn compare(&self, baseline: &Self) -> Result<String, Error> {
        let changes = self.changes(baseline);
        let grown = changes.iter().filter(|change| change.is_growth());
        let grown: Vec<String> = grown.map(ToString::to_string).collect();
        if grown.is_empty() {
            Ok(self.report(baseline))
        } else {
            Err(Error::failed(format!(
                "more than {GROWTH_PERCENT} % larger: {} (if that is intended, run `cargo xtask accept size` and commit tests/baseline.json)",
                grown.join("; ")
            )))
        }
    }

    /// Every part's size next to its baseline, however much it has grown.
    pub(crate) fn report(&self, baseline: &Self) -> String {
        let changes = self.changes(baseline);
        let total = kibibytes(changes.iter().map(|change| change.now).sum());
        let parts: Vec<String> = changes.iter().map(ToString::to_string).collect();
        format!("{}; {total} in total, brotli", parts.join("; "))
    }

    fn changes<'a>(&'a self, baseline: &Self) -> Vec<Change<'a>> {
        let first = Change {
            part: "first part",
            before: Some(baseline.first.values().sum()),
            now: self.first.values().sum(),
        };
        let later = self.later.iter().map(|(name, now)| Change {
            part: name,
            before: baseline.later.get(name).copied(),
            now: *now,
        });
        std::iter::once(first).chain(later).collect()
    }
}

/// Size of one part of the page, next to its baseline.
#[derive(Clone, Copy, Debug)]
struct Change<'a> {
    part: &'a str,
    /// Nothing if the part is new.
    before: Option<u64>,
    now: u64,
}

impl Change<'_> {
    /// Whether a person has to accept it.
    fn is_growth(&self) -> bool {
        self.before
            .is_none_or(|before| self.now * 100 > before * (100 + GROWTH_PERCENT))
    }
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, before, now } = *self;
        write!(out, "{part} {}", kibibytes(now))?;
        match before {
            Some(before) => write!(out, " (was {}, {})", kibibytes(before), change(now, before)),
            None => out.write_str(" (new)"),
        }
    }
}

/// The scripts and programs in a folder of the page.
fn code_in(dist: &Path, folder: &Path) -> Result<BTreeSet<PathBuf>, Error> {
    let whole = dist.join(folder);
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(&whole).map_err(at(whole.display()))? {
        let name = PathBuf::from(entry.map_err(at(whole.display()))?.file_name());
        if name
            .extension()
            .is_some_and(|ending| ending == "js" || ending == "wasm")
        {
            found.insert(folder.join(name));
        }
    }
    Ok(found)
}

fn baseline_file(project: &Project) -> PathBuf {
    project.tests().join("baseline.json")
}

/// Compresses files of the built page. Node.js has the compressor that the web uses.
fn compress(project: &Project, files: &BTreeSet<PathBuf>) -> Result<Files, Error> {
    const SCRIPT: &str = include_str!("../npm/brotli.mjs");
    let mut command = shell::command(project, "node")?;
    command.args(["--input-type=module", "--eval", SCRIPT, "--"]);
    for file in files {
        let path = project.dist().join(file);
        if !path.is_file() {
            return Err(Error::failed(format!(
                "index.html loads {}, which is not in dist",
                file.display()
            )));
        }
        command.arg(path);
    }
    let printed = shell::answer(&mut command)
        .ok_or_else(|| Error::failed("the files of dist could not be compressed"))?;
    let sizes: Vec<u64> = printed
        .lines()
        .filter_map(|line| line.parse().ok())
        .collect();
    if sizes.len() == files.len() {
        Ok(files
            .iter()
            .map(|file| name_without_hash(file))
            .zip(sizes)
            .collect())
    } else {
        Err(Error::failed("the files of dist could not be compressed"))
    }
}

/// The name of a file without the 16 hexadecimal digits that differ in every build.
fn name_without_hash(file: &Path) -> String {
    let path = file.to_string_lossy().replace('\\', "/");
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
    path.rsplit_once('-')
        .and_then(|(stem, rest)| Some((stem, rest.split_once('.')?)))
        .filter(|(_, (hash, _))| is_hash(hash))
        .map_or_else(
            || path.clone(),
            |(stem, (_, ending))| format!("{stem}.{ending}"),
        )
}

/// A size for people, in KiB with one digit.
fn kibibytes(bytes: u64) -> String {
    let tenths = (bytes * 10 + 512) / 1024;
    format!("{}.{} KiB", tenths / 10, tenths % 10)
}

/// A change for people, in percent with one digit.
fn change(now: u64, before: u64) -> String {
    let permille = (now.abs_diff(before) * 1000 + before / 2).checked_div(before);
    let sign = if now < before { '-' } else { '+' };
    permille.map_or_else(
        || "+∞ %".to_owned(),
        |value| format!("{sign}{}.{} %", value / 10, value % 10),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, u64)]) -> Files {
        files
            .iter()
            .map(|&(name, size)| (name.to_owned(), size))
            .collect()
    }

    fn sizes(first: u64, later: &[(&str, u64)]) -> Sizes {
        Sizes {
            first: files(&[("a.js", first - 1), ("index.html", 1)]),
            later: files(later),
        }
    }

    #[track_caller]
    fn check_compare(now: &Sizes, before: &Sizes, expected: Result<&str, &str>) {
        let result = now.compare(before).map_err(|error| error.to_string());
        assert_eq!(result.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn every_part_is_reported_next_to_its_baseline() {
        check_compare(
            &sizes(1_024, &[]),
            &sizes(1_024, &[]),
            Ok("first part 1.0 KiB (was 1.0 KiB, +0.0 %); 1.0 KiB in total, brotli"),
        );
        check_compare(
            &sizes(2_048, &[("b.wasm", 1_050), ("c.wasm", 1_024)]),
            &sizes(4_096, &[("b.wasm", 1_000), ("c.wasm", 1_025)]),
            Ok(
                "first part 2.0 KiB (was 4.0 KiB, -50.0 %); b.wasm 1.0 KiB (was 1.0 KiB, +5.0 %); \
                c.wasm 1.0 KiB (was 1.0 KiB, -0.1 %); 4.0 KiB in total, brotli",
            ),
        );
    }

    #[test]
    fn no_size_is_too_large() {
        check_compare(
            &sizes(10 << 20, &[]),
            &sizes(10 << 20, &[]),
            Ok("first part 10240.0 KiB (was 10240.0 KiB, +0.0 %); 10240.0 KiB in total, brotli"),
        );
    }

    #[test]
    fn growth_of_a_part_fails_until_it_is_accepted() {
        check_compare(
            &sizes(1_051, &[("b.wasm", 10)]),
            &sizes(1_000, &[("b.wasm", 1_000)]),
            Err(
                "more than 5 % larger: first part 1.0 KiB (was 1.0 KiB, +5.1 %) \
                (if that is intended, run `cargo xtask accept size` and commit tests/baseline.json)",
            ),
        );
        check_compare(
            &sizes(
                1_000,
                &[("b.wasm", 2_048), ("c.wasm", 1_000), ("d.wasm", 1)],
            ),
            &sizes(1_000, &[("b.wasm", 1_024), ("c.wasm", 1_000)]),
            Err(
                "more than 5 % larger: b.wasm 2.0 KiB (was 1.0 KiB, +100.0 %); d.wasm 0.0 KiB (new) \
                (if that is intended, run `cargo xtask accept size` and commit tests/baseline.json)",
            ),
        );
    }

    #[test]
    fn growth_is_reported_when_it_is_accepted() {
        assert_eq!(
            sizes(2_048, &[]).report(&sizes(1_024, &[])),
            "first part 2.0 KiB (was 1.0 KiB, +100.0 %); 2.0 KiB in total, brotli"
        );
    }

    #[test]
    fn names_lose_their_hash_only() {
        let check =
            |file: &str, expected: &str| assert_eq!(name_without_hash(Path::new(file)), expected);
        check(
            "assets/cors-header-builder-0123456789abcdef.wasm",
            "assets/cors-header-builder.wasm",
        );
        check("assets/main-fedcba9876543210.css", "assets/main.css");
        check("boot.js", "boot.js");
        check("a-b-c.js", "a-b-c.js");
    }
}
