//! Servers and libraries that the policy can be written for.
//!
//! A target is one file with two functions: `render` writes the configuration, `respond` says what
//! that server returns when it runs that config. The proof starts the server and compares.

mod actix_cors;
mod actix_web;
mod alb;
mod apache;
mod api_gateway_http;
mod axum;
mod axum_tower_http;
mod caddy;
mod check;
mod cloudfront;
mod difference;
mod documented;
mod environment;
mod evidence;
mod express;
mod express_cors;
mod fastapi;
mod fastify;
mod fingerprint;
mod fixes;
mod flask;
mod gateway_api;
mod haproxy;
mod hono;
mod http;
mod ingress_nginx;
mod istio;
mod koa;
mod kong;
mod lambda_url;
mod language;
mod library;
#[cfg(feature = "proof")]
mod mutation;
mod nestjs;
mod nginx;
mod node;
mod node_http;
mod option;
mod proxy;
mod python;
mod registry;
mod rust;
mod s3;
mod snippet;
mod version;

pub use difference::{Difference, NoticedBy};
pub use evidence::{Evidence, all_evidence, evidence, tested_on};
pub use language::{Comment, Language};
#[cfg(feature = "proof")]
pub use mutation::{Broken, Mutation};
pub use option::{OptionError, OptionValue, OptionValues, Options, TargetOption};
pub use registry::{FIRST_TARGETS, TARGET_INFOS, TARGETS, find, find_info};
pub use snippet::{Example, ExampleFile, Snippet, SnippetFile, Step, StepKind, Unsupported};
pub use version::{Release, Version};

use core::fmt;
use core::ops::Deref;

use crate::policy::SoundPolicy;
use crate::server::{App, Fault, Reply};
use cors_http::HttpRequest;

/// A server or library. Whatever decides about one is a field of it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it is called and what can be chosen.
    pub info: TargetInfo,
    /// Where its documentation speaks about what the snippet uses: title and address.
    pub docs: &'static [(&'static str, &'static str)],
    /// The fixes of faults for this target. A fault with the same fix everywhere is left out.
    pub fixes: &'static [(Fault, &'static str)],
    /// Ways to break what it writes that the proof must notice: those that it has in common with others, and its own.
    #[cfg(feature = "proof")]
    pub mutations: &'static [&'static [Mutation]],
    /// Writes the config; the last argument is the link in its first line.
    pub render: fn(&SoundPolicy<'_>, &Setup, Option<&str>) -> Result<Snippet, Unsupported>,
    /// Says how the server responds.
    pub respond: fn(&SoundPolicy<'_>, &Setup, &HttpRequest, &App) -> Reply,
    /// What differs from the reference response for this policy, in plain words.
    pub differences: fn(&SoundPolicy<'_>, &Setup) -> Vec<Difference>,
}

/// A target without its functions: naming targets doesn't carry their code.
#[derive(Clone, Copy, Debug)]
pub struct TargetInfo {
    /// The id in links, JSON and options.
    pub id: &'static str,
    /// The name in the list of targets.
    pub label: &'static str,
    /// In which part of the list it is.
    pub group: Group,
    /// What runs: the server or framework, the same for its targets with and without a library.
    pub server: &'static str,
    /// The library that the snippet uses; `None` for config of the server itself and for code without one.
    pub library: Option<&'static str>,
    /// The language of its snippet.
    pub language: Language,
    /// How what is said of it is known.
    pub proof: Proof,
    /// What the versions are of.
    pub versions_of: VersionsOf,
    /// The versions that are tested, the newest and default first.
    pub versions: &'static [Version],
    /// What can be chosen.
    pub options: &'static [TargetOption],
    /// Further words that people search it by, in lowercase.
    pub search: &'static [&'static str],
}

/// How what is said of a target is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The tests run the server and compare.
    Run,
    /// The tests run an emulator of the server.
    Emulator,
    /// The tests run the reference implementation.
    Reference,
    /// The vendor's documentation says so; nothing is run.
    Documented(Source),
}

/// Where what is said of a target that isn't run can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The title of the documentation.
    pub title: &'static str,
    /// Its address.
    pub url: &'static str,
    /// The month in which it was read, such as `2026-11`.
    pub read: &'static str,
}

