//! Whether the core has become slower: ratios to an earlier commit, measured in the same run on the same
//! machine, and the growth of times with the size of the input.

use crate::error::{Error, at};
use crate::project::Project;
use crate::say;
use crate::shell::{self, Sink};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

/// The file that says what is compared.
const RULES: &str = "tests/bench.json";

/// Both commits are measured in turn so often, because what else the machine does comes and goes.
const ROUNDS: usize = 3;

/// The sizes that the benchmarks of growth have, each ten times the one before.
const SIZES: [&str; 4] = ["1", "10", "100", "1000"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    /// The commit to compare with.
    baseline: String,
    ratios: Vec<Ratio>,
    growth: Vec<Growth>,
}

/// A benchmark, and one of the baseline that it is compared with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ratio {
    benchmark: String,
    before: String,
    at_most: f64,
}

/// A group of benchmarks, one for each of [`SIZES`], and how much longer ten times as much may take.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Growth {
    group: String,
    at_most: f64,
}

/// Measures, prints a table, and fails if something takes longer than it may.
pub(crate) fn check(project: &Project) -> Result<ExitCode, Error> {
    let file = project.root().join(RULES);
    let text = fs::read_to_string(&file).map_err(at(file.display()))?;
    let rules: Rules =
        serde_json::from_str(&text).map_err(|error| Error::failed(format!("{RULES}: {error}")))?;
    let now = Tree {
        root: project.root().to_path_buf(),
        target: project.target(),
    };
    let before = Tree::of_commit(project, &rules.baseline)?;
    let names_before: Vec<String> = rules.ratios.iter().map(|one| one.before.clone()).collect();
    let mut names: Vec<String> = rules
        .ratios
        .iter()
        .map(|one| one.benchmark.clone())
        .collect();
    names.extend(
        rules
            .growth
            .iter()
            .flat_map(|growth| SIZES.map(|size| format!("{}/{size}", growth.group))),
    );

    let (mut times_before, mut times) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        say::progress(&format!("round {round} of {ROUNDS} …"));
        times_before.push(before.measure(project, &names_before)?);
        times.push(now.measure(project, &names)?);
    }
    let (times_before, times) = (fastest(&times_before), fastest(&times));
    let (compared, grown) = times.split_at(rules.ratios.len());

    let mut rows = vec![Row::head(&rules.baseline)];
    for ((ratio, before), now) in rules.ratios.iter().zip(&times_before).zip(compared) {
        rows.push(Row::new(&ratio.benchmark, *before, *now, ratio.at_most));
    }
    for (growth, times) in rules.growth.iter().zip(grown.chunks_exact(SIZES.len())) {
        // The steepest step.
        let step = times
            .windows(2)
            .zip(SIZES.windows(2))
            .max_by(|(one, _), (other, _)| (one[1] / one[0]).total_cmp(&(other[1] / other[0])));
        if let Some(([before, now], [from, to])) = step {
            let name = format!("{}, {from} to {to}", growth.group);
            rows.push(Row::new(&name, *before, *now, growth.at_most));
        }
    }
    for line in table(&rows) {
        say::line(&line);
    }
    let slow = rows.iter().filter(|row| row.is_too_slow).count();
    if slow == 0 {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(Error::failed(format!(
            "{slow} of {} are too slow",
            rows.len() - 1
        )))
    }
}

/// The source of a commit, and where it is built.
struct Tree {
    root: PathBuf,
    target: PathBuf,
}

impl Tree {
    /// Extracts a commit, unless that has been done.
    fn of_commit(project: &Project, commit: &str) -> Result<Self, Error> {
        let folder = project.target().join("baseline");
        let tree = Self {
            root: folder.join(commit),
            target: folder.join("target"),
        };
        if tree.root.is_dir() {
            return Ok(tree);
        }
        fs::create_dir_all(&folder).map_err(at(folder.display()))?;
        let archive = folder.join("source.tar");
        let mut git = shell::command(project, "git")?;
        git.args(["archive", "--format=tar", "--output"])
            .arg(&archive)
            .arg(commit);
        shell::run(&mut git, &Sink::Terminal).map_err(|_| {
            Error::missing(
                format!("this clone has no commit {commit}"),
                "fetch the whole history with `git fetch --unshallow`",
            )
        })?;
        // The folder gets its name last, so that an interrupted extraction does not count.
        let unpacked = folder.join("unpacked");
        if unpacked.exists() {
            fs::remove_dir_all(&unpacked).map_err(at(unpacked.display()))?;
        }
        fs::create_dir_all(&unpacked).map_err(at(unpacked.display()))?;
        let mut tar = shell::command(project, "tar")?;
        tar.arg("-xf").arg(&archive).arg("-C").arg(&unpacked);
        shell::run(&mut tar, &Sink::Terminal)?;
        fs::rename(&unpacked, &tree.root).map_err(at(tree.root.display()))?;
        Ok(tree)
    }

