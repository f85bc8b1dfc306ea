//! What a visitor downloads, in bytes after brotli: the first part, before the page works, and the later
//! parts, which come when the page has nothing else to do.
//!
//! The numbers are compared with a limit that is promised and with a baseline that is kept in the
//! repository, so that growth is a decision and not an accident.

use crate::error::{Error, at};
use crate::project::Project;
use crate::shell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The promise: 107 KiB for first screen and full interaction.
const LIMIT: u64 = 107 * 1024;

/// More growth than this since the baseline must be accepted by a person.
const GROWTH_PERCENT: u64 = 10;

/// Differences up to this are the paths of the machine that built it.
const NOISE_PERCENT: u64 = 1;

/// The compressed size of each file that is loaded, by its name without the hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// What is loaded until the page has shown itself and every field of it works.
    first: Vec<(String, u64)>,
    /// What is loaded after that.
    later: Vec<(String, u64)>,
}

/// What the names of later files begin with in the baseline.
const LATER: &str = "later: ";

impl Sizes {
    /// Measures the built page.
    pub(crate) fn measure(project: &Project) -> Result<Self, Error> {
        let dist = project.dist();
        let index = dist.join("index.html");
        let html = fs::read_to_string(&index).map_err(at(index.display()))?;
        let mut first = BTreeSet::from([PathBuf::from("index.html")]);
        first.extend(references(&html).into_iter().map(PathBuf::from));
        let later = code_in(&dist, Path::new("assets"))?;
        let later = later.difference(&first).cloned().collect();
        Ok(Self {
            first: measured(project, &first)?,
            later: measured(project, &later)?,
        })
    }

    /// Reads a baseline, a flat object of numbers.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for entry in inside.split(',').filter(|entry| !entry.trim().is_empty()) {
            let (name, size) = entry.rsplit_once(':')?;
            let name = name.trim().strip_prefix('"')?.strip_suffix('"')?;
            let size = size.trim().parse().ok()?;
            match name.strip_prefix(LATER) {
                Some(name) => later.push((name.to_owned(), size)),
                None => first.push((name.to_owned(), size)),
            }
        }
        Some(Self { first, later })
    }

    /// The text of a baseline.
    pub(crate) fn to_json(&self) -> String {
        let mut text = "{\n".to_owned();
        let first = self.first.iter().map(|(name, size)| ("", name, size));
        let later = self.later.iter().map(|(name, size)| (LATER, name, size));
        for (index, (prefix, name, size)) in first.chain(later).enumerate() {
            let comma = if index > 0 { ",\n" } else { "" };
            let _ = write!(text, "{comma}  \"{prefix}{name}\": {size}");
        }
        text.push_str("\n}\n");
        text
    }

    /// Fails when this must not become the baseline in place of `before`.
    pub(crate) fn accept_over(&self, before: &Self) -> Result<(), Error> {
        let (now, before) = (total(&self.first), total(&before.first));
        if now > LIMIT && now > before {
            return Err(Error::failed(format!(
                "the page needs {} of brotli, more than the promised {} and than the baseline of {}, so it is not accepted (make it smaller)",
                kibibytes(now),
                kibibytes(LIMIT),
                kibibytes(before)
            )));
        }
        Ok(())
    }

    /// Fails after unaccepted growth of any part, and over the limit after any growth of the first;
    /// otherwise the summary.
    pub(crate) fn compare(&self, baseline: &Self) -> Result<String, Error> {
        let mut summary = compare_first(total(&self.first), total(&baseline.first))?;
        for (name, now) in &self.later {
            let before = baseline.later.iter().find(|(other, _)| other == name);
            let before = before.map_or(0, |(_, size)| *size);
            if grew(*now, before) {
                return Err(growth(&format!("the later {name}"), *now, before));
            }
            let _ = write!(
                summary,
                "; later {name} {}, {} ×",
                kibibytes(*now),
                ratio(*now, before)
            );
        }
        if !self.later.is_empty() {
            let all = total(&self.first) + total(&self.later);
            let _ = write!(summary, "; {} in all", kibibytes(all));
        }
        Ok(summary)
    }
}

