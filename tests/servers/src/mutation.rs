//! The proof of the proof: snippets broken on purpose, one way each, must be found to differ.

use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_core::targets::{Broken, Mutation, Snippet};

use crate::compare::Mismatch;
use crate::example;
use crate::harness::Job;
use crate::parallel::in_parallel;
use crate::policy::{self, TestPolicy};
use crate::prove::{self, Named};
use crate::report::say;
use crate::server::{Places, Rendered, Trouble};

/// How many were tried, and how many were not found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) tried: usize,
    pub(crate) missed: usize,
}

/// Runs every mutation of the target that has these options, and the snippets as they are, which must show no
/// difference.
pub(crate) fn prove(job: &Job, places: &Places, seed: u64) -> Result<Outcome, Trouble> {
    let mutations: Vec<&Mutation> = job
        .target
        .mutations
        .iter()
        .copied()
        .flatten()
        .filter(|mutation| is_of(mutation, job))
        .collect();
    let mut outcome = Outcome::default();
    if mutations.is_empty() {
        return Ok(outcome);
    }
    let policies: Vec<TestPolicy> = (0..=mutations.len())
        .map(|number| policy(job, number))
        .collect();
    let mut rendered = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let mut snippet = snippet(job, index, policy)?;
        // The first stays as it is.
        let mutation = index.checked_sub(1).and_then(|at| mutations.get(at));
        if let Some(mutation) = mutation.filter(|one| one.breaks == Broken::Snippet) {
            let texts = snippet.files.iter_mut().map(|file| &mut file.text);
            apply(job, mutation, texts)?;
        }
        rendered.push(Rendered {
            name: policy.name.clone(),
            snippet,
            origins: if job.reads_environment() {
                policy.origins_as_a_list()
            } else {
                String::new()
            },
        });
    }
    let running = job
        .harness
        .start(job, places, &rendered)
        .map_err(|error| format!("{job}, broken: {error}"))?;
    let work: Vec<usize> = (0..policies.len()).collect();
    let proofs = in_parallel(&work, |&index| {
        let (Some(policy), Some(ports)) = (policies.get(index), running.ports.get(index)) else {
            return Err("a broken snippet has no server".to_owned());
        };
        let named = Named {
            policy,
            number: index,
        };
        prove::prove_policy(job, named, *ports, running.bare, seed)
    });
    drop(running.processes);
    for (index, proof) in proofs.into_iter().enumerate() {
        let proof = proof?;
        let found: Vec<String> = proof.mismatches().map(in_words).collect();
        match index.checked_sub(1).and_then(|at| mutations.get(at)) {
            Some(mutation) if mutation.breaks == Broken::Snippet => {
                outcome.judge(job, mutation, &found);
            }
            Some(mutation) => {
                outcome.expect_none(job, "as it is", &found);
                let policy = policies.get(index).ok_or("no policy")?;
                let mut snippet = snippet(job, index, policy)?;
                let texts = snippet.example.files.iter_mut().map(|file| &mut file.text);
                apply(job, mutation, texts)?;
                let (_, results) = example::prove(job, places, policy, &snippet)?;
                let found: Vec<String> = results
                    .iter()
                    .flat_map(|(request, compared)| {
                        let mismatches = compared.mismatches.iter();
                        mismatches.map(move |mismatch| in_words((request.as_str(), mismatch)))
                    })
                    .collect();
                outcome.judge(job, mutation, &found);
            }
            None => outcome.expect_none(job, "as it is", &found),
        }
    }
    Ok(outcome)
}

/// Whether the mutation is tried with the options of the job: with all that it names, or with the defaults.
fn is_of(mutation: &Mutation, job: &Job) -> bool {
    let mut named = mutation.options.iter();
    if mutation.options.is_empty() {
        job.is_default()
    } else {
        named.all(|pair| job.options.iter().any(|one| one == *pair))
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let caught = self.tried.saturating_sub(self.missed);
        f.pad(&format!("{caught}/{}", self.tried))
    }
}

