//! What leaves the page for somewhere else: texts and pictures of an exchange, and commands that ask a
//! real server.
//!
//! The page and the command line call the same functions, so a file from the one is a file from the
//! other. Everything here is made of the [`shareable`](cors_state::link::shareable) part of a draft: what is
//! exported ends up in issues and chats, so it carries no secret either.

mod explanation;
mod fault;
mod fetch_snippet;
mod json;
mod markdown;
mod mermaid;
mod proof_kit;
mod scene;
mod shell;
mod svg;

pub use explanation::{Explanation, Faulty, Fetched, Told};
pub use fault::fault_lines;
pub use fetch_snippet::fetch_snippet;
pub use json::policy_json;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use proof_kit::proof_kit;
pub use scene::{Message, Scene, no_answer, result_word, scenes, verdict, visible};
pub use svg::svg;

use cors_http::Platform;
use cors_state::Draft;
use cors_state::link::shareable;

/// A kind of file that a state can be exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The exchange for documents and bug reports.
    Markdown,
    /// The exchange as a sequence diagram.
    Mermaid,
    /// The exchange as a picture.
    Svg,
    /// The policy as the command line reads it.
    Policy,
    /// Commands that ask the real server, with the answers to expect.
    Curl,
    /// The request as script, to paste into a browser's console.
    Fetch,
}

impl Format {
    /// All of them, as they are offered.
    pub const ALL: [Self; 6] = [
        Self::Markdown,
        Self::Mermaid,
        Self::Svg,
        Self::Curl,
        Self::Fetch,
        Self::Policy,
    ];

    /// The id in options.
    pub fn id(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Mermaid => "mermaid",
            Self::Svg => "svg",
            Self::Policy => "policy",
            Self::Curl => "curl",
            Self::Fetch => "fetch",
        }
    }

    /// The format of that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Mermaid => "Mermaid",
            Self::Svg => "Picture (SVG)",
            Self::Policy => "Policy (JSON)",
            Self::Curl => "Proof kit (curl)",
            Self::Fetch => "Script (fetch)",
        }
    }

    /// What it is for, in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::Markdown => "The exchange for an issue or a document.",
            Self::Mermaid => "The exchange as a sequence diagram, for Markdown that draws Mermaid.",
            Self::Svg => "The exchange as a picture that stands alone, in light and dark.",
            Self::Policy => "The policy as the command line reads it.",
            Self::Curl => {
                "Commands that ask your server, each with the answer to expect. They send GET and OPTIONS and change nothing."
            }
            Self::Fetch => {
                "The request for the console of a page on the page origin. It is really sent."
            }
        }
    }

    /// The name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Markdown => "cors-exchange.md",
            Self::Mermaid => "cors-exchange.mmd",
            Self::Svg => "cors-exchange.svg",
            Self::Policy => "cors-policy.json",
            Self::Curl => "cors-proof-kit.sh",
            Self::Fetch => "cors-fetch.js",
        }
    }
}

/// The text of an export, or why there is none.
pub fn export(draft: &Draft, format: Format, platform: &Platform) -> Result<String, String> {
    let draft = shareable(draft);
    let explained = || Explanation::of(&draft, platform);
    match format {
        Format::Markdown => Ok(markdown(&explained()?)),
        Format::Mermaid => Ok(mermaid(&explained()?)),
        Format::Svg => Ok(svg(&explained()?)),
        Format::Policy => Ok(policy_json(&draft.policy)),
        Format::Curl => proof_kit(&draft, platform),
        Format::Fetch => fetch_snippet(&draft, platform),
    }
}
