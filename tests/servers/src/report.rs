//! What is printed: every difference, progress, and the table at the end.

use std::time::Duration;

use cors_core::targets::{Target, Version};

use crate::compare::{Compared, Mismatch};
use crate::policy::{Maker, TestPolicy};
use crate::subject;

/// The outcome for one target and version.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) target: &'static str,
    pub(crate) version: Version,
    /// As the server says it.
    pub(crate) server: String,
    pub(crate) policies: usize,
    /// How many of them chance made.
    generated: usize,
    pub(crate) requests: usize,
    pub(crate) comparisons: usize,
    pub(crate) differences: usize,
}

/// The outcome for one policy.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    policy: String,
    maker: Maker,
    pub(crate) requests: usize,
    by_request: Vec<(String, Compared)>,
}

impl Proof {
    pub(crate) fn of(policy: &TestPolicy) -> Self {
        Self {
            policy: policy.name.clone(),
            maker: policy.maker,
            requests: 0,
            by_request: Vec::new(),
        }
    }

    pub(crate) fn take(&mut self, request: &str, compared: Compared) {
        self.by_request.push((request.to_owned(), compared));
    }

    /// What differs, beside the request that showed it.
    pub(crate) fn mismatches(&self) -> impl Iterator<Item = (&str, &Mismatch)> {
        self.by_request.iter().flat_map(|(request, compared)| {
            compared
                .mismatches
                .iter()
                .map(move |mismatch| (request.as_str(), mismatch))
        })
    }
}

/// A run that differs everywhere says enough with this many lines.
const MOST_LINES: usize = 60;

impl Report {
    pub(crate) fn new(target: &Target, version: Version) -> Self {
        Self {
            target: target.id,
            version,
            server: version.0.to_owned(),
            policies: 0,
            generated: 0,
            requests: 0,
            comparisons: 0,
            differences: 0,
        }
    }

    /// Counts, and prints what differs.
    pub(crate) fn take(&mut self, policy: &str, request: &str, compared: Compared) {
        self.comparisons += compared.count;
        for mismatch in compared.mismatches {
            self.differences += 1;
            if self.differences <= MOST_LINES {
                say(&format!(
                    "DIFFERENCE {}, policy {policy:?}, {request}\n  {}\n    expected: {}\n    seen:     {}",
                    self.target,
                    mismatch.about,
                    around(&mismatch.expected, &mismatch.seen),
                    around(&mismatch.seen, &mismatch.expected)
                ));
            } else if self.differences == MOST_LINES + 1 {
                say("and more");
            }
        }
    }

    /// Counts a policy that has been proven, and prints what differs.
    pub(crate) fn merge(&mut self, proof: Proof) {
        self.policies += 1;
        self.generated += usize::from(proof.maker == Maker::Seed);
        self.requests += proof.requests;
        for (request, compared) in proof.by_request {
            self.take(&proof.policy, &request, compared);
        }
    }

    /// A whole run asks enough, or its figures say more than it did.
    pub(crate) fn expect_enough(&mut self) {
        let Some(target) = cors_core::targets::find(self.target) else {
            return;
        };
        let mut compared = Compared::default();
        let least = subject::least_generated(target);
        if self.generated < least {
            compared.check(
                "generated policies that can be expressed",
                format!("at least {least}"),
                self.generated.to_string(),
            );
        }
        self.take("all", "count", compared);
    }

    pub(crate) fn progress(&self, elapsed: Duration) -> String {
        format!(
            "{}: {} comparisons of {} answers, {} differences ({:.1} s so far)",
            self.target,
            self.comparisons,
            self.requests,
            self.differences,
            elapsed.as_secs_f64()
        )
    }
}

/// A long text from shortly before the place where it differs from the other.
fn around(text: &str, other: &str) -> String {
    const LONG: usize = 300;
    if text.chars().count() <= LONG {
        return text.to_owned();
    }
    let same = text
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let start = same.saturating_sub(60);
    let part: String = text.chars().skip(start).take(LONG).collect();
    let before = if start > 0 { "…" } else { "" };
    format!("{before}{part}…")
}

/// Prints the table and the verdict; whether all is well.
pub(crate) fn end(reports: &[Report], other_differences: usize, elapsed: Duration) -> bool {
    say(&format!(
        "\n{:<16} {:<42} {:>8} {:>8} {:>11} {:>11}",
        "target", "version", "policies", "requests", "comparisons", "differences"
    ));
    for report in reports {
        say(&format!(
            "{:<16} {:<42} {:>8} {:>8} {:>11} {:>11}",
            report.target,
            report.server,
            report.policies,
            report.requests,
            report.comparisons,
            report.differences
        ));
    }
    let comparisons: usize = reports.iter().map(|report| report.comparisons).sum();
    let in_answers: usize = reports.iter().map(|report| report.differences).sum();
    let failed = in_answers + other_differences;
    say(&format!(
        "\n{} passed, {failed} failed ({:.1} s)",
        comparisons - in_answers,
        elapsed.as_secs_f64()
    ));
    failed == 0
}

/// Prints a line that is not part of the result.
pub(crate) fn progress(line: &str) {
    eprintln!("{line}");
}

#[expect(clippy::print_stdout, reason = "a report is what this program is for")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}
