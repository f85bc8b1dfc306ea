//! Servers and libraries that the policy can be written for.
//!
//! A target is one file with two functions: `render` writes the configuration, `respond` says what
//! that server answers when it runs that configuration. The proof starts the server and compares.

mod actix_cors;
mod actix_web;
mod axum;
mod axum_tower_http;
mod evidence;
mod express;
mod express_cors;
mod fingerprint;
mod language;
mod library;
mod nginx;
mod node;
mod node_http;
mod option;
mod quirk;
mod registry;
mod rust;

pub use evidence::{Evidence, evidence};
pub use option::{OptionError, OptionValues, Options, TargetOption};
pub use registry::{FIRST_TARGETS, TARGET_INFOS, TARGETS, find, find_info};

use crate::policy::SoundPolicy;
use crate::server::{App, Reply};
use cors_http::HttpRequest;

/// A server or library.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The id in links, JSON and options.
    pub id: &'static str,
    /// The name on its tab.
    pub label: &'static str,
    /// Under which heading its tab stands.
    pub group: Group,
    /// The language of its snippet, as a lower-case word such as `nginx`, `javascript`, `rust`.
    pub language: &'static str,
    /// The versions that the proof runs, the newest and default first.
    pub versions: &'static [Version],
    /// What can be chosen.
    pub options: &'static [TargetOption],
    /// Writes the configuration; the last argument is the link in its first line.
    pub render: fn(&SoundPolicy<'_>, &Setup, Option<&str>) -> Result<Snippet, Unsupported>,
    /// Says what the server answers.
    pub respond: fn(&SoundPolicy<'_>, &Setup, &HttpRequest, &App) -> Reply,
    /// What differs from the canonical answer for this policy, in plain words.
    pub differences: fn(&SoundPolicy<'_>, &Setup) -> Vec<Difference>,
}

/// What a target is called, without its functions: whoever names targets does not carry their code.
#[derive(Clone, Copy, Debug)]
pub struct TargetInfo {
    /// The id in links, JSON and options.
    pub id: &'static str,
    /// The name on its tab.
    pub label: &'static str,
    /// Under which heading its tab stands.
    pub group: Group,
    /// The language of its snippet.
    pub language: &'static str,
    /// The versions that the proof runs, the newest and default first.
    pub versions: &'static [Version],
    /// What can be chosen.
    pub options: &'static [TargetOption],
}

/// A version of a server or library, such as `1.22.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(pub &'static str);

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
    /// The target's name with the version.
    pub fn name(&self) -> String {
        format!("{} {}", self.target.label, self.setup.version.0)
    }

    /// Whether the target can express this policy.
    pub fn expresses(&self, policy: &SoundPolicy<'_>) -> bool {
        (self.target.render)(policy, &self.setup, None).is_ok()
    }
}

/// Where a target's tab stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Servers in front of an application.
    Proxy,
    /// JavaScript on Node.
    Node,
    /// Rust.
    Rust,
}

/// Configuration, ready to paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The parts, each with the place where it goes.
    pub files: Vec<SnippetFile>,
    /// A complete example that runs as it is and contains the parts literally.
    pub example: Vec<ExampleFile>,
    /// What whoever pastes it has to know, the most important first.
    pub notes: Vec<String>,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetFile {
    /// The file name that it would have.
    pub path: String,
    /// Where it goes, such as "in http { }, beside your other includes".
    pub context: String,
    /// The text.
    pub text: String,
}

/// A file of the complete example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// The path in the example's folder.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A sound policy that a target cannot express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// What cannot be expressed and what to do instead, as a sentence or two.
    pub reason: String,
}

/// One way in which a target's answers differ from the canonical ones (DESIGN of the product: the
/// canonical answer is that of nginx and of every form written by hand).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// A stable id such as `swallows-plain-options`.
    pub code: &'static str,
    /// A sentence for people.
    pub text: String,
}

impl Target {
    /// The target without its functions.
    pub const fn info(&self) -> TargetInfo {
        TargetInfo {
            id: self.id,
            label: self.label,
            group: self.group,
            language: self.language,
            versions: self.versions,
            options: self.options,
        }
    }

    /// The version of that name, or the newest for an empty name.
    pub fn version(&self, name: &str) -> Option<Version> {
        self.info().version(name)
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
    /// The version of that name, or the newest for an empty name.
    pub fn version(&self, name: &str) -> Option<Version> {
        match name {
            "" => self.versions.first().copied(),
            _ => self
                .versions
                .iter()
                .copied()
                .find(|version| version.0 == name),
        }
    }
}