fn in_words((request, mismatch): (&str, &Mismatch)) -> String {
    format!(
        "{} ({request}: expected {}, actual {})",
        mismatch.about, mismatch.expected, mismatch.seen
    )
}

impl Outcome {
    fn judge(&mut self, job: &Job, mutation: &Mutation, found: &[String]) {
        self.tried += 1;
        let shown = found
            .iter()
            .find(|text| text.starts_with(mutation.caught_by));
        if let Some(shown) = shown {
            say(&format!(
                "  caught: {job}, {}: {} differences, such as {}",
                mutation.name,
                found.len(),
                short(shown)
            ));
            return;
        }
        self.missed += 1;
        let first = found
            .first()
            .map_or_else(String::new, |text| format!(": {}", short(text)));
        say(&format!(
            "DIFFERENCE {job}, {}: NOT caught; {} was expected to differ, and {} others did{first}",
            mutation.name,
            mutation.caught_by,
            found.len(),
        ));
    }

    fn expect_none(&mut self, job: &Job, what: &str, found: &[String]) {
        if let Some(first) = found.first() {
            self.missed += 1;
            say(&format!("DIFFERENCE {job}, {what}: {}", short(first)));
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.missed += other.missed;
    }
}

fn short(text: &str) -> String {
    const LONG: usize = 240;
    if text.chars().count() <= LONG {
        return text.to_owned();
    }
    text.chars().take(LONG).chain(['…']).collect()
}

/// Applies it to all the texts; to change none of them would be a mutation of nothing.
fn apply<'a>(
    job: &Job,
    mutation: &Mutation,
    texts: impl Iterator<Item = &'a mut String>,
) -> Result<(), Trouble> {
    let mut changed = false;
    for text in texts {
        let mutated = (mutation.apply)(text);
        changed |= mutated != *text;
        *text = mutated;
    }
    if changed {
        Ok(())
    } else {
        Err(format!(
            "the mutation “{}” changes nothing in what {job} writes",
            mutation.name
        ))
    }
}

fn snippet(job: &Job, number: usize, policy: &TestPolicy) -> Result<Snippet, Trouble> {
    let sound = policy
        .policy
        .check()
        .map_err(|reasons| format!("{}: {reasons:?}", policy.name))?;
    (job.target.render)(&sound, &job.setup(number), None).map_err(|unsupported| unsupported.reason)
}

/// Policies that differ in the age alone, because two on one server must not be the same.
fn policy(job: &Job, number: usize) -> TestPolicy {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    // Only whole origins come from the environment.
    let (origins, allows) = if job.reads_environment() {
        (
            "https://app.example.com https://b.example.org",
            "https://app.example.com https://b.example.org",
        )
    } else {
        (
            "https://app.example.com https://*.example.org",
            "https://app.example.com https://a.example.org https://a.b.example.org",
        )
    };
    policy::by_hand(
        &format!("mutation {number}"),
        &PolicyDraft {
            allow_origins: list(origins),
            allow_methods: list("PUT DELETE"),
            allow_headers: list("Content-Type Authorization"),
            expose_headers: list("X-Total-Count"),
            allow_credentials: true,
            max_age: (600 + number).to_string(),
            preflight_status: PreflightStatus::NoContent,
        },
        allows,
        "http://app.example.com https://app.example.com.evil.example https://appxexample.com https://a.example.org.evil.example https://evilhttps://a.example.org evilhttps://a.example.org https://APP.example.com https://a/.example.org",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness;

    #[test]
    fn every_mutation_is_tried_once() {
        for harness in harness::all() {
            let target = cors_core::targets::find(harness.id()).unwrap();
            let jobs = harness::jobs(harness, target.versions[0]);
            for mutation in target.mutations.iter().copied().flatten() {
                let count = jobs.iter().filter(|job| is_of(mutation, job)).count();
                assert_eq!(count, 1, "{}: {}", target.id, mutation.name);
            }
        }
    }
}