/// What the versions of a target are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionsOf {
    /// The server or framework.
    Server,
    /// The library.
    Library,
    /// The documentation, because the service has no versions: the month in which it was read.
    Documentation,
}

/// How a target is set up: what its snippet is written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The version.
    pub version: Version,
    /// The options chosen.
    pub options: Options,
}

impl Setup {
    /// This version with every option at its default.
    pub fn of(version: Version) -> Self {
        Self {
            version,
            options: Options::default(),
        }
    }
}

/// A target with its version and options.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The target.
    pub target: &'static Target,
    /// Its version and options.
    pub setup: Setup,
}

impl Chosen {
    /// The target's name with the version, such as `Express 5 + cors`.
    pub fn name(&self) -> String {
        self.target.info.name(self.setup.version)
    }

    /// Whether the target can express this policy.
    pub fn expresses(&self, policy: &SoundPolicy<'_>) -> bool {
        (self.target.render)(policy, &self.setup, None).is_ok()
    }
}

/// In which part of the list a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Servers in front of an application.
    Proxy,
    /// JavaScript on Node.
    Node,
    /// Python.
    Python,
    /// Rust.
    Rust,
    /// Any server, for those that aren't in the list.
    AnyServer,
    /// Services and gateways that the tests can't run.
    Documented,
}

impl Proof {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Emulator => "emulator",
            Self::Reference => "reference",
            Self::Documented(_) => "documented",
        }
    }
}

impl Group {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Proxy => "proxy",
            Self::Node => "node",
            Self::Python => "python",
            Self::Rust => "rust",
            Self::AnyServer => "any-server",
            Self::Documented => "documented",
        }
    }
}

impl Source {
    /// The heading over everything that isn't run.
    pub const HEADING: &str = "From the vendor's documentation, not run";
}

/// A sentence without its end, such as `From the vendor's documentation, not run: Amazon S3 User Guide, read 2026-11`.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, read, .. } = self;
        write!(f, "{}: {title}, read {read}", Self::HEADING)
    }
}

/// What is most often read of a target is its name.
impl Deref for Target {
    type Target = TargetInfo;

    fn deref(&self) -> &TargetInfo {
        &self.info
    }
}

impl Target {
    /// What to do here about the fault, where that depends on the target.
    pub fn fix(&self, fault: Fault) -> Option<&'static str> {
        let mut fixes = self.fixes.iter();
        fixes.find(|(one, _)| *one == fault).map(|(_, fix)| *fix)
    }

    /// This target in that version, with these options as far as it has them.
    pub fn chosen<'a>(
        &'static self,
        version: Version,
        options: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Chosen {
        let (options, _) = Options::read(self.options, options);
        Chosen {
            target: self,
            setup: Setup { version, options },
        }
    }
}

impl TargetInfo {
    /// The version of that name, a line or one of its releases, or the newest for an empty name.
    pub fn version(&self, name: &str) -> Option<Version> {
        match name {
            "" => self.versions.first().copied(),
            _ => self
                .versions
                .iter()
                .copied()
                .find(|version| version.is_named(name)),
        }
    }

    /// The name with a version, such as `Express 5 + cors`.
    pub fn name(&self, version: Version) -> String {
        let (server, line) = (self.server, version.line);
        match (self.library, self.versions_of) {
            (_, VersionsOf::Documentation) => server.to_owned(),
            (None, _) => format!("{server} {line}"),
            (Some(library), VersionsOf::Server) => format!("{server} {line} + {library}"),
            (Some(library), VersionsOf::Library) => format!("{server} + {library} {line}"),
        }
    }

    /// Where what is said of it can be read, if it isn't run.
    pub fn source(&self) -> Option<&Source> {
        match &self.proof {
            Proof::Run | Proof::Emulator | Proof::Reference => None,
            Proof::Documented(source) => Some(source),
        }
    }

    /// The same target written with a library, or without one.
    pub fn counterpart(&self) -> Option<&'static TargetInfo> {
        TARGET_INFOS
            .iter()
            .find(|other| other.server == self.server && other.id != self.id)
    }
}
