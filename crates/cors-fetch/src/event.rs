use cors_http::{HeaderName, Method, Url};

/// One thing that the browser checked or decided, reported while the fetch runs.
///
/// Events hold what can't be found in the [`Exchange`](crate::Exchange) that they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which message it is about.
    pub place: Place,
    /// What was checked or decided.
    pub kind: EventKind,
}

/// Which message an event is about. The number counts URLs from 0: every redirect leads to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Before anything is sent to this URL.
    Routing(usize),
    /// The preflight request to this URL.
    PreflightRequest(usize),
    /// The response to it.
    PreflightResponse(usize),
    /// The actual request to this URL.
    Request(usize),
    /// The response to it.
    Response(usize),
    /// What JavaScript gets.
    Result,
}

/// What was checked or decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// JavaScript set a header that it may not set, and the browser ignored it.
    HeaderDropped(HeaderName),
    /// The method was put in upper case.
    MethodNormalized(Method),
    /// The URL has the page's origin, so CORS doesn't apply.
    SameOrigin,
    /// A `data:` URL holds its own response.
    DataUrl,
    /// The mode is `no-cors`.
    NoCors,
    /// CORS applies, and no preflight is needed. `redirected` says that the URL has the page's own origin, but a
    /// redirect led through another one.
    NoPreflight {
        /// See there.
        redirected: bool,
    },
    /// CORS applies, and a preflight is required: the hop says why.
    PreflightRequired {
        /// As for [`NoPreflight`](Self::NoPreflight).
        redirected: bool,
    },
    /// An earlier preflight is still cached and allows the request.
    PreflightCached,
    /// The cache mode makes this browser ignore cached preflights.
    PreflightCacheBypassed,
    /// The preflight is sent.
    PreflightSent,
    /// The CORS check passed.
    CorsCheckPassed(CorsCheckSuccess),
    /// The status of the preflight response is 2xx.
    PreflightStatusOk,
    /// The preflight response allows the method.
    MethodAllowed(MethodAllowedBy),
    /// The preflight response allows every header that was asked for.
    HeadersAllowed,
    /// What the preflight response allows is cached for so many seconds; 0 is not at all.
    PreflightCachedFor(u64),
    /// The actual request is sent. `tainted` says that its origin is `null` because of a redirect.
    RequestSent {
        /// See there.
        tainted: bool,
    },
    /// This browser checks the redirect as if the request had credentials.
    RedirectCheckedWithCredentials,
    /// The status is a redirect's, but there is no `Location`.
    RedirectWithoutLocation,
    /// The browser follows a redirect.
    Redirected(Box<Redirection>),
    /// The fetch failed here: the outcome says why.
    Failed,
    /// JavaScript gets an error.
    ErrorForJavaScript,
    /// JavaScript can read the response.
    Readable(ExposedHeaders),
    /// JavaScript gets an opaque response.
    Opaque,
    /// JavaScript gets a redirect that it can't look into.
    OpaqueRedirect,
}

/// How a redirect is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// Where it leads.
    pub location: Url,
    /// The method before.
    pub from_method: Method,
    /// The method after.
    pub to_method: Method,
    /// The headers that aren't sent on.
    pub removed_headers: Vec<&'static str>,
    /// Whether the origin is `null` from here on.
    pub tainted: bool,
}

/// How the CORS check passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorsCheckSuccess {
    /// `*`, and no credentials (step 3).
    Wildcard,
    /// The origin itself, without credentials (step 5).
    Named,
    /// The origin itself, with credentials (step 7).
    NamedWithCredentials,
    /// Firefox after a redirect back to the page's origin: it doesn't look at `Access-Control-Allow-Origin`.
    SameOrigin,
}

/// Why a method is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodAllowedBy {
    /// It is listed.
    Listed,
    /// It is CORS-safelisted.
    Safelisted,
    /// `*` is listed, and no credentials are sent.
    Wildcard,
    /// Nothing is listed, and the preflight was sent for another reason.
    OtherReason,
}

/// Which response headers JavaScript can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExposedHeaders {
    /// All of a same-origin response but `Set-Cookie`.
    SameOrigin,
    /// The CORS-safelisted ones, and those in `Access-Control-Expose-Headers`.
    Listed,
    /// The CORS-safelisted ones, because the list can't be parsed: its lines, joined.
    Malformed(String),
}
