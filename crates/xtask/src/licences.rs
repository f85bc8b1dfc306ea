//! Whether every dependency may be shipped: its licence and where it comes from.
//!
//! The rules are those of `deny.toml`, so that `cargo deny` says the same where it is installed.

use crate::error::{Error, at};
use crate::project::Project;
use crate::shell;
use std::collections::BTreeSet;
use std::fs;

/// The only place that dependencies may come from, as Cargo.lock spells it.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks all dependencies of this machine's builds and of the page, and counts them.
pub(crate) fn check(project: &Project) -> Result<usize, Error> {
    let read = |name: &str| {
        let path = project.root().join(name);
        fs::read_to_string(&path).map_err(at(path.display()))
    };
    check_sources(&read("Cargo.lock")?)?;
    let rules = read("deny.toml")?;
    let allowed = allowed(&rules);
    let mut packages = BTreeSet::new();
    for target in [&[][..], &["--target", "wasm32-unknown-unknown"]] {
        let mut command = shell::cargo(project);
        command.args([
            "tree",
            "--workspace",
            "--locked",
            "--quiet",
            "--prefix",
            "none",
            "--format",
            "{p}\t{l}",
        ]);
        let printed = shell::answer(command.args(target))
            .ok_or_else(|| Error::failed("`cargo tree` failed"))?;
        // An empty line stands between two trees, and a mark behind what was shown before.
        let lines = printed.lines().map(|line| line.trim_end_matches(" (*)"));
        packages.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
    }
    let refused: Vec<&str> = packages
        .iter()
        .filter(|line| {
            !line
                .split_once('\t')
                .is_some_and(|(_, licence)| is_allowed(licence, &allowed))
        })
        .map(String::as_str)
        .collect();
    if refused.is_empty() {
        Ok(packages.len())
    } else {
        Err(Error::failed(format!(
            "not among the licences of deny.toml: {}",
            refused.join(", ")
        )))
    }
}

fn check_sources(lock: &str) -> Result<(), Error> {
    let sources = lock
        .lines()
        .filter_map(|line| line.strip_prefix("source = "));
    match sources
        .map(|source| source.trim_matches('"'))
        .find(|source| *source != SOURCE)
    {
        None => Ok(()),
        Some(other) => Err(Error::failed(format!(
            "a dependency comes from `{other}` instead of crates.io"
        ))),
    }
}

/// The list `allow` of the table `licenses`.
fn allowed(deny: &str) -> Vec<&str> {
    deny.lines()
        .skip_while(|line| *line != "allow = [")
        .skip(1)
        .take_while(|line| *line != "]")
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .collect()
}

/// Evaluates an SPDX expression; `/` is the old spelling of `OR`.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let result = alternatives(&mut words, allowed);
    result == Some(true) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn alternatives(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    let mut result = conjunction(words, allowed)?;
    while words.next_if_eq(&"OR").is_some() {
        result |= conjunction(words, allowed)?;
    }
    Some(result)
}

fn conjunction(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    let mut result = single(words, allowed)?;
    while words.next_if_eq(&"AND").is_some() {
        result &= single(words, allowed)?;
    }
    Some(result)
}

fn single(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    if words.next_if_eq(&"(").is_some() {
        let result = alternatives(words, allowed)?;
        return words.next_if_eq(&")").map(|_| result);
    }
    let mut name = words.next()?.to_owned();
    if words.next_if_eq(&"WITH").is_some() {
        name = format!("{name} WITH {}", words.next()?);
    }
    Some(allowed.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, expected: bool) {
        let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"];
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }

    #[test]
    fn one_allowed_alternative_is_enough() {
        check("MIT", true);
        check("MIT OR GPL-3.0", true);
        check("GPL-3.0/MIT", true);
        check("GPL-3.0 OR AGPL-3.0", false);
    }

    #[test]
    fn every_part_of_a_conjunction_must_be_allowed() {
        check("MIT AND ISC", true);
        check("MIT AND GPL-3.0", false);
        check("(GPL-3.0 OR MIT) AND ISC", true);
        check("(GPL-3.0 OR MIT) AND Zlib", false);
        check("GPL-3.0 AND ISC OR MIT", true);
    }

    #[test]
    fn exception_belongs_to_its_licence() {
        check("Apache-2.0 WITH LLVM-exception OR Zlib", true);
        check("Apache-2.0", false);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for broken in ["", "OR MIT", "MIT OR", "(MIT", "MIT)", "MIT ISC"] {
            check(broken, false);
        }
    }

    #[test]
    fn list_is_read_from_the_rules() {
        assert_eq!(
            allowed(
                "[licenses]\nallow = [\n    \"MIT\",\n    \"A WITH B\",\n]\nx = [\n    \"Y\",\n]\n"
            ),
            ["MIT", "A WITH B"]
        );
        assert_eq!(allowed(""), Vec::<&str>::new());
    }

    #[test]
    fn other_sources_are_refused_by_name() {
        let lock = |source: &str| format!("[[package]]\nname = \"a\"\nsource = \"{source}\"\n");
        assert_eq!(check_sources(&lock(SOURCE)), Ok(()));
        assert_eq!(
            check_sources(&lock("git+https://a.example/b"))
                .unwrap_err()
                .to_string(),
            "a dependency comes from `git+https://a.example/b` instead of crates.io"
        );
    }
}
