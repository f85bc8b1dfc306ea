//! What happened: the course of one fetch, from the page's call to what script may read.
//!
//! [`crate::fetch::main_fetch`] writes it, the page and the command line show it.

use crate::{NetworkError, UnsafeBecause, Walk};
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, NoResponse, Status};

/// The whole course of one fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// One per URL, in the order of the redirects. Empty when the browser refused before any network use.
    pub hops: Vec<Hop>,
    /// How it ended.
    pub outcome: Outcome,
    /// Headers that script set and the browser ignored, because they are forbidden.
    pub dropped_headers: Vec<HeaderName>,
    pub(crate) walk: Walk,
}

impl Exchange {
    /// What was checked and decided, in order.
    pub fn steps(&self) -> &[Step] {
        self.walk.steps(self)
    }
}

/// One URL of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The URL.
    pub url: Url,
    /// Whether a preflight was needed and what became of it.
    pub preflight: Preflight,
    /// The actual request and its answer; `None` when it was never sent.
    pub actual: Option<Leg>,
}

/// A request and what came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// As sent.
    pub request: HttpRequest,
    /// As received.
    pub answer: Result<HttpResponse, NoResponse>,
}

/// Whether a preflight was needed for a hop and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "there are a handful of hops, and a box would be in the way of matching; not expected, because on 32 bits the variants are small enough"
)]
pub enum Preflight {
    /// The request may go out without one.
    NotNeeded,
    /// One would have been needed, but an earlier one is still remembered.
    Cached {
        /// What made it necessary.
        needed_for: PreflightReasons,
    },
    /// One was sent.
    Sent {
        /// What made it necessary.
        needed_for: PreflightReasons,
        /// The preflight and its answer.
        leg: Leg,
        /// For how long the permission is remembered, or nothing when it was refused.
        cache_seconds: Option<u64>,
    },
}

/// What makes a preflight necessary, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightReasons {
    /// The method, when it is not CORS-safelisted.
    pub method: Option<Method>,
    /// The CORS-unsafe request-header names, lower-case, sorted.
    pub headers: Vec<HeaderName>,
    /// Why each of these headers needs permission, in the same order.
    pub because: Vec<UnsafeBecause>,
    /// Upload listeners or a stream body (the standard's use-CORS-preflight flag).
    pub use_cors_preflight_flag: bool,
    /// An earlier URL of the redirects was preflighted, which some engines take as a reason of its own.
    pub earlier_hop: bool,
}

/// How a fetch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Script gets a response.
    Shared(FilteredResponse),
    /// Script gets a rejected promise and no details; the details go to the console.
    NetworkError(NetworkError),
}

/// What script can see of a response (<https://fetch.spec.whatwg.org/#concept-filtered-response>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilteredResponse {
    /// Same-origin: everything but `Set-Cookie`.
    Basic {
        /// The status.
        status: Status,
        /// The headers that script can read.
        readable: HeaderList,
        /// The names of those that it cannot.
        hidden: Vec<HeaderName>,
    },
    /// Cross-origin and allowed: the safelisted response headers and the exposed ones.
    Cors {
        /// The status.
        status: Status,
        /// The headers that script can read.
        readable: HeaderList,
        /// The names of those that it cannot.
        hidden: Vec<HeaderName>,
    },
    /// `no-cors`: script learns nothing, not even the status.
    Opaque,
    /// A redirect under `redirect: "manual"`: script learns nothing.
    OpaqueRedirect,
}

/// One thing that the browser checked or decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which message it belongs to.
    pub place: Place,
    /// How it came out.
    pub result: StepResult,
    /// A sentence for people.
    pub text: String,
    /// The header line that decided, if one did: it is marked in the message shown.
    pub header: Option<&'static str>,
    /// What the check wanted, as a value, where that says something.
    pub expected: Option<String>,
    /// What it saw.
    pub seen: Option<String>,
    /// The part of the standard, such as `https://fetch.spec.whatwg.org/#cors-check`.
    pub anchor: &'static str,
    /// The step's number in that part, such as `4`.
    pub step: &'static str,
}

/// Which message a step belongs to. The number counts hops from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Before anything is sent for this URL.
    Routing(usize),
    /// The preflight request of this hop.
    PreflightRequest(usize),
    /// The answer to it.
    PreflightAnswer(usize),
    /// The actual request of this hop.
    ActualRequest(usize),
    /// The answer to it.
    ActualAnswer(usize),
    /// What script gets.
    Result,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepResult {
    /// It passed.
    Passed,
    /// It failed, and the fetch with it.
    Failed,
    /// Nothing was judged; this says what follows.
    Noted,
}
