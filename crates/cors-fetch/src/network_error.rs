//! Why a fetch failed.

use core::fmt;

use crate::Profile;
use crate::request::Api;
use cors_http::{HeaderName, Method, Status};

/// Why a fetch failed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkError {
    /// Where.
    pub stage: Stage,
    /// The status of the response that failed, if there was one.
    pub status: Option<Status>,
    /// Why.
    pub cause: Cause,
}

/// Where a fetch failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before anything was sent to this URL.
    BeforeSending,
    /// The preflight or its response. The actual request was never sent.
    Preflight,
    /// The response to the actual request. The server has handled the request.
    Actual,
    /// A redirect, or the response after one.
    Redirect,
}

/// Why a fetch failed: one variant per step of the standard that returns a network error or throws, with the actual values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// JavaScript can't send the methods `CONNECT`, `TRACE` and `TRACK`.
    ForbiddenMethod(Method),
    /// The URL contains a username or password, which `fetch()` rejects.
    UrlIncludesCredentials,
    /// `no-cors` works with `GET`, `HEAD` and `POST` only.
    NoCorsMethod(Method),
    /// `no-cors` works with following redirects only.
    NoCorsRedirectMode,
    /// A stream can't be the body of a `no-cors` request.
    NoCorsStreamBody,
    /// `fetch()` rejects a body with `GET` or `HEAD`.
    BodyNotAllowed(Method),
    /// `cache: "only-if-cached"` works with `mode: "same-origin"` only.
    OnlyIfCachedMode,
    /// `cache: "only-if-cached"`, and the HTTP cache that is assumed here is empty.
    NotInHttpCache,
    /// An engine doesn't let JavaScript send this header at all.
    HeaderNotSendable(HeaderName),
    /// The port belongs to another service.
    BadPort(u16),
    /// A page that came over HTTPS requests something over HTTP.
    MixedContent {
        /// The URL.
        url: String,
    },
    /// The mode is `same-origin`, but the URL has another origin.
    ModeSameOrigin {
        /// The page's origin.
        page: String,
        /// The URL's origin.
        url: String,
    },
    /// The URL is neither HTTP nor HTTPS.
    SchemeNotSupported {
        /// Its scheme.
        scheme: String,
    },
    /// There is no `Access-Control-Allow-Origin` (CORS check, step 2).
    AllowOriginMissing {
        /// The origin that it has to name.
        expected: String,
    },
    /// `Access-Control-Allow-Origin` is `*`, but the credentials mode is `include` (CORS check, step 4).
    WildcardWithCredentials {
        /// The origin that it has to name.
        expected: String,
    },
    /// `Access-Control-Allow-Origin` names another origin (CORS check, step 4).
    AllowOriginMismatch {
        /// What it is.
        actual: String,
        /// The origin that it has to name.
        expected: String,
    },
    /// `Access-Control-Allow-Origin` isn't an origin (CORS check, step 4).
    AllowOriginInvalid {
        /// What it is.
        actual: String,
        /// The origin that it has to name.
        expected: String,
    },
    /// `Access-Control-Allow-Origin` has several values (CORS check, step 4).
    AllowOriginMultiple {
        /// What it is, several headers joined.
        actual: String,
        /// How many headers there are.
        headers: usize,
        /// The origin that it has to name.
        expected: String,
    },
    /// `Access-Control-Allow-Credentials` isn't `true` (CORS check, steps 6 to 8).
    CredentialsNotTrue {
        /// What it is, several headers joined; `None` without the header.
        actual: Option<String>,
    },
    /// The status of the preflight response isn't 2xx (CORS-preflight fetch, step 7).
    PreflightStatus,
    /// The preflight was redirected, which is a status that isn't 2xx.
    PreflightRedirect {
        /// Where to.
        location: String,
    },
    /// `Access-Control-Allow-Methods` isn't a list of methods (step 7.3).
    MethodsUnparsable(Malformed),
    /// `Access-Control-Allow-Headers` isn't a list of header names (step 7.3).
    HeadersUnparsable(Malformed),
    /// The method isn't listed (step 7.5).
    MethodNotAllowed {
        /// The method.
        method: Method,
        /// What is listed; `None` without the header.
        listed: Option<String>,
    },
    /// `*` is listed for the method, but counts as a name because the request has credentials (step 7.5).
    MethodWildcardWithCredentials {
        /// The method.
        method: Method,
        /// What is listed.
        listed: String,
    },
    /// `*` is listed, which doesn't cover `Authorization` (step 7.6).
    WildcardDoesNotCoverAuthorization {
        /// What is listed.
        listed: String,
    },
    /// A header isn't listed (step 7.7).
    HeaderNotAllowed {
        /// The first one that is missing, lowercase.
        name: HeaderName,
        /// How many more are missing.
        more: usize,
        /// What is listed; `None` without the header.
        listed: Option<String>,
    },
    /// `*` is listed for headers, but counts as a name because the request has credentials (step 7.7).
    HeaderWildcardWithCredentials {
        /// The first header that is missing, lowercase.
        name: HeaderName,
        /// How many more are missing.
        more: usize,
        /// What is listed.
        listed: String,
    },
    /// The request was made with `redirect: "error"` (HTTP fetch, step 6.2).
    RedirectMode,
    /// The `Location` isn't a URL (HTTP-redirect fetch, step 5).
    InvalidLocation(String),
    /// The `Location` is neither HTTP nor HTTPS (step 6).
    RedirectScheme(String),
    /// It is the twenty-first redirect (step 7).
    TooManyRedirects,
    /// The `Location` contains a username or password (steps 9 and 10).
    RedirectWithCredentials(String),
    /// The body is a stream, which can't be sent again (step 11).
    RedirectStreamBody,
    /// `Cross-Origin-Resource-Policy` keeps the response from other origins, `no-cors` requests included.
    ResourcePolicy(String),
    /// The response contains a byte that no header value can have.
    InvalidResponseHeader {
        /// In which header.
        name: HeaderName,
        /// The byte.
        byte: u8,
    },
    /// There is no response.
    Network(NetworkFailure),
}