fn compare_first(now: u64, before: u64) -> Result<String, Error> {
    let ratio = ratio(now, before);
    if now > LIMIT {
        // What is over the limit already is a debt: it is said each time, and may only shrink.
        return if now * 100 <= before * (100 + NOISE_PERCENT) {
            Ok(format!(
                "{} brotli, OVER the promised {}, {ratio} × the baseline",
                kibibytes(now),
                kibibytes(LIMIT)
            ))
        } else {
            Err(Error::failed(format!(
                "the page needs {} of brotli, more than the promised {} ({ratio} × the baseline)",
                kibibytes(now),
                kibibytes(LIMIT)
            )))
        };
    }
    if grew(now, before) {
        return Err(growth("the page", now, before));
    }
    Ok(format!(
        "{} of {} brotli, {ratio} × the baseline",
        kibibytes(now),
        kibibytes(LIMIT)
    ))
}

fn grew(now: u64, before: u64) -> bool {
    now * 100 > before * (100 + GROWTH_PERCENT)
}

fn growth(what: &str, now: u64, before: u64) -> Error {
    Error::failed(format!(
        "{what} grew from {} to {} of brotli, {} × the baseline (if that is meant, run `cargo xtask accept` and commit tests/baseline.json)",
        kibibytes(before),
        kibibytes(now),
        ratio(now, before)
    ))
}

fn total(sizes: &[(String, u64)]) -> u64 {
    sizes.iter().map(|(_, size)| size).sum()
}

fn measured(project: &Project, files: &BTreeSet<PathBuf>) -> Result<Vec<(String, u64)>, Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let names = files.iter().map(|file| name_without_hash(file));
    Ok(names.zip(compress(project, files)?).collect())
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

/// Where the accepted sizes are kept.
pub(crate) fn baseline_file(project: &Project) -> PathBuf {
    project.tests().join("baseline.json")
}

/// The paths of the site that a page's tags name, without those of other sites and fragments.
fn references(html: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for attribute in ["href=", "src=", "data-js=", "data-wasm="] {
        for (start, _) in html.match_indices(attribute) {
            let before = html[..start].chars().next_back();
            let value = &html[start + attribute.len()..];
            let value = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
                _ => value.split([' ', '>', '\n', '\t']).next(),
            };
            let value = value.unwrap_or_default();
            let is_elsewhere =
                value.contains(':') || value.starts_with("//") || value.starts_with('#');
            if before.is_some_and(char::is_whitespace) && !is_elsewhere {
                let value = value.split(['?', '#']).next().unwrap_or_default();
                let value = value.trim_start_matches("./").trim_start_matches('/');
                if !value.is_empty() {
                    found.insert(value);
                }
            }
        }
    }
    found
}

/// The compressed sizes, in the order of the files. Node.js has the compressor that the web uses.
fn compress(project: &Project, files: &BTreeSet<PathBuf>) -> Result<Vec<u64>, Error> {
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
        Ok(sizes)
    } else {
        Err(Error::failed("the files of dist could not be compressed"))
    }
}

/// Trunk puts up to 16 hexadecimal digits into the name of a file, which differ in every build.
fn name_without_hash(file: &Path) -> String {
    let path = file.to_string_lossy().replace('\\', "/");
    for (at, _) in path.rmatch_indices('-') {
        let behind = &path[at + 1..];
        let digits = behind.bytes().take_while(u8::is_ascii_hexdigit).count();
        let ends = matches!(behind.as_bytes().get(digits), Some(b'.' | b'_'));
        if (12..=16).contains(&digits) && ends {
            return format!("{}{}", &path[..at], &behind[digits..]);
        }
    }
    path
}

/// A size for people, in KiB with one digit.
fn kibibytes(bytes: u64) -> String {
    let tenths = (bytes * 10 + 512) / 1024;
    format!("{}.{} KiB", tenths / 10, tenths % 10)
}