    /// Runs benchmarks, named `group/name`, and returns the median of each in nanoseconds.
    fn measure(&self, project: &Project, names: &[String]) -> Result<Vec<f64>, Error> {
        let started = SystemTime::now();
        shell::run(&mut self.command(project, names), &Sink::File(self.log()))?;
        let results = self.target.join("tmp/speed");
        names
            .iter()
            .map(|name| estimate(&results, name, started))
            .collect()
    }

    fn command(&self, project: &Project, names: &[String]) -> Command {
        let mut command = shell::cargo(project);
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .args(["bench", "--locked", "--package", "cors-bench"])
            .args(["--bench", "speed", "--"])
            // The names have no character with a meaning of its own.
            .arg(format!("^({})$", names.join("|")));
        command
    }

    fn log(&self) -> PathBuf {
        self.target.join("bench.log")
    }
}

/// The part of criterion's result that matters here.
#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

/// The median of a benchmark, if it was run since a time.
fn estimate(results: &Path, name: &str, since: SystemTime) -> Result<f64, Error> {
    let file = results.join(name).join("new/estimates.json");
    let written = fs::metadata(&file).and_then(|data| data.modified());
    if written.is_ok_and(|written| written < since) || !file.is_file() {
        return Err(Error::failed(format!("there is no benchmark `{name}`")));
    }
    let text = fs::read_to_string(&file).map_err(at(file.display()))?;
    serde_json::from_str::<Estimates>(&text)
        .map(|estimates| estimates.median.point_estimate)
        .map_err(|error| Error::failed(format!("{}: {error}", file.display())))
}

/// The fastest round of each benchmark: what else the machine does only makes it slower.
fn fastest(rounds: &[Vec<f64>]) -> Vec<f64> {
    let Some(first) = rounds.first() else {
        return Vec::new();
    };
    let fastest = |index: usize| {
        rounds
            .iter()
            .map(|times| times[index])
            .fold(f64::MAX, f64::min)
    };
    (0..first.len()).map(fastest).collect()
}

/// A line of the table.
struct Row {
    cells: [String; 6],
    is_too_slow: bool,
}

impl Row {
    fn head(baseline: &str) -> Self {
        let short = baseline.get(..7).unwrap_or(baseline);
        Self {
            cells: ["", short, "now", "ratio", "at most", ""].map(str::to_owned),
            is_too_slow: false,
        }
    }

    fn new(name: &str, before: f64, now: f64, at_most: f64) -> Self {
        let ratio = now / before;
        // A ratio that is no number is too slow.
        let is_too_slow = ratio.is_nan() || ratio > at_most;
        let verdict = if is_too_slow { "TOO SLOW" } else { "" };
        Self {
            cells: [
                name.to_owned(),
                time(before),
                time(now),
                format!("{ratio:.2}"),
                format!("{at_most:.2}"),
                verdict.to_owned(),
            ],
            is_too_slow,
        }
    }
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    }
}

/// The lines, in columns.
fn table(rows: &[Row]) -> Vec<String> {
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row.cells[column].chars().count());
        widths.max().unwrap_or(0)
    };
    rows.iter()
        .map(|Row { cells, .. }| {
            let numbers = (1..5).map(|column| format!("  {:>1$}", cells[column], width(column)));
            let numbers: Vec<String> = numbers.collect();
            format!(
                "{:1$}{2}  {3}",
                cells[0],
                width(0),
                numbers.concat(),
                cells[5]
            )
            .trim_end()
            .to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratio_over_its_limit_is_too_slow() {
        assert!(!Row::new("a", 100.0, 75.0, 0.75).is_too_slow);
        assert!(Row::new("a", 100.0, 76.0, 0.75).is_too_slow);
        assert!(Row::new("a", 0.0, 0.0, 0.75).is_too_slow);
    }

    #[test]
    fn fastest_round_counts_for_each_benchmark() {
        assert_eq!(fastest(&[vec![3.0, 1.0], vec![2.0, 4.0]]), [2.0, 1.0]);
        assert_eq!(fastest(&[]), [0.0; 0]);
    }

    #[test]
    fn table_has_columns() {
        let rows = [
            Row::head("6843a92ec"),
            Row::new("main_fetch", 5_000.0, 2_500.0, 0.75),
            Row::new("growth", 100.0, 2e6, 15.0),
        ];
        assert_eq!(
            table(&rows),
            [
                "            6843a92     now     ratio  at most",
                "main_fetch   5.0 µs  2.5 µs      0.50     0.75",
                "growth       100 ns  2.0 ms  20000.00    15.00  TOO SLOW",
            ]
        );
    }

    #[test]
    fn rules_can_be_read() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/bench.json");
        let rules: Rules = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        assert!(!rules.ratios.is_empty() && !rules.growth.is_empty());
    }
}