/// A header that doesn't match its grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Its value, several headers joined.
    pub value: String,
    /// The first piece that is wrong; empty when there are too many headers.
    pub piece: String,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkFailure {
    /// The connection was closed before one came.
    Closed,
    /// There is no connection.
    Refused,
}

/// A cause in words: one row of the table.
#[derive(Clone, Debug)]
pub struct CauseRow {
    /// A stable name in kebab-case. Causes that are fixed in the same way share one.
    pub code: &'static str,
    /// The part of the standard that failed.
    pub anchor: &'static str,
    /// The number of the step there; empty where it has none.
    pub step: &'static str,
    /// The header that decided, if one did.
    pub header: Option<&'static str>,
    /// What the check expected, where that is a value.
    pub expected: Option<String>,
    /// What it found.
    pub actual: Option<String>,
    /// What happened and what to do, in a sentence or two.
    pub sentence: String,
}

const REQUEST: &str = "https://fetch.spec.whatwg.org/#dom-request";
const MAIN_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-main-fetch";
const HTTP_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-fetch";
const NETWORK_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-network-fetch";
const CACHE_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch";
const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";
const PREFLIGHT_FETCH: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch";
const REDIRECT_FETCH: &str = "https://fetch.spec.whatwg.org/#http-redirect-fetch";
const BAD_PORT: &str = "https://fetch.spec.whatwg.org/#block-bad-port";
const MIXED_CONTENT: &str = "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch";
const CORP: &str = "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check";
const HEADER_VALUE: &str = "https://fetch.spec.whatwg.org/#concept-header-value";

const ALLOW_ORIGIN: Option<&str> = Some("Access-Control-Allow-Origin");
const ALLOW_CREDENTIALS: Option<&str> = Some("Access-Control-Allow-Credentials");
const ALLOW_METHODS: Option<&str> = Some("Access-Control-Allow-Methods");
const ALLOW_HEADERS: Option<&str> = Some("Access-Control-Allow-Headers");
const LOCATION: Option<&str> = Some("Location");

