//! What a whole run leaves behind: `evidence/servers.json`, and the same as a table in the core, where the
//! page and the command line find it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cors_core::targets::{ExampleFile, Setup, SnippetFile, TARGETS, Target, Version};
use serde::{Deserialize, Serialize};

use crate::policy::{self, TestPolicy};
use crate::report::{Report, say};
use crate::server::{Trouble, trouble};
use crate::subject;

/// One target in one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    target: String,
    version: String,
    /// The version as the server itself says it.
    server: String,
    policies: usize,
    /// Requests, each of which had one answer or none.
    requests: usize,
    comparisons: usize,
    differences: usize,
    /// The seed of the generated policies.
    seed: u64,
    /// A hash of all the text that was run, comment lines left out.
    snippets: String,
}

/// Writes the results of a whole run beside those of targets that were not part of it.
pub(crate) fn write(reports: &[Report], seed: u64) -> Result<(), Trouble> {
    let root = root();
    let path = root.join("evidence/servers.json");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let mut rows = read(&before).unwrap_or_default();
    for report in reports {
        rows.retain(|row| row.target != report.target || row.version != report.version.0);
        let policies = cors_core::targets::find(report.target)
            .map_or_else(Vec::new, |target| policies(target, seed));
        rows.push(Row {
            target: report.target.to_owned(),
            version: report.version.0.to_owned(),
            server: report.server.clone(),
            policies: report.policies,
            requests: report.requests,
            comparisons: report.comparisons,
            differences: report.differences,
            seed,
            snippets: fingerprint(report.target, report.version, &policies),
        });
    }
    // As in the registry; what is no longer there has no evidence either.
    let rows: Vec<Row> = subjects()
        .filter_map(|(target, version)| {
            rows.iter()
                .find(|row| row.target == target.id && row.version == version.0)
                .cloned()
        })
        .collect();
    let json = json(&rows);
    if json != before {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(trouble(folder.display()))?;
        }
        fs::write(&path, json).map_err(trouble(path.display()))?;
    }
    let table_path = root.join("crates/cors-core/src/targets/evidence/table.rs");
    let table = table(&rows);
    if fs::read_to_string(&table_path).unwrap_or_default() != table {
        fs::write(&table_path, table).map_err(trouble(table_path.display()))?;
    }
    say("evidence/servers.json and the core's table of it are written; commit both.");
    Ok(())
}

fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).to_owned(),
        PathBuf::from,
    );
    package.join("../..")
}

fn subjects() -> impl Iterator<Item = (&'static Target, Version)> {
    TARGETS.iter().flat_map(|target| {
        target
            .versions
            .iter()
            .map(move |&version| (target, version))
    })
}

fn policies(target: &Target, seed: u64) -> Vec<TestPolicy> {
    policy::all(seed, subject::generated(target))
}

fn read(text: &str) -> Result<Vec<Row>, serde_json::Error> {
    serde_json::from_str(text)
}

/// One line for each, so that a change is easy to see.
fn json(rows: &[Row]) -> String {
    let lines: Vec<String> = rows
        .iter()
        .filter_map(|row| serde_json::to_string(row).ok())
        .collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn table(rows: &[Row]) -> String {
    let mut text = "// Written by `cargo xtask servers`, from the run that wrote evidence/servers.json.\n\nuse super::Evidence;\n\npub(super) const TABLE: &[Evidence] = &[\n".to_owned();
    for row in rows {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "    Evidence {{\n        target: {:?},\n        version: {:?},\n        server: {:?},\n        policies: {},\n        requests: {},\n        comparisons: {},\n        differences: {},\n    }},\n",
            row.target,
            row.version,
            row.server,
            grouped(row.policies),
            grouped(row.requests),
            grouped(row.comparisons),
            grouped(row.differences),
        );
    }
    text.push_str("];\n");
    text
}

/// A number as a Rust literal that people can read.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A hash of everything that the target writes for these policies.
fn fingerprint(target: &str, version: Version, policies: &[TestPolicy]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut take = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    let Some(target) = cors_core::targets::find(target) else {
        return String::new();
    };
    for policy in policies {
        let Ok(sound) = policy.policy.check() else {
            continue;
        };
        let Ok(snippet) = (target.render)(&sound, &Setup::of(version), None) else {
            continue;
        };
        let parts = snippet
            .files
            .iter()
            .map(|SnippetFile { path, text, .. }| (path, text));
        let examples = snippet
            .example
            .iter()
            .map(|ExampleFile { path, text }| (path, text));
        for (path, text) in parts.chain(examples) {
            take(path);
            take(&without_comments(path, text));
        }
    }
    format!("{hash:016x}")
}

/// The text without the lines that are comments alone.
fn without_comments(path: &str, text: &str) -> String {
    let end = path.rsplit('.').next().unwrap_or_default();
    let mark = match end {
        "rs" | "js" | "mjs" | "cjs" | "ts" => "//",
        _ => "#",
    };
    text.lines()
        .filter(|line| !line.trim_start().starts_with(mark))
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_core::targets::evidence;

    const CURE: &str = "run `cargo xtask servers` and commit what it writes";

    fn committed() -> Vec<Row> {
        read(&fs::read_to_string(root().join("evidence/servers.json")).unwrap()).unwrap()
    }

    #[test]
    fn every_target_and_version_has_evidence_without_differences() {
        let rows = committed();
        for (target, version) in subjects() {
            let row = rows
                .iter()
                .find(|row| row.target == target.id && row.version == version.0);
            let name = format!("{} {}", target.id, version.0);
            let Some(row) = row else {
                panic!("{name} has no evidence: {CURE}");
            };
            assert_eq!(row.differences, 0, "{name}");
            assert!(row.server.contains(version.0), "{name} is {}", row.server);
            assert!(
                row.policies >= subject::least_generated(target),
                "{name}: {} policies",
                row.policies
            );
            assert!(row.requests >= row.policies * 60, "{name}");
            assert!(row.comparisons > row.requests, "{name}");
        }
        assert_eq!(
            rows.len(),
            subjects().count(),
            "evidence of what is gone: {CURE}"
        );
    }

    #[test]
    fn the_evidence_is_of_the_present_snippets() {
        for row in committed() {
            let target = cors_core::targets::find(&row.target).unwrap();
            let version = target.version(&row.version).unwrap();
            assert_eq!(
                fingerprint(&row.target, version, &policies(target, row.seed)),
                row.snippets,
                "{} {} writes another text than was proven: {CURE}",
                row.target,
                row.version
            );
        }
    }

    #[test]
    fn the_core_tells_what_is_committed() {
        let rows = committed();
        let table =
            fs::read_to_string(root().join("crates/cors-core/src/targets/evidence/table.rs"));
        assert_eq!(table.unwrap(), super::table(&rows), "{CURE}");
        for row in rows {
            let target = cors_core::targets::find(&row.target).unwrap();
            let told = evidence(target, target.version(&row.version).unwrap()).unwrap();
            assert_eq!(told.server, row.server);
            assert_eq!(usize::try_from(told.requests).unwrap(), row.requests);
        }
    }

    #[test]
    fn comment_lines_are_left_out_and_nothing_else() {
        assert_eq!(
            without_comments("a.conf", "# a\nb # c\n  # d\n// e\n"),
            "b # c\n// e\n"
        );
        assert_eq!(
            without_comments("src/a.rs", "// a\n#[b]\n    /// c\nd\n"),
            "#[b]\nd\n"
        );
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(grouped),
            ["0", "999", "1_000", "1_234_567"]
        );
    }
}
