//! What was measured beside what was aimed for.

use super::{analyze, fetch, growth, respond, tower_http};
use cors_core::targets::TARGETS;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

/// An answer takes at most so many times as long as tower-http's.
const RESPOND_RATIO: f64 = 3.0;
/// A preflighted fetch, in nanoseconds.
const MAIN_FETCH: f64 = 5_000.0;
/// A whole page state, in nanoseconds.
const ANALYZE: f64 = 100_000.0;
/// Ten times as long lists take at most so many times as long. Exactly linear growth is 10; the rest is
/// room for noise, for sorting, and for lists that no longer fit the processor's caches.
const GROWTH: f64 = 15.0;

/// The results of this run, in the folder that the library keeps them in.
pub(crate) struct Results {
    folder: PathBuf,
    started: SystemTime,
}

impl Results {
    pub(crate) fn new(folder: PathBuf, started: SystemTime) -> Self {
        Self { folder, started }
    }

    /// The median in nanoseconds, unless this run left the measurement out.
    fn median(&self, group: &str, name: &str) -> Option<f64> {
        let file = self
            .folder
            .join(group)
            .join(name)
            .join("new/estimates.json");
        let written = fs::metadata(&file).and_then(|data| data.modified()).ok()?;
        if written < self.started {
            return None;
        }
        let estimates: Value = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    }
}

/// Prints one line for each aim.
#[expect(clippy::print_stdout, reason = "this program is called for its output")]
pub(crate) fn print(results: &Results) {
    println!("Aims (medians of this run):");
    for (what, found) in lines(results) {
        let found = found.unwrap_or_else(|| "not measured in this run".to_owned());
        println!("  {what:44}  {found}");
    }
}

fn lines(results: &Results) -> Vec<(String, Option<String>)> {
    let tower = results.median(tower_http::GROUP, tower_http::PREFLIGHT);
    let mut lines: Vec<_> = TARGETS
        .iter()
        .map(|target| {
            let ours = results.median(respond::PREFLIGHT, target.id);
            let found = ours.zip(tower).map(|(ours, theirs)| {
                let ratio = ours / theirs;
                let times = format!("{} : {}", time(ours), time(theirs));
                format!(
                    "{}, {times}",
                    judge(ratio, RESPOND_RATIO, &|n| format!("{n:.1}x"))
                )
            });
            (format!("respond ({}) : tower-http", target.id), found)
        })
        .collect();
    for (what, group, name, aim) in [
        (
            "main_fetch, preflighted",
            fetch::GROUP,
            fetch::PREFLIGHTED,
            MAIN_FETCH,
        ),
        (
            "analyze, teaching example",
            analyze::GROUP,
            analyze::EXAMPLE,
            ANALYZE,
        ),
    ] {
        let found = results.median(group, name);
        lines.push((what.to_owned(), found.map(|found| judge(found, aim, &time))));
    }
    for group in growth::groups() {
        let found = growth(results, &group);
        lines.push((format!("growth: {group}"), found));
    }
    lines
}

/// The steepest step from one size to the next, which is ten times as large.
fn growth(results: &Results, group: &str) -> Option<String> {
    let medians: Option<Vec<f64>> = growth::SIZES
        .iter()
        .map(|size| results.median(group, &size.to_string()))
        .collect();
    let medians = medians?;
    let steepest = medians
        .windows(2)
        .map(|pair| pair[1] / pair[0])
        .fold(0.0, f64::max);
    let times: Vec<String> = medians.iter().copied().map(time).collect();
    let judged = judge(steepest, GROWTH, &|n| format!("{n:.1}x for 10x"));
    Some(format!("{judged}: {}", times.join(", ")))
}

fn judge(found: f64, aim: f64, show: &dyn Fn(f64) -> String) -> String {
    let word = if found <= aim { "reached" } else { "MISSED " };
    format!("{word}  {} (aim: at most {})", show(found), show(aim))
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    }
}