impl NetworkError {
    /// Its row in the table of causes.
    pub fn row(&self) -> CauseRow {
        let response = &self.response();
        let status = self
            .status
            .map_or_else(String::new, |status| status.to_string());
        let own = |text: &str| Some(text.to_owned());
        match &self.cause {
            Cause::ForbiddenMethod(method) => CauseRow {
                actual: own(method.as_str()),
                ..row("invalid-request", REQUEST, "25.2", None, format!(
                    "JavaScript can't send the method `{method}`. Use another method."
                ))
            },
            Cause::UrlIncludesCredentials => row("invalid-request", REQUEST, "5.3", None,
                "The URL contains a username or password, which `fetch()` rejects. Send an `Authorization` header instead.".to_owned(),
            ),
            Cause::NoCorsMethod(method) => CauseRow {
                actual: own(method.as_str()),
                ..row("invalid-request", REQUEST, "32.1", None, format!(
                    "With the mode `no-cors`, only GET, HEAD and POST are possible, not `{method}`. Use the mode `cors`."
                ))
            },
            Cause::NoCorsRedirectMode => row("invalid-request", MAIN_FETCH, "12", None,
                "With the mode `no-cors`, redirects are always followed. Use the mode `cors`, or leave out `redirect`.".to_owned(),
            ),
            Cause::NoCorsStreamBody => row("invalid-request", REQUEST, "39.2", None,
                "A stream as the body requires a preflight, and the mode `no-cors` sends none. Use the mode `cors`.".to_owned(),
            ),
            Cause::BodyNotAllowed(method) => CauseRow {
                actual: own(method.as_str()),
                ..row("invalid-request", REQUEST, "35", None, format!(
                    "`fetch()` can't send a body with `{method}`. Leave out the body, or use another method."
                ))
            },
            Cause::OnlyIfCachedMode => row("invalid-request", REQUEST, "21", None,
                "`cache: \"only-if-cached\"` works for the page's own origin only. Add `mode: \"same-origin\"`.".to_owned(),
            ),
            Cause::HeaderNotSendable(name) => row("invalid-request", REQUEST, "", None, format!(
                "This browser doesn't let JavaScript send `{name}`, and fails at once. Leave out the header."
            )),
            Cause::NotInHttpCache => row("not-in-http-cache", CACHE_FETCH, "10.1", None,
                "The request has `cache: \"only-if-cached\"`, and the cache of a fresh browser is empty. Leave out the cache mode.".to_owned(),
            ),
            Cause::BadPort(port) => CauseRow {
                actual: Some(port.to_string()),
                ..row("bad-port", BAD_PORT, "", None, format!(
                    "Browsers block requests to port {port}, because it belongs to another service. Use another port."
                ))
            },
            Cause::MixedContent { url } => CauseRow {
                actual: own(url),
                ..row("mixed-content", MIXED_CONTENT, "", None, format!(
                    "The page came over HTTPS and requests `{url}` over HTTP. Browsers block that as mixed content, before CORS. Serve the API over HTTPS."
                ))
            },
            Cause::ModeSameOrigin { page, url } => CauseRow {
                expected: own(page),
                actual: own(url),
                ..row("mode-same-origin", MAIN_FETCH, "12", None, format!(
                    "The mode is `same-origin`, but the page is on `{page}` and the URL on `{url}`. Use the mode `cors`, or a URL on the page's own origin."
                ))
            },
            Cause::SchemeNotSupported { scheme } => CauseRow {
                actual: own(scheme),
                ..row("scheme-not-supported", MAIN_FETCH, "12", None, match scheme.as_str() {
                    "ws" | "wss" => "The URL is for a WebSocket, which `fetch()` can't open. Use `new WebSocket()`. WebSockets don't use CORS, so the server has to check `Origin` itself.".to_owned(),
                    _ => format!("The URL's scheme is `{scheme}`, but CORS works only for http and https. Use an http or https URL."),
                })
            },
            Cause::AllowOriginMissing { expected } => CauseRow {
                expected: own(expected),
                ..row("allow-origin-missing", CORS_CHECK, "2", ALLOW_ORIGIN, match expected.as_str() {
                    "null" => null_origin(response),
                    _ => self.allow_origin_missing(expected),
                })
            },
            Cause::WildcardWithCredentials { expected } => CauseRow {
                expected: own(expected),
                actual: own("*"),
                ..row("wildcard-with-credentials", CORS_CHECK, "4", ALLOW_ORIGIN, match expected.as_str() {
                    "null" => null_origin(response),
                    _ => format!("{response} has `Access-Control-Allow-Origin: *`, but the request is sent with credentials. Browsers reject `*` for credentialed requests. Send `Access-Control-Allow-Origin: {expected}`, or remove `credentials: \"include\"`."),
                })
            },
            Cause::AllowOriginMismatch { actual, expected } => CauseRow {
                expected: own(expected),
                actual: own(actual),
                ..row("allow-origin-mismatch", CORS_CHECK, "4", ALLOW_ORIGIN, if expected == "null" {
                    format!("{response} allows `{actual}`, but this request has the origin `null`. {NULL_ORIGIN}")
                } else if actual.strip_suffix('/') == Some(expected) {
                    format!("{response} allows `{actual}`, but the page's origin is `{expected}`. Origins have no trailing slash, and browsers compare them exactly. Remove the slash.")
                } else {
                    format!("{response} allows `{actual}`, but the page's origin is `{expected}`. Browsers compare scheme, host and port exactly. Add the origin to the allow list.")
                })
            },
            Cause::AllowOriginInvalid { actual, expected } => CauseRow {
                expected: own(expected),
                actual: own(actual),
                ..row("allow-origin-invalid", CORS_CHECK, "4", ALLOW_ORIGIN, if actual.contains('*') {
                    format!("{response} has `Access-Control-Allow-Origin: {actual}`, but browsers don't support patterns. Compare the request's `Origin` with the pattern on the server, and send back `{expected}`.")
                } else {
                    format!("{response} has `Access-Control-Allow-Origin: {actual}`, which isn't an origin. Send `{expected}`.")
                })
            },
            Cause::AllowOriginMultiple { actual, headers, expected } => CauseRow {
                expected: own(expected),
                actual: own(actual),
                ..row("allow-origin-multiple", CORS_CHECK, "4", ALLOW_ORIGIN, match headers {
                    2.. => format!("{response} has {headers} `Access-Control-Allow-Origin` headers, which browsers join to `{actual}`. Set the header in one place only."),
                    _ => format!("{response} has `Access-Control-Allow-Origin: {actual}`, but the header takes a single origin, not a list. Compare the request's `Origin` with your allow list on the server, and send back `{expected}` alone."),
                })
            },
            Cause::CredentialsNotTrue { actual } => CauseRow {
                expected: own("true"),
                actual: actual.clone(),
                ..row("credentials-not-true", CORS_CHECK, "8", ALLOW_CREDENTIALS, match actual {
                    None => format!("{response} has no `Access-Control-Allow-Credentials`, but the request is sent with credentials. Send `Access-Control-Allow-Credentials: true`, or remove `credentials: \"include\"`."),
                    Some(actual) => format!("{response} has `Access-Control-Allow-Credentials: {actual}`. For a request with credentials it has to be exactly `true`, once and in lowercase. Send that on the preflight response and on the response."),
                })
            },
            Cause::PreflightStatus => CauseRow {
                expected: own("200 to 299"),
                actual: own(&status),
                ..row("preflight-status", PREFLIGHT_FETCH, "7", None, format!(
                    "The preflight response has the status {status}, but browsers accept only a 2xx status. Handle OPTIONS before auth and routing."
                ))
            },
            Cause::PreflightRedirect { location } => CauseRow {
                expected: own("200 to 299"),
                actual: own(&status),
                ..row("preflight-redirect", PREFLIGHT_FETCH, "7", LOCATION, format!(
                    "The preflight was redirected ({status}) to `{location}`, and browsers don't follow redirects of a preflight. Use the final URL in your code."
                ))
            },
            Cause::MethodsUnparsable(malformed) => unparsable("methods-unparsable", ALLOW_METHODS, malformed),
            Cause::HeadersUnparsable(malformed) => unparsable("headers-unparsable", ALLOW_HEADERS, malformed),
            Cause::MethodNotAllowed { method, listed } => CauseRow {
                expected: own(method.as_str()),
                actual: listed.clone(),
                ..row("method-not-allowed", PREFLIGHT_FETCH, "7.5", ALLOW_METHODS, method_not_allowed(method, listed.as_deref()))
            },
            Cause::MethodWildcardWithCredentials { method, listed } => CauseRow {
                expected: own(method.as_str()),
                actual: own(listed),
                ..row("wildcard-is-literal-with-credentials", PREFLIGHT_FETCH, "7.5", ALLOW_METHODS, format!(
                    "The preflight response has `Access-Control-Allow-Methods: {listed}`, but `*` isn't a wildcard when credentials are sent. List {method} by name."
                ))
            },
            Cause::WildcardDoesNotCoverAuthorization { listed } => CauseRow {
                expected: own("authorization"),
                actual: own(listed),
                ..row("wildcard-does-not-cover-authorization", PREFLIGHT_FETCH, "7.6", ALLOW_HEADERS,
                    "The preflight response has `Access-Control-Allow-Headers: *`, which doesn't cover `Authorization`. List `Authorization` next to `*`. Today's browsers still allow it, but Firefox warns that it won't for long.".to_owned(),
                )
            },
            Cause::HeaderNotAllowed { name, more, listed } => CauseRow {
                expected: own(name.as_str()),
                actual: listed.clone(),
                ..row("header-not-allowed", PREFLIGHT_FETCH, "7.7", ALLOW_HEADERS, match listed.as_deref() {
                    None | Some("") => format!("The preflight response has no `Access-Control-Allow-Headers`, but the request has the header `{name}`{}. Add `{name}` to the allowed request headers.", and_more(*more)),
                    Some(listed) => format!("The preflight response allows the headers `{listed}`, but not `{name}`{}. Add `{name}` to the allowed request headers.", and_more(*more)),
                })
            },
            Cause::HeaderWildcardWithCredentials { name, more, listed } => CauseRow {
                expected: own(name.as_str()),
                actual: own(listed),
                ..row("wildcard-is-literal-with-credentials", PREFLIGHT_FETCH, "7.7", ALLOW_HEADERS, format!(
                    "The preflight response has `Access-Control-Allow-Headers: {listed}`, but `*` isn't a wildcard when credentials are sent. List `{name}`{} by name.", and_more(*more)
                ))
            },
            Cause::RedirectMode => CauseRow {
                actual: own(&status),
                ..row("redirect-not-allowed", HTTP_FETCH, "6.2", LOCATION, format!(
                    "The response is a redirect ({status}), and the request was made with `redirect: \"error\"`. Use the final URL in your code, or follow redirects."
                ))
            },
            Cause::InvalidLocation(location) => CauseRow {
                actual: own(location),
                ..row("redirect-not-allowed", REDIRECT_FETCH, "5", LOCATION, format!(
                    "The redirect's `Location: {location}` isn't a URL. Fix the header."
                ))
            },
            Cause::RedirectScheme(location) => CauseRow {
                actual: own(location),
                ..row("scheme-not-supported", REDIRECT_FETCH, "6", LOCATION, format!(
                    "The redirect leads to `{location}`, but browsers follow redirects to http and https only. Fix the `Location` header."
                ))
            },
            Cause::TooManyRedirects => row("redirect-not-allowed", REDIRECT_FETCH, "7", LOCATION,
                "There were more than 20 redirects, and browsers stop there. Look for a redirect loop.".to_owned(),
            ),
            Cause::RedirectWithCredentials(location) => CauseRow {
                actual: own(location),
                ..row("redirect-with-credentials", REDIRECT_FETCH, "9", LOCATION, format!(
                    "The redirect leads to `{location}`, which contains a username or password. Browsers don't follow such a redirect to another origin. Remove that part from the `Location` header."
                ))
            },
            Cause::RedirectStreamBody => CauseRow {
                actual: own(&status),
                ..row("redirect-not-allowed", REDIRECT_FETCH, "11", LOCATION, format!(
                    "The response is a redirect ({status}), but the request's body is a stream, which can't be sent again. Use the final URL in your code."
                ))
            },
            Cause::ResourcePolicy(policy) => CauseRow {
                actual: own(policy),
                ..row("corp", CORP, "", Some("Cross-Origin-Resource-Policy"), format!(
                    "The response has `Cross-Origin-Resource-Policy: {policy}`, which blocks it for this page even with the mode `no-cors`. Use the mode `cors`, or send `cross-origin`."
                ))
            },
            Cause::InvalidResponseHeader { name, byte } => row("invalid-response-header", HEADER_VALUE, "", None, format!(
                "{response} has the byte 0x{byte:02X} in the header `{name}`, which no header can contain, so browsers drop the whole response. Find out what sets it."
            )),
            Cause::Network(NetworkFailure::Closed) => row("network", NETWORK_FETCH, "", None,
                "Not a CORS problem: the connection was closed before a response came. Check that the server is running and reachable, and that its certificate is valid.".to_owned(),
            ),
            Cause::Network(NetworkFailure::Refused) => row("network", NETWORK_FETCH, "", None,
                "Not a CORS problem: nothing is listening at this address. Check that the server is running and that host and port are right.".to_owned(),
            ),
        }
    }

