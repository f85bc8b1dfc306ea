//! What is printed: every difference, progress, and the table at the end.

use std::time::Duration;

use crate::compare::{Compared, Mismatch};
use crate::harness::Job;
use crate::mutation::Outcome;
use crate::policy::{Maker, TestPolicy};

/// The outcome for one target in one version with some options.
#[derive(Clone)]
pub(crate) struct Report {
    pub(crate) job: Job,
    /// The server with its version, as it says it itself.
    pub(crate) server: String,
    /// The exact release.
    pub(crate) release: String,
    /// The snippets that were broken on purpose.
    pub(crate) mutations: Outcome,
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
    pub(crate) fn new(job: &Job) -> Self {
        Self {
            job: job.clone(),
            server: String::new(),
            release: String::new(),
            mutations: Outcome::default(),
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
                    "DIFFERENCE {}, policy {policy:?}, {request}\n  {}\n    expected: {}\n    actual:   {}",
                    self.job,
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
        let mut compared = Compared::default();
        let least = self.job.harness.least_generated();
        if self.job.is_default() && self.generated < least {
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
            "{}: {} comparisons of {} responses, {} differences ({:.1} s so far)",
            self.job,
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
        "\n{:<16} {:<22} {:<44} {:>8} {:>8} {:>11} {:>11} {:>9}",
        "target",
        "options",
        "server",
        "policies",
        "requests",
        "comparisons",
        "differences",
        "mutations"
    ));
    for report in reports {
        say(&format!(
            "{:<16} {:<22} {:<44} {:>8} {:>8} {:>11} {:>11} {:>9}",
            report.job.target.id,
            report.job.options_text(),
            report.server,
            report.policies,
            report.requests,
            report.comparisons,
            report.differences,
            report.mutations.to_string(),
        ));
    }
    let comparisons: usize = reports.iter().map(|report| report.comparisons).sum();
    let in_responses: usize = reports.iter().map(|report| report.differences).sum();
    let failed = in_responses + other_differences;
    say(&format!(
        "\n{} passed, {failed} failed ({:.1} s)",
        comparisons - in_responses,
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
