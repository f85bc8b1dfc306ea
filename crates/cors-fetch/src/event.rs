use cors_http::{HeaderName, Method, Url};

/// A check or decision of the browser, reported during the fetch.
///
/// Events contain only what isn't in the [`Exchange`](crate::Exchange) that they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The message that it belongs to.
    pub place: Place,
    /// The check or decision.
    pub kind: EventKind,
}

/// The message that an event belongs to. The number counts URLs from 0; each redirect leads to the next one.
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

/// A check or decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The browser ignored a header that JavaScript set.
    HeaderDropped(HeaderName),
    /// The method was uppercased.
    MethodNormalized(Method),
    /// The URL has the page's origin, so CORS doesn't apply.
    SameOrigin,
    /// A `data:` URL contains its own response.
    DataUrl,
    /// The mode is `no-cors`.
    NoCors,
    /// CORS applies, and no preflight is needed. `redirected` means that the URL has the page's own origin, but a
    /// redirect went through another one.
    NoPreflight {
        /// See the variant.
        redirected: bool,
    },
    /// CORS applies, and a preflight is required. The hop has the reasons.
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
    /// The preflight response allows every requested header.
    HeadersAllowed,
    /// The preflight is cached for this many seconds; 0 means not at all.
    PreflightCachedFor(u64),
    /// The actual request is sent. `tainted` means that its origin is `null` because of a redirect.
    RequestSent {
        /// See the variant.
        tainted: bool,
    },
    /// This browser checks the redirect as if the request had credentials.
    RedirectCheckedWithCredentials,
    /// The response has the status of a redirect, but no `Location`.
    RedirectWithoutLocation,
    /// The browser follows a redirect.
    Redirected(Box<Redirection>),
    /// The fetch failed here. The outcome has the reason.
    Failed,
    /// JavaScript gets an error.
    ErrorForJavaScript,
    /// JavaScript can read the response.
    Readable(ExposedHeaders),
    /// JavaScript gets an opaque response.
    Opaque,
    /// JavaScript gets a redirect that it can't read.
    OpaqueRedirect,
}

/// How a redirect is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// The URL that it leads to.
    pub location: Url,
    /// The method before.
    pub from_method: Method,
    /// The method after.
    pub to_method: Method,
    /// The headers that the next request doesn't have.
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
    /// Firefox after a redirect back to the page's origin: `Access-Control-Allow-Origin` isn't checked.
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
    /// Nothing is listed, but the preflight was sent for another reason.
    OtherReason,
}

/// Which response headers JavaScript can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExposedHeaders {
    /// All headers of a same-origin response except `Set-Cookie`.
    SameOrigin,
    /// The CORS-safelisted ones and those in `Access-Control-Expose-Headers`.
    Listed,
    /// Only the CORS-safelisted ones, because the list can't be parsed: its lines, joined.
    Malformed(String),
}
