//! What a full run leaves behind: `evidence/servers.json`, and the same as a table in the core, where the
//! page and the command line find it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::harness::{self, Job};
use crate::policy::{self, GENERATED, TestPolicy};
use crate::report::{Report, say};
use crate::server::{Trouble, trouble};

/// One target in one version with some options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    target: String,
    /// The version's line.
    version: String,
    /// The options that are not at their default, as in a link.
    options: String,
    /// The exact release.
    release: String,
    /// The server with its version, as it says it itself.
    server: String,
    policies: usize,
    /// Requests, each of which had one response or none.
    requests: usize,
    comparisons: usize,
    differences: usize,
    /// Snippets broken on purpose, all of which were caught.
    mutations: usize,
    /// The seed of the generated policies.
    seed: u64,
    /// A hash of all the text that was run, comment lines left out.
    snippets: String,
}

impl Row {
    fn is_of(&self, job: &Job) -> bool {
        self.target == job.target.id
            && self.version == job.version.line
            && self.options == job.options_text()
    }
}

/// Writes the results of a full run next to those of targets that were not part of it.
pub(crate) fn write(reports: &[Report], seed: u64) -> Result<(), Trouble> {
    let root = root();
    let path = root.join("evidence/servers.json");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let mut rows = read(&before).unwrap_or_default();
    for report in reports {
        let job = &report.job;
        rows.retain(|row| !row.is_of(job));
        rows.push(Row {
            target: job.target.id.to_owned(),
            version: job.version.line.to_owned(),
            options: job.options_text(),
            release: report.release.clone(),
            server: report.server.clone(),
            policies: report.policies,
            requests: report.requests,
            comparisons: report.comparisons,
            differences: report.differences,
            mutations: report.mutations.tried,
            seed,
            snippets: fingerprint(job, seed),
        });
    }
    // As in the registry; what is no longer there has no evidence either.
    let rows: Vec<Row> = jobs()
        .filter_map(|job| rows.iter().find(|row| row.is_of(&job)).cloned())
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

/// Every target in every version with every set of options.
fn jobs() -> impl Iterator<Item = Job> {
    harness::all().flat_map(|harness| {
        let versions =
            cors_core::targets::find(harness.id()).map_or(&[][..], |target| target.versions);
        versions
            .iter()
            .flat_map(move |&version| harness::jobs(harness, version))
    })
}

/// Prints what is known, as a table: with how many lines for each of the policies of `lengths.json`.
pub(crate) fn print() -> Result<(), Trouble> {
    let path = root().join("evidence/servers.json");
    let text = fs::read_to_string(&path).map_err(trouble(path.display()))?;
    let rows = read(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let path = root().join("evidence/lengths.json");
    let text = fs::read_to_string(&path).map_err(trouble(path.display()))?;
    let lengths: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    say(
        "| target | version | options | policies | requests | comparisons | differences | mutations caught | lines |",
    );
    say("|---|---|---|---|---|---|---|---|---|");
    for row in rows {
        let lines = lengths.get(&row.target).and_then(|of| of.as_object());
        let lines: Vec<String> = lines
            .filter(|_| row.options.is_empty())
            .into_iter()
            .flat_map(|of| of.values().map(ToString::to_string))
            .collect();
        say(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            row.target,
            row.release,
            row.options,
            row.policies,
            row.requests,
            row.comparisons,
            row.differences,
            row.mutations,
            lines.join(", "),
        ));
    }
    Ok(())
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
            "    Evidence {{\n        target: {:?},\n        version: {:?},\n        release: {:?},\n        options: {:?},\n        server: {:?},\n        policies: {},\n        requests: {},\n        comparisons: {},\n        differences: {},\n    }},\n",
            row.target,
            row.version,
            row.release,
            row.options,
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

/// A hash of everything that the target writes for the policies of this job.
fn fingerprint(job: &Job, seed: u64) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut take = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    let policies: Vec<TestPolicy> = policy::of_job(job, seed, GENERATED);
    for (number, policy) in policies.iter().enumerate() {
        let Ok(sound) = policy.policy.check() else {
            continue;
        };
        let Ok(snippet) = (job.target.render)(&sound, &job.setup(number), None) else {
            continue;
        };
        for file in &snippet.files {
            take(&file.path);
            take(&file.language.without_comments(&file.text));
        }
        for file in &snippet.example.files {
            take(&file.path);
            take(&file.language.without_comments(&file.text));
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_core::targets::{all_evidence, find};

    const FIX: &str = "run `cargo xtask servers` and commit what it writes";

    fn committed() -> Vec<Row> {
        read(&fs::read_to_string(root().join("evidence/servers.json")).unwrap()).unwrap()
    }

    #[test]
    fn every_target_version_and_set_of_options_has_evidence_without_differences() {
        let rows = committed();
        for job in jobs() {
            let Some(row) = rows.iter().find(|row| row.is_of(&job)) else {
                panic!("{job} has no evidence: {FIX}");
            };
            assert_eq!(row.differences, 0, "{job}");
            assert!(
                job.version.is_named(&row.release),
                "{job} is {}",
                row.server
            );
            if job.is_default() {
                assert!(
                    row.policies >= job.harness.least_generated(),
                    "{job}: {} policies",
                    row.policies
                );
                assert!(row.requests >= row.policies * 60, "{job}");
            }
            assert!(row.comparisons > row.requests, "{job}");
        }
        assert_eq!(
            rows.len(),
            jobs().count(),
            "evidence of what is gone: {FIX}"
        );
    }

    #[test]
    fn the_evidence_is_of_the_present_snippets() {
        let rows = committed();
        for job in jobs() {
            let Some(row) = rows.iter().find(|row| row.is_of(&job)) else {
                continue;
            };
            assert_eq!(
                fingerprint(&job, row.seed),
                row.snippets,
                "{job} writes another text than was proven: {FIX}"
            );
        }
    }

    #[test]
    fn the_core_says_what_is_committed() {
        let rows = committed();
        let table =
            fs::read_to_string(root().join("crates/cors-core/src/targets/evidence/table.rs"));
        assert_eq!(table.unwrap(), super::table(&rows), "{FIX}");
        for row in rows {
            let target = find(&row.target).unwrap();
            let version = target.version(&row.version).unwrap();
            let said = all_evidence(target, version)
                .find(|one| one.options == row.options)
                .unwrap();
            assert_eq!(said.server, row.server);
            assert_eq!(usize::try_from(said.requests).unwrap(), row.requests);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(grouped),
            ["0", "999", "1_000", "1_234_567"]
        );
    }
}
