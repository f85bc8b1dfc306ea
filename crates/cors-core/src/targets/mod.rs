//! Servers and libraries that the policy can be written for.
//!
//! A target is one file with two functions: `render` writes the configuration, `respond` says what
//! that server returns when it runs that config. The proof starts the server and compares.

mod actix_cors;
mod actix_web;
mod apache;
mod axum;
mod axum_tower_http;
mod caddy;
mod check;
mod difference;
mod environment;
mod evidence;
mod express;
mod express_cors;
mod fingerprint;
mod fixes;
mod haproxy;
mod language;
mod library;
#[cfg(feature = "proof")]
mod mutation;
mod nginx;
mod node;
mod node_http;
mod option;
mod proxy;
mod registry;
mod rust;
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
    Documented,
}

/// What the versions of a target are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionsOf {
    /// The server or framework.
    Server,
    /// The library.
    Library,
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
    /// Rust.
    Rust,
}

impl Proof {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Emulator => "emulator",
            Self::Reference => "reference",
            Self::Documented => "documented",
        }
    }
}

impl Group {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Proxy => "proxy",
            Self::Node => "node",
            Self::Rust => "rust",
        }
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
            (None, _) => format!("{server} {line}"),
            (Some(library), VersionsOf::Server) => format!("{server} {line} + {library}"),
            (Some(library), VersionsOf::Library) => format!("{server} + {library} {line}"),
        }
    }

    /// The same target written with a library, or without one.
    pub fn counterpart(&self) -> Option<&'static TargetInfo> {
        TARGET_INFOS
            .iter()
            .find(|other| other.server == self.server && other.id != self.id)
    }
}
