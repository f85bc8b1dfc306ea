//! What happened: one fetch, from the page's call to what JavaScript can read.

use crate::{NetworkError, UnsafeBecause};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, NoResponse, Status};

/// One fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// One per URL, in the order of the redirects. Empty when the browser failed before anything was sent.
    pub hops: Vec<Hop>,
    /// How it ended.
    pub outcome: Outcome,
    /// Headers that JavaScript set and the browser ignored, because they are forbidden.
    pub dropped_headers: Vec<HeaderName>,
}

/// One URL of the chain of redirects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The URL.
    pub url: Url,
    /// Whether a preflight was required, and what became of it.
    pub preflight: Preflight,
    /// The actual request and its response; `None` when it was never sent.
    pub actual: Option<Leg>,
}

/// A request and its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// As sent.
    pub request: HttpRequest,
    /// As received.
    pub response: Result<HttpResponse, NoResponse>,
}

/// Whether a preflight was required for a hop, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "there are a handful of hops, and a box would be in the way of matching; not expected, because on 32 bits the variants are small enough"
)]
pub enum Preflight {
    /// The request can be sent without one.
    NotNeeded,
    /// One is required, but an earlier one is still cached.
    Cached {
        /// What requires it.
        needed_for: PreflightReasons,
    },
    /// One was sent.
    Sent {
        /// What requires it.
        needed_for: PreflightReasons,
        /// The preflight and its response.
        leg: Leg,
        /// For how many seconds it is cached; `None` when it was blocked.
        cache_seconds: Option<u64>,
    },
}

/// What requires a preflight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightReasons {
    /// The method, when it isn't CORS-safelisted.
    pub method: Option<Method>,
    /// The CORS-unsafe request-header names, lowercase, sorted.
    pub headers: Vec<HeaderName>,
    /// Why each of these headers is unsafe, in the same order.
    pub because: Vec<UnsafeBecause>,
    /// Upload listeners or a stream body (the standard's use-CORS-preflight flag).
    pub use_cors_preflight_flag: bool,
    /// An earlier URL of the redirects was preflighted, which some engines take as a reason of its own.
    pub earlier_hop: bool,
}

/// How a fetch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// JavaScript gets a response.
    Allowed(FilteredResponse),
    /// JavaScript gets a rejected promise and no details; the details go to the console.
    NetworkError(NetworkError),
    /// The server's documentation leaves open what it sends, so nothing is predicted: this is what it leaves open.
    NotDocumented(&'static str),
}

/// What JavaScript can see of a response (<https://fetch.spec.whatwg.org/#concept-filtered-response>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilteredResponse {
    /// Same-origin: everything but `Set-Cookie`.
    Basic {
        /// The status.
        status: Status,
        /// The headers that JavaScript can read.
        readable: HeaderList,
        /// The names of those that it can't.
        hidden: Vec<HeaderName>,
    },
    /// Cross-origin and allowed: the CORS-safelisted response headers and the exposed ones.
    Cors {
        /// The status.
        status: Status,
        /// The headers that JavaScript can read.
        readable: HeaderList,
        /// The names of those that it can't.
        hidden: Vec<HeaderName>,
    },
    /// `no-cors`: JavaScript can't see anything, not even the status.
    Opaque,
    /// A redirect with `redirect: "manual"`: JavaScript can't see anything.
    OpaqueRedirect,
}
