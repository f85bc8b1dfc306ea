//! What the proof has to know of each target: how its server is started with the snippets, and what is peculiar
//! about it. One file for targets that are started alike, and one line each in the registry.

mod apache;
mod caddy;
mod haproxy;
mod http;
mod nginx;
mod node;
mod python;
mod rust;
mod unpacked;

use std::fmt;

use cors_core::targets::{OptionValues, Options, Release, Setup, Target, Version};

use crate::case::{Case, Serves, Situation};
use crate::compare::Order;
use crate::policy::TestPolicy;
use crate::promise::Promises;
use crate::server::{Places, Rendered, Running, Trouble};

/// Every target whose server runs here.
static HARNESSES: &[&dyn Harness] = &[
    &nginx::Nginx,
    &apache::Apache,
    &haproxy::Haproxy,
    &caddy::Caddy,
    &node::EXPRESS_CORS,
    &node::EXPRESS,
    &node::NODE_HTTP,
    &node::KOA,
    &node::FASTIFY,
    &node::HONO,
    &node::NESTJS,
    &python::FASTAPI,
    &python::FLASK,
    &rust::AXUM_TOWER_HTTP,
    &rust::AXUM,
    &rust::ACTIX_CORS,
    &rust::ACTIX_WEB,
    &http::Http,
];

/// How a target is proven.
pub(crate) trait Harness: Sync {
    /// The id of the target.
    fn id(&self) -> &'static str;

    /// Whether the target must say that it can't express this policy, which a person or a table wrote.
    fn is_beyond(&self, policy: &TestPolicy) -> bool;

    /// The same with the options of a job.
    fn is_beyond_job(&self, _job: &Job, policy: &TestPolicy) -> bool {
        self.is_beyond(policy)
    }

    /// Whether its lists have the order of the policy.
    fn order(&self) -> Order {
        Order::AsWritten
    }

    /// Whether its snippets are built into one program, instead of being read when it starts.
    fn is_compiled(&self) -> bool {
        false
    }

    /// Whether options are tried in every version, and not in the newest alone.
    fn tries_options_in_every_version(&self) -> bool {
        // Each would be a program of its own.
        !self.is_compiled()
    }

    /// Whether it closes the connection after a response with this status.
    fn closes_after(&self, _job: &Job, _status: u16) -> bool {
        false
    }

    /// What the server is asked about with these options.
    fn serves(&self, _job: &Job) -> Serves {
        Serves::App
    }

    /// Situations that only this server has, with these options.
    fn situations(&self, _job: &Job) -> Vec<Situation> {
        Vec::new()
    }

    /// Whether the server responds before it looks at what the policy governs.
    fn is_outside(&self, _job: &Job, _case: &Case) -> bool {
        false
    }

    /// Whether the response to `OPTIONS` that is no preflight has the headers, as the page says where it hasn't.
    fn covers_own_options(&self) -> bool {
        true
    }

    /// Whether every response names `Origin` in `Vary` where it depends on it. A library that doesn't says so.
    fn varies(&self, _job: &Job) -> bool {
        true
    }

    /// The options to try besides the defaults. By default each value of each option alone.
    fn option_sets(&self) -> Vec<Options> {
        every_value_alone(target(self.id()))
    }

    /// So many generated policies must be expressible, or the proof is thinner than it says.
    fn least_generated(&self) -> usize {
        if self.is_compiled() { 24 } else { 200 }
    }

    /// How many policies are tried with options that are not the defaults.
    fn policies_with_options(&self) -> usize;

    /// Starts the server with these policies.
    fn start(&self, job: &Job, places: &Places, policies: &[Rendered]) -> Result<Running, Trouble>;

    /// Whether the full example is something that can be started.
    fn has_example(&self) -> bool {
        true
    }

    /// What the steps of the full example need on this machine.
    fn ground(&self, job: &Job, places: &Places) -> Result<Ground, Trouble>;

    /// Whether the text of the snippets and examples is as the formatter of their language leaves it.
    fn check_format(
        &self,
        job: &Job,
        places: &Places,
        policies: &[Rendered],
    ) -> Result<(), Trouble>;

    /// Two policies side by side on one server: the first governs the paths below `/one`, the second those
    /// below `/two`, and none the others.
    fn start_side_by_side(
        &self,
        job: &Job,
        places: &Places,
        policies: &[Rendered; 2],
    ) -> Result<Running, Trouble>;
}

/// What the steps of a full example need.
#[derive(Debug, Default)]
pub(crate) struct Ground {
    /// A folder that comes first in the search path.
    pub(crate) programs: Option<std::path::PathBuf>,
    /// Environment variables.
    pub(crate) variables: Vec<(String, String)>,
    /// Addresses in the example's files and commands, and what they are replaced by on this machine.
    pub(crate) addresses: Vec<(String, String)>,
    /// Further files in the example's folder.
    pub(crate) files: Vec<(String, String)>,
    /// Where the example listens.
    pub(crate) port: u16,
}

/// One target in one version with some options.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) harness: &'static dyn Harness,
    pub(crate) target: &'static Target,
    pub(crate) version: Version,
    pub(crate) options: Options,
}