    /// With the header, a preflight response would still fail if its status isn't 2xx.
    fn allow_origin_missing(&self, expected: &str) -> String {
        let response = self.response();
        let send = format!(
            "Send `Access-Control-Allow-Origin: {expected}` on every response, including errors"
        );
        match self.status {
            Some(status) if self.stage == Stage::Preflight && status.is_redirect() => format!(
                "{response} has no `Access-Control-Allow-Origin`, and browsers don't follow redirects of a preflight anyway. Use the final URL in your code."
            ),
            Some(status) if self.stage == Stage::Preflight && !status.is_ok() => format!(
                "{response} has no `Access-Control-Allow-Origin`. {send}, and handle OPTIONS with a 2xx status."
            ),
            _ => format!("{response} has no `Access-Control-Allow-Origin`. {send}."),
        }
    }

    /// A stable name in kebab-case, for tests and JSON.
    pub fn code(&self) -> &'static str {
        self.row().code
    }

    /// Which response failed, as the subject of a sentence.
    fn response(&self) -> String {
        let is_redirect = self.status.is_some_and(Status::is_redirect);
        let name = match self.stage {
            Stage::Preflight => "The preflight response",
            Stage::Redirect if is_redirect => "The redirect",
            Stage::BeforeSending | Stage::Actual | Stage::Redirect => "The response",
        };
        match self.status {
            Some(status) if !status.is_ok() => format!("{name} ({status})"),
            _ => name.to_owned(),
        }
    }

    /// Whether JavaScript gets a `TypeError` (or, with `XMLHttpRequest`, another exception) before any fetch begins.
    pub fn is_thrown(&self) -> bool {
        self.row().anchor == REQUEST
    }

    /// What `fetch()` throws in this engine. The standard doesn't specify the message.
    pub fn thrown(profile: Profile) -> Option<&'static str> {
        match profile {
            Profile::Standard => None,
            Profile::Chromium => Some("TypeError: Failed to fetch"),
            Profile::Firefox => Some("TypeError: NetworkError when attempting to fetch resource."),
            Profile::Webkit => Some("TypeError: Load failed"),
        }
    }

    /// What JavaScript gets instead of a response.
    pub fn seen_by_javascript(api: Api) -> &'static str {
        match api {
            Api::Fetch => "a rejected promise with a TypeError that doesn't say why",
            Api::Xhr { .. } => "an error event and the status 0, which don't say why",
        }
    }
}

