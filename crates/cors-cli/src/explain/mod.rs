//! An exchange explained: what was checked, against what, with which result.

mod build;
mod fault;
mod json;
mod markdown;
mod mermaid;
mod scene;
mod svg;
mod text;

use cors_core::analysis::{Earlier, InBrowser};
use cors_core::exchange::Exchange;
use cors_core::fetch::{Profile, Request};
use cors_core::pitfall::Pitfall;
use cors_core::server::CachePlace;

pub(crate) use build::{of_case, of_state};
pub(crate) use json::json;
pub(crate) use markdown::markdown;
pub(crate) use mermaid::mermaid;
pub(crate) use svg::svg;
pub(crate) use text::text;

/// Everything that is told about one request.
pub(crate) struct Explanation {
    /// Whose behaviour it is.
    pub(crate) profile: Profile,
    /// How many seconds after the first request it was made.
    pub(crate) at: f64,
    /// What happened.
    pub(crate) told: Told,
}

/// A request, or the reason why there was none.
pub(crate) enum Told {
    /// Script gets an exception before there is a request.
    Thrown(&'static str),
    /// What happened to it.
    Fetched(Box<Fetched>),
}

/// What happened to one request.
pub(crate) struct Fetched {
    pub(crate) request: Request,
    pub(crate) exchange: Exchange,
    /// The same request in every browser.
    pub(crate) browsers: Vec<InBrowser>,
    /// What the browsers that refuse it write to their consoles.
    pub(crate) consoles: Vec<(Profile, String)>,
    /// The fault that is switched on, with what happened before.
    pub(crate) fault: Option<Box<Faulty>>,
}

/// A fault that is switched on.
pub(crate) struct Faulty {
    pub(crate) pitfall: Pitfall,
    /// What happened before, in order.
    pub(crate) earlier: Vec<Earlier>,
    /// Where the last answer was kept, if it did not come from the server.
    pub(crate) kept: Option<CachePlace>,
}

impl Fetched {
    /// The request in one line.
    pub(crate) fn title(&self) -> String {
        let Request {
            method,
            url,
            origin,
            ..
        } = &self.request;
        format!("{method} {url} from {origin}")
    }
}
