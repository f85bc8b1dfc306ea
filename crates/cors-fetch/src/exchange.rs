//! An exchange: one fetch, from the page's call to what JavaScript can read.

use crate::{NetworkError, UnsafeBecause};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, NoResponse, Status};

/// One fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// One hop per URL, in the order of the redirects. Empty if the browser failed before sending anything.
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
    /// Whether a preflight was required, and its result.
    pub preflight: Preflight,
    /// The actual request and its response; `None` if it was never sent.
    pub actual: Option<Leg>,
}

/// A request and its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// The request as sent.
    pub request: HttpRequest,
    /// The response as received.
    pub response: Result<HttpResponse, NoResponse>,
}

/// Whether a preflight was required for a hop, and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "there are a handful of hops, and a box would be in the way of matching; not expected, because on 32 bits the variants are small enough"
)]
pub enum Preflight {
    /// The request needs no preflight.
    NotNeeded,
    /// A preflight is required, but an earlier one is still cached.
    Cached {
        /// Why one is required.
        needed_for: PreflightReasons,
    },
    /// A preflight was sent.
    Sent {
        /// Why one is required.
        needed_for: PreflightReasons,
        /// The preflight and its response.
        leg: Leg,
        /// How many seconds it is cached; `None` if it failed.
        cache_seconds: Option<u64>,
    },
}

/// Why a preflight is required.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightReasons {
    /// The method, if it isn't CORS-safelisted.
    pub method: Option<Method>,
    /// The CORS-unsafe request-header names, lowercase, sorted.
    pub headers: Vec<HeaderName>,
    /// Why each of these headers is unsafe, in the same order.
    pub because: Vec<UnsafeBecause>,
    /// Upload listeners or a stream body (the standard's use-CORS-preflight flag).
    pub use_cors_preflight_flag: bool,
    /// An earlier URL was preflighted, which is a reason for another preflight in some engines.
    pub earlier_hop: bool,
}

/// How a fetch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// JavaScript gets a response.
    Allowed(FilteredResponse),
    /// JavaScript gets a rejected promise without details. The details go to the console.
    NetworkError(NetworkError),
    /// The documentation leaves the response open, so nothing can be predicted. The text says what it leaves open.
    NotDocumented(&'static str),
}

/// What JavaScript can read of a response (<https://fetch.spec.whatwg.org/#concept-filtered-response>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilteredResponse {
    /// Same-origin: everything except `Set-Cookie`.
    Basic {
        /// The status.
        status: Status,
        /// The headers that JavaScript can read.
        readable: HeaderList,
        /// The names of the headers that it can't read.
        hidden: Vec<HeaderName>,
    },
    /// Cross-origin and allowed: the CORS-safelisted response headers and the exposed ones.
    Cors {
        /// The status.
        status: Status,
        /// The headers that JavaScript can read.
        readable: HeaderList,
        /// The names of the headers that it can't read.
        hidden: Vec<HeaderName>,
    },
    /// `no-cors`: JavaScript can't read anything, not even the status.
    Opaque,
    /// A redirect with `redirect: "manual"`: JavaScript can't read anything.
    OpaqueRedirect,
}