/// What happened and what to do.
impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.row().sentence)
    }
}

impl core::error::Error for NetworkError {}

impl Stage {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::BeforeSending => "none",
            Self::Preflight => "preflight",
            Self::Actual => "actual",
            Self::Redirect => "redirect",
        }
    }
}

fn row(
    code: &'static str,
    anchor: &'static str,
    step: &'static str,
    header: Option<&'static str>,
    sentence: String,
) -> CauseRow {
    CauseRow {
        code,
        anchor,
        step,
        header,
        expected: None,
        actual: None,
        sentence,
    }
}

/// Never suggests to allow `null`, because any site can send it from a sandboxed frame.
const NULL_ORIGIN: &str = "The page is sandboxed or a local file, or a redirect went through another origin. Call the final URL directly, from a page with an origin of its own.";

fn null_origin(response: &str) -> String {
    format!("{response} doesn't allow the origin `null`. {NULL_ORIGIN}")
}

fn unparsable(code: &'static str, header: Option<&'static str>, malformed: &Malformed) -> CauseRow {
    let Malformed { value, piece } = malformed;
    let name = header.unwrap_or_default();
    CauseRow {
        actual: Some(value.clone()),
        ..row(
            code,
            PREFLIGHT_FETCH,
            "7.3",
            header,
            format!(
                "The preflight response has `{name}: {value}`, which can't be parsed because `{piece}` isn't a single word. Browsers then reject the whole list. Separate the items with commas."
            ),
        )
    }
}

fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        _ => format!(" (and {more} more)"),
    }
}

fn method_not_allowed(method: &Method, listed: Option<&str>) -> String {
    let Some(listed) = listed.filter(|listed| !listed.is_empty()) else {
        return format!(
            "The preflight response has no `Access-Control-Allow-Methods`, so only GET, HEAD and POST are allowed. Add {method} to the allowed methods."
        );
    };
    let other_case = listed
        .split(',')
        .map(|item| item.trim_matches(['\t', ' ']))
        .find(|item| item.eq_ignore_ascii_case(method.as_str()));
    match other_case {
        Some(item) if method.as_str() == method.as_str().to_ascii_uppercase() => format!(
            "The preflight response allows `{item}`, but this request is `{method}`. Method names are case-sensitive. Allow `{method}`."
        ),
        Some(item) => format!(
            "The preflight response allows `{item}`, but this request is `{method}`. Method names are case-sensitive, and browsers uppercase only GET, HEAD, POST, PUT, DELETE and OPTIONS. Write `{item}` in your code."
        ),
        None => format!(
            "The preflight response allows the methods `{listed}`, but not {method}. Add {method} to the allowed methods."
        ),
    }
}