impl Job {
    /// The setup of the policy of that number: where policies have names, each needs its own.
    pub(crate) fn setup(&self, number: usize) -> Setup {
        let mut options: Vec<(String, String)> = self
            .options
            .iter()
            .map(|(id, value)| (id.to_owned(), value.to_owned()))
            .collect();
        for (id, value) in &mut options {
            let option = self.target.options.iter().find(|option| option.id == id);
            let is_text = option.is_some_and(|option| match option.values {
                OptionValues::Text { .. } => true,
                OptionValues::OneOf(_) => false,
            });
            if is_text {
                *value = format!("{value}{number}");
            }
        }
        let pairs = options
            .iter()
            .map(|(id, value)| (id.as_str(), value.as_str()));
        Setup {
            version: self.version,
            options: Options::read(self.target.options, pairs).0,
        }
    }

    /// Whether every option is at its default.
    pub(crate) fn is_default(&self) -> bool {
        self.options.iter().next().is_none()
    }

    /// The options as in a link, such as `upstream:php-fpm`.
    pub(crate) fn options_text(&self) -> String {
        let pairs: Vec<String> = self
            .options
            .iter()
            .map(|(id, value)| format!("{id}:{value}"))
            .collect();
        pairs.join(",")
    }

    /// Whether the policy's origins come from the environment.
    pub(crate) fn reads_environment(&self) -> bool {
        let mut options = self.options.iter();
        options.any(|pair| pair == ("origins", "environment"))
    }

    /// Which promises the target keeps.
    pub(crate) fn promises(&self) -> Promises {
        match self.target.library {
            None => Promises::ForEveryApp,
            Some(_) => Promises::ForAppsWithoutCors,
        }
    }

    /// A name for folders.
    pub(crate) fn slug(&self) -> String {
        let options = self.options_text();
        let mut slug = format!("{}-{}", self.target.id, self.version.line);
        if !options.is_empty() {
            slug.push('-');
            slug.push_str(&options);
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        slug.chars().map(plain).collect()
    }
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.target.id, self.version.line)?;
        let options = self.options_text();
        if options.is_empty() {
            Ok(())
        } else {
            write!(f, " {options}")
        }
    }
}

/// The target of that id; the registry of this file has no others.
fn target(id: &str) -> &'static Target {
    match cors_core::targets::find(id) {
        Some(target) => target,
        None => unreachable!("there is no target {id}"),
    }
}

/// Every harness.
pub(crate) fn all() -> impl Iterator<Item = &'static dyn Harness> {
    HARNESSES.iter().copied()
}

/// The harness of that target.
pub(crate) fn find(id: &str) -> Option<&'static dyn Harness> {
    all().find(|harness| harness.id() == id)
}

/// The target in a version with its default options.
pub(crate) fn job(harness: &'static dyn Harness, version: Version) -> Job {
    Job {
        harness,
        target: target(harness.id()),
        version,
        options: Options::default(),
    }
}

/// The same target with every set of options, the defaults first.
pub(crate) fn jobs(harness: &'static dyn Harness, version: Version) -> Vec<Job> {
    let job = job(harness, version);
    let is_newest = job.target.versions.first() == Some(&version);
    let mut jobs = vec![job.clone()];
    if is_newest || harness.tries_options_in_every_version() {
        jobs.extend(harness.option_sets().into_iter().map(|options| Job {
            options,
            ..job.clone()
        }));
    }
    jobs
}

/// Whether the version's release may differ from one day to the next.
pub(crate) fn is_moving(version: Version) -> bool {
    match version.release {
        Release::Pinned(_) | Release::NotRun => false,
        Release::Moving => true,
    }
}

fn every_value_alone(target: &'static Target) -> Vec<Options> {
    let mut sets = Vec::new();
    for option in target.options {
        let values: Vec<&str> = match option.values {
            OptionValues::OneOf(values) => values.iter().map(|value| value.id).collect(),
            OptionValues::Text { .. } => vec!["shop"],
        };
        for value in values.into_iter().filter(|value| *value != option.default) {
            sets.push(Options::read(target.options, [(option.id, value)]).0);
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cors_core::targets::{Proof, TARGETS};

    use super::*;

    #[test]
    fn every_target_that_runs_has_a_harness() {
        let runs = TARGETS.iter().filter(|target| match target.proof {
            Proof::Run | Proof::Emulator | Proof::Reference => true,
            Proof::Documented(_) => false,
        });
        let runs: Vec<&str> = runs.map(|target| target.id).collect();
        let harnesses: Vec<&str> = all().map(Harness::id).collect();
        assert_eq!(harnesses, runs);
    }

    #[test]
    fn every_value_of_every_option_is_tried() {
        for harness in all() {
            let target = target(harness.id());
            let version = target.versions[0];
            let mut tried: BTreeSet<(String, String)> = BTreeSet::new();
            for job in jobs(harness, version) {
                for option in target.options {
                    tried.insert((option.id.to_owned(), job.options.get(option).to_owned()));
                }
            }
            for option in target.options {
                let OptionValues::OneOf(values) = option.values else {
                    let count = tried.iter().filter(|(id, _)| id == option.id).count();
                    assert!(count > 1, "{}: {}", target.id, option.id);
                    continue;
                };
                for value in values {
                    let pair = (option.id.to_owned(), value.id.to_owned());
                    assert!(tried.contains(&pair), "{}: {pair:?}", target.id);
                }
            }
        }
    }
}
