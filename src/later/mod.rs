//! What the page does not need for its first screen: it is downloaded when the page has nothing else to do.
//!
//! `cargo xtask` cuts the page's wasm in two: whatever is reached only through [`load`] becomes the later
//! part, code and texts alike, and shares its memory with the first. So nothing else may name what is in
//! here: a call of `analyze`, for example, would pull every target back into the first part. A build
//! without the feature `split` has everything in one file and works the same.
//!
//! To add a feature: write a plain function, a view or one that takes data and gives data, and give [`Part`] a
//! field for it. Nothing else names that function. Views call it through [`State::later`], and put
//! `views::absent` in its place while the part is not there:
//!
//! ```ignore
//! .show(move || match state.later() {
//!     Later::Here(part) => (part.feature)(state),
//!     Later::Coming | Later::Failed => absent(state, "The features").into(),
//! })
//! ```
//!
//! What is no view awaits [`load`], as [`host_messages`] does.

pub(crate) mod host_messages;

use cors_analysis::field::Field;
use cors_analysis::{Earlier, InBrowser, Registry, WHOLE};
use cors_http::PublicSuffixList;

use crate::dom::Node;
use crate::state::{Extent, State};
use crate::views;
use host_messages::{Asked, Heard, Told};

/// Whether the later part is there.
#[derive(Clone, Copy)]
pub(crate) enum Later {
    /// It will be.
    Coming,
    /// It could not be loaded; [`State::load_later`](crate::state::State::load_later) tries again.
    Failed,
    /// It is.
    Here(&'static Part),
}

/// Everything that the later part has.
pub(crate) struct Part {
    /// Every check, and every target with its full example.
    pub(crate) registry: &'static Registry,
    /// All findings.
    pub(crate) findings: fn(State) -> Node,
    /// The findings about a field.
    pub(crate) field_findings: fn(State, Field) -> Node,
    /// What happened before the exchange.
    pub(crate) before: fn(&[Earlier], Extent) -> Node,
    /// How each browser treats the request.
    pub(crate) browsers: fn(&[InBrowser], Extent) -> Node,
    /// The choice of a fault, and what it does.
    pub(crate) pitfalls: fn(State) -> Node,
    /// The hostile origins, and what each of them gets.
    pub(crate) attackers: fn(State) -> Node,
    /// The files of what is shown, to take elsewhere.
    pub(crate) export: fn(State) -> Node,
    /// Understands a message of the page around.
    understand: fn(&Heard) -> Result<Option<Asked>, String>,
    /// Writes a message to the page around.
    write: fn(&Told) -> String,
}

static PART: Part = Part {
    registry: &WHOLE,
    findings: views::finding_list,
    field_findings: views::field_finding_lines,
    before: views::before,
    browsers: views::browsers,
    pitfalls: views::pitfalls_body,
    attackers: views::attackers_body,
    export: views::export_body,
    understand: host_messages::understand,
    write: host_messages::json,
};

/// Loads the Public Suffix List, or finds it loaded.
#[cfg(split)]
#[wasm_split_helpers::wasm_split(suffixes, fallible)]
pub(crate) fn load_suffixes() -> Result<&'static PublicSuffixList, NotLoaded> {
    Ok(&SUFFIXES)
}

/// Finds the Public Suffix List, which is in the same file here.
#[cfg(not(split))]
#[expect(
    clippy::unused_async,
    reason = "loading takes a while where the page is split"
)]
pub(crate) async fn load_suffixes() -> Result<&'static PublicSuffixList, NotLoaded> {
    Ok(&SUFFIXES)
}

static SUFFIXES: PublicSuffixList = cors_suffixes::PUBLIC_SUFFIXES;

/// The later part was not loaded.
pub(crate) struct NotLoaded;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Loads the later part, or finds it loaded.
#[cfg(split)]
#[wasm_split_helpers::wasm_split(later, fallible)]
pub(crate) fn load() -> Result<&'static Part, NotLoaded> {
    Ok(&PART)
}

/// Finds the later part, which is in the same file here.
#[cfg(not(split))]
#[expect(
    clippy::unused_async,
    reason = "loading takes a while where the page is split"
)]
pub(crate) async fn load() -> Result<&'static Part, NotLoaded> {
    Ok(&PART)
}