/// A quotient for people, with two digits.
fn ratio(now: u64, before: u64) -> String {
    let hundredths = (now * 100 + before / 2).checked_div(before);
    hundredths.map_or_else(
        || "∞".to_owned(),
        |value| format!("{}.{:02}", value / 100, value % 100),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(total: u64) -> Sizes {
        Sizes {
            first: vec![("a".to_owned(), total - 1), ("b".to_owned(), 1)],
            later: Vec::new(),
        }
    }

    fn with_later(later: u64) -> Sizes {
        Sizes {
            later: vec![("later.wasm".to_owned(), later)],
            ..sizes(1_024)
        }
    }

    #[track_caller]
    fn check(now: u64, before: u64, expected: Result<&str, &str>) {
        let result = sizes(now)
            .compare(&sizes(before))
            .map_err(|error| error.to_string());
        assert_eq!(result.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn growth_up_to_a_tenth_passes() {
        check(
            1_024,
            1_024,
            Ok("1.0 KiB of 107.0 KiB brotli, 1.00 × the baseline"),
        );
        check(
            512,
            1_024,
            Ok("0.5 KiB of 107.0 KiB brotli, 0.50 × the baseline"),
        );
        check(
            1_100,
            1_000,
            Ok("1.1 KiB of 107.0 KiB brotli, 1.10 × the baseline"),
        );
        check(
            109_568,
            109_568,
            Ok("107.0 KiB of 107.0 KiB brotli, 1.00 × the baseline"),
        );
    }

    #[test]
    fn more_growth_fails_until_it_is_accepted() {
        check(
            1_101,
            1_000,
            Err(
                "the page grew from 1.0 KiB to 1.1 KiB of brotli, 1.10 × the baseline (if that is meant, run `cargo xtask accept` and commit tests/baseline.json)",
            ),
        );
    }

    #[test]
    fn size_over_the_limit_may_not_grow() {
        check(
            109_569,
            109_568,
            Ok("107.0 KiB brotli, OVER the promised 107.0 KiB, 1.00 × the baseline"),
        );
        check(
            115_000,
            109_568,
            Err(
                "the page needs 112.3 KiB of brotli, more than the promised 107.0 KiB (1.05 × the baseline)",
            ),
        );
    }

    #[test]
    fn over_the_limit_only_a_smaller_page_is_accepted() {
        assert!(sizes(120_000).accept_over(&sizes(120_001)).is_ok());
        assert!(sizes(120_000).accept_over(&sizes(120_000)).is_ok());
        assert!(sizes(120_001).accept_over(&sizes(120_000)).is_err());
        assert!(sizes(109_568).accept_over(&sizes(1_000)).is_ok());
    }

    #[test]
    fn later_parts_are_said_and_may_not_grow_unseen() {
        assert_eq!(
            with_later(2_048).compare(&with_later(2_048)),
            Ok("1.0 KiB of 107.0 KiB brotli, 1.00 × the baseline; later later.wasm 2.0 KiB, 1.00 ×; 3.0 KiB in all".to_owned())
        );
        for before in [with_later(1_024), sizes(1_024)] {
            let error = with_later(2_048).compare(&before).unwrap_err().to_string();
            assert!(
                error.starts_with("the later later.wasm grew from"),
                "{error}"
            );
        }
    }

    #[test]
    fn baseline_survives_writing_and_reading() {
        let text = "{\n  \"assets/main.css\": 12,\n  \"index.html\": 345,\n  \"later: assets/a.wasm\": 6\n}\n";
        let read = Sizes::parse(text).unwrap();
        assert_eq!(
            read.first,
            [
                ("assets/main.css".to_owned(), 12),
                ("index.html".to_owned(), 345)
            ]
        );
        assert_eq!(read.later, [("assets/a.wasm".to_owned(), 6)]);
        assert_eq!(read.to_json(), text);
        for broken in ["", "[]", "{\"a\": x}", "{a: 1}", "{\"a\" 1}"] {
            assert_eq!(Sizes::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn every_file_that_the_page_names_is_counted_once() {
        let html = "<link rel=icon href=favicon.svg><link rel=\"stylesheet\" href=\"./assets/main-0123456789abcdef.css\" integrity=x>\
                    <script type=module src=./boot.js data-js=./assets/a.js data-wasm='./assets/a_bg.wasm'></script>\
                    <link href=./assets/a.js rel=modulepreload><a href=#x></a><a href=https://other.example/></a><p data-src=no.txt>";
        let found: Vec<_> = references(html).into_iter().collect();
        assert_eq!(
            found,
            [
                "assets/a.js",
                "assets/a_bg.wasm",
                "assets/main-0123456789abcdef.css",
                "boot.js",
                "favicon.svg"
            ]
        );
    }

    #[test]
    fn names_lose_their_hash_only() {
        let check =
            |file: &str, expected: &str| assert_eq!(name_without_hash(Path::new(file)), expected);
        check(
            "assets/cors-header-builder-0123456789abcdef_bg.wasm",
            "assets/cors-header-builder_bg.wasm",
        );
        check("assets/main-fedcba9876543210.css", "assets/main.css");
        check("boot.js", "boot.js");
        check("a-b-c.js", "a-b-c.js");
    }
}
