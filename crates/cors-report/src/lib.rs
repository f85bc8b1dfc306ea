//! Exports: the request flow as text and as images, and commands that test a real server.
//!
//! The page and the command line call the same functions, so both write the same files. Exports end up in issues and
//! chats, so they are made from the [`shareable`](cors_state::link::shareable) part of a draft, without secrets.

mod explanation;
mod explanation_json;
mod fetch_snippet;
mod json;
mod markdown;
mod mermaid;
mod server_test;
mod shell;
mod svg;
mod text;
mod visible;

pub use explanation::{Explanation, NoRequest, failure_lines};
pub use explanation_json::{explanation_json, headers_json};
pub use fetch_snippet::fetch_snippet;
pub use json::policy_json;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use server_test::server_test;
pub use svg::svg;
pub use text::text;
pub use visible::visible;

use cors_analysis::analyze;
use cors_http::Platform;
use cors_state::Draft;
use cors_state::link::shareable;

/// A format that a state can be exported to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The request flow for docs and issues.
    Markdown,
    /// The request flow as a sequence diagram.
    Mermaid,
    /// The request flow as an image.
    Svg,
    /// The policy as the command line reads it.
    Policy,
    /// Commands that test a real server, with the expected responses.
    Curl,
    /// The request as JavaScript for a browser's console.
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

    /// The label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Mermaid => "Mermaid",
            Self::Svg => "Image (SVG)",
            Self::Policy => "Policy (JSON)",
            Self::Curl => "Server test (curl)",
            Self::Fetch => "JavaScript (fetch)",
        }
    }

    /// What it is for, in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::Markdown => "The request flow for an issue or docs.",
            Self::Mermaid => "The request flow as a diagram, for Markdown with Mermaid.",
            Self::Svg => "The request flow as a standalone image.",
            Self::Policy => "The policy as JSON, for the command line.",
            Self::Curl => "A shell script that tests your server. It sends GET and OPTIONS only.",
            Self::Fetch => {
                "Run this in the console of a page on this origin. It sends a real request."
            }
        }
    }

    /// The name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Markdown => "cors-request-flow.md",
            Self::Mermaid => "cors-request-flow.mmd",
            Self::Svg => "cors-request-flow.svg",
            Self::Policy => "cors-policy.json",
            Self::Curl => "cors-server-test.sh",
            Self::Fetch => "cors-fetch.js",
        }
    }
}

/// The text of an export, or why there is none.
pub fn export(draft: &Draft, format: Format, platform: &Platform) -> Result<String, String> {
    let analysis = analyze(&shareable(draft), platform);
    let explained = || Explanation::of(&analysis).map_err(|no_request| no_request.to_string());
    match format {
        Format::Markdown => Ok(markdown(&explained()?)),
        Format::Mermaid => Ok(mermaid(&explained()?)),
        Format::Svg => Ok(svg(&explained()?)),
        Format::Policy => Ok(policy_json(&analysis.draft().policy)),
        Format::Curl => server_test(&analysis),
        Format::Fetch => fetch_snippet(&analysis),
    }
}
