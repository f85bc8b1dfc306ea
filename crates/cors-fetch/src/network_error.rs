//! Why a fetch failed: one variant per step of the standard that returns a network error or throws.

use super::cors_check::{self, CorsCheckFailure};
use super::profile::Profile;
use super::request::Api;
use cors_http::{HeaderName, Method, NoResponse, Status};

/// Why a fetch failed: one variant per step of the standard that returns a network error, with what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkError {
    /// The method is `CONNECT`, `TRACE` or `TRACK`, which script cannot send.
    ForbiddenMethod(Method),
    /// The URL holds a user name or a password, which `fetch()` refuses.
    UrlIncludesCredentials,
    /// `no-cors` goes with `GET`, `HEAD` and `POST` only.
    NoCorsMethod(Method),
    /// `no-cors` goes with following redirects only.
    NoCorsRedirectMode,
    /// A stream cannot be the body of a `no-cors` request.
    NoCorsStreamBody,
    /// `fetch()` refuses a body with `GET` or `HEAD`.
    BodyNotAllowed(Method),
    /// `cache: "only-if-cached"` goes with `mode: "same-origin"` only.
    OnlyIfCachedMode,
    /// `cache: "only-if-cached"`, and the HTTP cache that is assumed here holds nothing.
    NotInHttpCache,
    /// An engine refuses to send this header at all.
    HeaderNotSendable(HeaderName),
    /// The port belongs to another service.
    BadPort(u16),
    /// A page that came over HTTPS asks for something over HTTP.
    MixedContent {
        /// What it asks for.
        url: String,
    },
    /// The mode is `same-origin`, but the URL is not.
    NotSameOrigin {
        /// The page's origin.
        page: String,
        /// The URL's.
        url: String,
    },
    /// The URL is neither HTTP nor HTTPS.
    NotHttp {
        /// Its scheme.
        scheme: String,
    },
    /// The preflight did not give permission, so the actual request was never sent.
    Preflight(PreflightRefusal),
    /// The actual answer failed the CORS check. The server has run the request.
    CorsCheck {
        /// How.
        failure: CorsCheckFailure,
        /// The status of the answer.
        status: Status,
        /// Whether the answer was a redirect.
        redirect: bool,
    },
    /// A redirect that is not followed.
    Redirect(RedirectRefusal),
    /// `Cross-Origin-Resource-Policy` keeps the answer from other origins, also from `no-cors` requests.
    ResourcePolicy(String),
    /// The answer holds a byte that no header value can have.
    InvalidResponseHeader {
        /// In which header.
        name: HeaderName,
        /// The byte.
        byte: u8,
    },
    /// No answer came.
    NoResponse(NoResponse),
}

/// Why a preflight gave no permission: one variant per step of <https://fetch.spec.whatwg.org/#cors-preflight-fetch>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreflightRefusal {
    /// No answer came.
    NoResponse(NoResponse),
    /// The answer holds a byte that no header value can have.
    InvalidResponseHeader {
        /// In which header.
        name: HeaderName,
        /// The byte.
        byte: u8,
    },
    /// It failed the CORS check (step 7).
    CorsCheck {
        /// How.
        failure: CorsCheckFailure,
        /// The status of the answer.
        status: Status,
    },
    /// Its status is not 200 to 299 (step 7).
    StatusNotOk {
        /// The status.
        status: Status,
        /// Where it would lead, if it is a redirect.
        location: Option<String>,
    },
    /// A list does not follow its grammar (step 7.3).
    MalformedHeader {
        /// Which list.
        name: &'static str,
        /// What it says, lines joined.
        value: String,
        /// The first piece of it that is no token.
        piece: String,
    },
    /// The method is not listed (step 7.5).
    MethodNotAllowed {
        /// The method.
        method: Method,
        /// What is listed; `None` without the header.
        listed: Option<String>,
        /// Whether `*` is listed, but credentials go along.
        wildcard_with_credentials: bool,
    },
    /// `Authorization` is not listed by name (step 7.6).
    AuthorizationNotCoveredByWildcard {
        /// What is listed; `None` without the header.
        listed: Option<String>,
        /// Whether `*` is listed, which does not cover it.
        wildcard: bool,
    },
    /// A header is not listed (step 7.7).
    HeaderNotAllowed {
        /// The first one that is missing, in lower case.
        name: HeaderName,
        /// How many are missing.
        missing: usize,
        /// What is listed; `None` without the header.
        listed: Option<String>,
        /// Whether `*` is listed, but credentials go along.
        wildcard_with_credentials: bool,
    },
}

/// Why a redirect is not followed: one variant per step of <https://fetch.spec.whatwg.org/#http-redirect-fetch>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectRefusal {
    /// The request was made with `redirect: "error"`.
    ModeIsError(Status),
    /// The `Location` is no URL (step 5).
    InvalidLocation(String),
    /// The `Location` is neither HTTP nor HTTPS (step 6).
    NotHttp(String),
    /// It is the twenty-first (step 7).
    TooMany,
    /// The `Location` holds a user name or a password (steps 9 and 10).
    IncludesCredentials(String),
    /// The body is a stream, which cannot be sent again (step 11).
    StreamBody(Status),
}

const FETCH_METHOD: &str = "https://fetch.spec.whatwg.org/#dom-request";
const MAIN_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-main-fetch";
const HTTP_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-fetch";
const NETWORK_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-network-fetch";
const PREFLIGHT_FETCH: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch";
const REDIRECT_FETCH: &str = "https://fetch.spec.whatwg.org/#http-redirect-fetch";

impl NetworkError {
    /// A stable name in kebab-case, for tests and JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ForbiddenMethod(_) => "forbidden-method",
            Self::UrlIncludesCredentials => "url-credentials",
            Self::NoCorsMethod(_) => "no-cors-method",
            Self::NoCorsRedirectMode => "no-cors-redirect-mode",
            Self::NoCorsStreamBody => "no-cors-stream-body",
            Self::BodyNotAllowed(_) => "body-not-allowed",
            Self::OnlyIfCachedMode => "only-if-cached-mode",
            Self::NotInHttpCache => "not-in-http-cache",
            Self::HeaderNotSendable(_) => "header-not-sendable",
            Self::BadPort(_) => "bad-port",
            Self::MixedContent { .. } => "mixed-content",
            Self::NotSameOrigin { .. } => "not-same-origin",
            Self::NotHttp { .. } => "scheme",
            Self::Preflight(refusal) => refusal.code(),
            Self::CorsCheck { failure, .. } => failure.code(),
            Self::Redirect(refusal) => refusal.code(),
            Self::ResourcePolicy(_) => "resource-policy",
            Self::InvalidResponseHeader { .. } => "invalid-response-header",
            Self::NoResponse(_) => "network",
        }
    }

    /// The algorithm of the standard that failed.
    pub fn anchor(&self) -> &'static str {
        match self {
            Self::ForbiddenMethod(_)
            | Self::UrlIncludesCredentials
            | Self::NoCorsMethod(_)
            | Self::NoCorsStreamBody
            | Self::BodyNotAllowed(_)
            | Self::HeaderNotSendable(_)
            | Self::OnlyIfCachedMode => FETCH_METHOD,
            Self::BadPort(_) => "https://fetch.spec.whatwg.org/#block-bad-port",
            Self::MixedContent { .. } => {
                "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch"
            }
            Self::NoCorsRedirectMode | Self::NotSameOrigin { .. } | Self::NotHttp { .. } => {
                MAIN_FETCH
            }
            Self::Preflight(refusal) => refusal.anchor(),
            Self::CorsCheck { .. } => cors_check::ANCHOR,
            Self::Redirect(RedirectRefusal::ModeIsError(_)) => HTTP_FETCH,
            Self::Redirect(_) => REDIRECT_FETCH,
            Self::ResourcePolicy(_) => {
                "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check"
            }
            Self::InvalidResponseHeader { .. } => {
                "https://fetch.spec.whatwg.org/#concept-header-value"
            }
            Self::NotInHttpCache => {
                "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch"
            }
            Self::NoResponse(_) => NETWORK_FETCH,
        }
    }

    /// The number of the step in that algorithm, empty where it has none.
    pub fn step(&self) -> &'static str {
        match self {
            Self::ForbiddenMethod(_) => "25.2",
            Self::UrlIncludesCredentials => "5.3",
            Self::NoCorsMethod(_) => "32.1",
            Self::NoCorsStreamBody => "39.2",
            Self::BodyNotAllowed(_) => "35",
            Self::OnlyIfCachedMode => "21",
            Self::NotInHttpCache => "10.1",
            Self::NotSameOrigin { .. } | Self::NoCorsRedirectMode | Self::NotHttp { .. } => "12",
            Self::Preflight(refusal) => refusal.step(),
            Self::CorsCheck { failure, .. } => failure.step(),
            Self::Redirect(refusal) => refusal.step(),
            Self::BadPort(_)
            | Self::MixedContent { .. }
            | Self::HeaderNotSendable(_)
            | Self::ResourcePolicy(_)
            | Self::InvalidResponseHeader { .. }
            | Self::NoResponse(_) => "",
        }
    }

    /// The header that decided, if one did.
    pub fn header(&self) -> Option<&'static str> {
        match self {
            Self::CorsCheck { failure, .. } => Some(failure.header()),
            Self::Preflight(refusal) => refusal.header(),
            Self::Redirect(_) => Some("Location"),
            Self::ResourcePolicy(_) => Some("Cross-Origin-Resource-Policy"),
            _ => None,
        }
    }

    /// What the check wanted, where that is a value.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::CorsCheck { failure, .. } => Some(failure.expected()),
            Self::Preflight(refusal) => refusal.expected(),
            Self::NotSameOrigin { page, .. } => Some(page.clone()),
            _ => None,
        }
    }

    /// What it saw.
    pub fn seen(&self) -> Option<String> {
        match self {
            Self::CorsCheck { failure, .. } => failure.seen(),
            Self::Preflight(refusal) => refusal.seen(),
            Self::NotSameOrigin { url, .. } | Self::MixedContent { url } => Some(url.clone()),
            Self::ForbiddenMethod(method)
            | Self::NoCorsMethod(method)
            | Self::BodyNotAllowed(method) => Some(method.to_string()),
            Self::NotHttp { scheme } => Some(scheme.clone()),
            Self::BadPort(port) => Some(port.to_string()),
            Self::ResourcePolicy(policy) => Some(policy.clone()),
            Self::Redirect(
                RedirectRefusal::InvalidLocation(location)
                | RedirectRefusal::NotHttp(location)
                | RedirectRefusal::IncludesCredentials(location),
            ) => Some(location.clone()),
            Self::Redirect(
                RedirectRefusal::ModeIsError(status) | RedirectRefusal::StreamBody(status),
            ) => Some(status.to_string()),
            _ => None,
        }
    }

    /// What was seen, why that matters, what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::ForbiddenMethod(method) => format!(
                "Script cannot send the method `{method}`: it would let a page look into proxies and servers. Use \
                 another method."
            ),
            Self::UrlIncludesCredentials => {
                "The URL holds a user name or a password, which `fetch()` refuses. Send an `Authorization` header \
                 instead."
                    .to_owned()
            }
            Self::NoCorsMethod(method) => format!(
                "A `no-cors` request is made with GET, HEAD or POST, not with `{method}`, because no preflight could \
                 ask for it. Use the mode `cors`."
            ),
            Self::NoCorsRedirectMode => {
                "A `no-cors` request follows redirects and does nothing else with them. Use the mode `cors`.".to_owned()
            }
            Self::NoCorsStreamBody => {
                "A stream as the body needs a preflight, and `no-cors` sends none. Use the mode `cors`.".to_owned()
            }
            Self::BodyNotAllowed(method) => format!(
                "`fetch()` sends no body with `{method}`. Leave the body out, or use another method."
            ),
            Self::OnlyIfCachedMode => {
                "`cache: \"only-if-cached\"` works for the page's own origin only. Set `mode: \"same-origin\"` too."
                    .to_owned()
            }
            Self::NotInHttpCache => {
                "The request was made with `cache: \"only-if-cached\"`, and a fresh browser has nothing in its cache. \
                 Leave the cache mode out."
                    .to_owned()
            }
            Self::HeaderNotSendable(name) => format!(
                "This browser fails at once when script sets `{name}`, which it keeps to itself. Leave the header out."
            ),
            Self::BadPort(port) => format!(
                "Port {port} belongs to another service, and browsers send no HTTP there. Let the server listen on \
                 another port."
            ),
            Self::MixedContent { url } => format!(
                "The page came over HTTPS, but asks for `{url}` over HTTP, which browsers block as mixed content \
                 before CORS is looked at. Serve the API over HTTPS."
            ),
            Self::NotSameOrigin { page, url } => format!(
                "The mode is `same-origin`, but the page is `{page}` and asks `{url}`. Use the mode `cors`, or an \
                 address on the page's own origin."
            ),
            Self::NotHttp { scheme } if matches!(scheme.as_str(), "ws" | "wss") => {
                "The URL is a WebSocket's, which `fetch()` can't open. Open it with `new WebSocket()`: that uses no CORS, \
                 so the server has to check `Origin` itself."
                    .to_owned()
            }
            Self::NotHttp { scheme } => format!(
                "The scheme is `{scheme}`, but requests to other origins go over http or https only. Use such an \
                 address."
            ),
            Self::Preflight(refusal) => refusal.sentence(),
            Self::CorsCheck {
                failure,
                status,
                redirect,
            } => failure.sentence(&if *redirect {
                format!("The redirect (status {status})")
            } else {
                with_status("The answer", *status)
            }),
            Self::Redirect(refusal) => refusal.sentence(),
            Self::ResourcePolicy(policy) => format!(
                "The answer says `Cross-Origin-Resource-Policy: {policy}`, which keeps it from this page even when \
                 it is not looked into. Use the mode `cors`, or send `cross-origin`."
            ),
            Self::InvalidResponseHeader { name, byte } => invalid_header("answer", name, *byte),
            Self::NoResponse(NoResponse::Closed) => {
                "The server gave no answer, so this is not about CORS. Look whether it runs and can be reached, and \
                 whether its certificate is valid."
                    .to_owned()
            }
            Self::NoResponse(NoResponse::NotDocumented(what)) => {
                format!("The vendor's documentation doesn't say {what}, so nothing is predicted.")
            }
            Self::NoResponse(NoResponse::Refused) => {
                "Nobody answers at this address, so this is not about CORS. Look whether the server runs, and whether \
                 the address and the port are right."
                    .to_owned()
            }
        }
    }

    /// Whether script gets a `TypeError` (or, with `XMLHttpRequest`, another exception) before any fetch begins.
    pub fn is_thrown(&self) -> bool {
        self.anchor() == FETCH_METHOD
    }

    /// What `fetch()` throws in this engine. The standard gives no words.
    pub fn thrown(profile: Profile) -> Option<&'static str> {
        match profile {
            Profile::Standard => None,
            Profile::Chromium => Some("TypeError: Failed to fetch"),
            Profile::Firefox => Some("TypeError: NetworkError when attempting to fetch resource."),
            Profile::Webkit => Some("TypeError: Load failed"),
        }
    }

    /// What script sees in place of an answer.
    pub fn seen_by_script(api: Api) -> &'static str {
        match api {
            Api::Fetch => "a promise rejected with a TypeError that does not say why",
            Api::Xhr { .. } => "an error event and the status 0, which do not say why",
        }
    }
}

impl PreflightRefusal {
    /// A stable name in kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoResponse(_) => "preflight-network",
            Self::InvalidResponseHeader { .. } => "preflight-invalid-response-header",
            Self::CorsCheck { failure, .. } => match failure {
                CorsCheckFailure::AllowOriginMissing { .. } => "preflight-acao-missing",
                CorsCheckFailure::WildcardWithCredentials { .. } => {
                    "preflight-acao-wildcard-credentials"
                }
                CorsCheckFailure::AllowOriginMismatch { .. } => "preflight-acao-mismatch",
                CorsCheckFailure::AllowCredentialsNotTrue { .. } => "preflight-acac-not-true",
            },
            Self::StatusNotOk { .. } => "preflight-status",
            Self::MalformedHeader {
                name: "Access-Control-Allow-Methods",
                ..
            } => "preflight-acam-syntax",
            Self::MalformedHeader { .. } => "preflight-acah-syntax",
            Self::MethodNotAllowed { .. } => "preflight-method",
            Self::AuthorizationNotCoveredByWildcard { .. } => "preflight-header-authorization",
            Self::HeaderNotAllowed { .. } => "preflight-header",
        }
    }

    fn anchor(&self) -> &'static str {
        match self {
            Self::CorsCheck { .. } => cors_check::ANCHOR,
            Self::NoResponse(_) => NETWORK_FETCH,
            Self::InvalidResponseHeader { .. } => {
                "https://fetch.spec.whatwg.org/#concept-header-value"
            }
            _ => PREFLIGHT_FETCH,
        }
    }

    fn step(&self) -> &'static str {
        match self {
            Self::NoResponse(_) | Self::InvalidResponseHeader { .. } => "",
            Self::CorsCheck { failure, .. } => failure.step(),
            Self::StatusNotOk { .. } => "7",
            Self::MalformedHeader { .. } => "7.3",
            Self::MethodNotAllowed { .. } => "7.5",
            Self::AuthorizationNotCoveredByWildcard { .. } => "7.6",
            Self::HeaderNotAllowed { .. } => "7.7",
        }
    }

    fn header(&self) -> Option<&'static str> {
        match self {
            Self::NoResponse(_) | Self::InvalidResponseHeader { .. } => None,
            Self::CorsCheck { failure, .. } => Some(failure.header()),
            Self::StatusNotOk { location, .. } => location.as_ref().map(|_| "Location"),
            Self::MalformedHeader { name, .. } => Some(name),
            Self::MethodNotAllowed { .. } => Some("Access-Control-Allow-Methods"),
            Self::AuthorizationNotCoveredByWildcard { .. } | Self::HeaderNotAllowed { .. } => {
                Some("Access-Control-Allow-Headers")
            }
        }
    }

    fn expected(&self) -> Option<String> {
        match self {
            Self::NoResponse(_)
            | Self::InvalidResponseHeader { .. }
            | Self::MalformedHeader { .. } => None,
            Self::CorsCheck { failure, .. } => Some(failure.expected()),
            Self::StatusNotOk { .. } => Some("200 to 299".to_owned()),
            Self::MethodNotAllowed { method, .. } => Some(method.to_string()),
            Self::AuthorizationNotCoveredByWildcard { .. } => Some("authorization".to_owned()),
            Self::HeaderNotAllowed { name, .. } => Some(name.to_string()),
        }
    }

    fn seen(&self) -> Option<String> {
        match self {
            Self::NoResponse(_) | Self::InvalidResponseHeader { .. } => None,
            Self::CorsCheck { failure, .. } => failure.seen(),
            Self::StatusNotOk { status, .. } => Some(status.to_string()),
            Self::MalformedHeader { value, .. } => Some(value.clone()),
            Self::MethodNotAllowed { listed, .. }
            | Self::AuthorizationNotCoveredByWildcard { listed, .. }
            | Self::HeaderNotAllowed { listed, .. } => listed.clone(),
        }
    }

    /// What was seen, why that matters, what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::NoResponse(NoResponse::Closed) => {
                "The server gave no answer to the preflight, so this is not about CORS yet. Look whether it runs and \
                 can be reached."
                    .to_owned()
            }
            Self::NoResponse(NoResponse::NotDocumented(what)) => {
                format!("The vendor's documentation doesn't say {what}, so nothing is predicted.")
            }
            Self::NoResponse(NoResponse::Refused) => {
                "Nobody answers at this address, not even the preflight, so this is not about CORS. Look whether the \
                 server runs, and whether the address and the port are right."
                    .to_owned()
            }
            Self::InvalidResponseHeader { name, byte } => invalid_header("preflight's answer", name, *byte),
            Self::CorsCheck { failure, status } => {
                failure.sentence(&with_status("The preflight's answer", *status))
            }
            Self::StatusNotOk {
                status,
                location: Some(location),
            } => format!(
                "The preflight was answered with {status}, a redirect to `{location}`. Browsers do not follow a \
                 redirect of a preflight. Call the final address directly."
            ),
            Self::StatusNotOk {
                status,
                location: None,
            } => format!(
                "The preflight was answered with the status {status}, and only 200 to 299 gives permission. Answer \
                 OPTIONS before authentication and before routing."
            ),
            Self::MalformedHeader { name, value, piece } => format!(
                "`{name}: {value}` cannot be read as a list, because `{piece}` is not a single word. Browsers refuse \
                 the whole list then. Separate the items with commas."
            ),
            Self::MethodNotAllowed {
                method,
                listed,
                wildcard_with_credentials,
            } => method_sentence(method, listed.as_deref(), *wildcard_with_credentials),
            Self::AuthorizationNotCoveredByWildcard { wildcard: true, .. } => {
                "The preflight's answer allows the headers `*`, but `*` does not cover `Authorization`. Name it \
                 beside the `*`. Today's browsers let this pass, but Firefox warns that it soon will not."
                    .to_owned()
            }
            Self::AuthorizationNotCoveredByWildcard { listed, .. } => {
                header_sentence("authorization", 1, listed.as_deref(), false)
            }
            Self::HeaderNotAllowed {
                name,
                missing,
                listed,
                wildcard_with_credentials,
            } => header_sentence(name.as_str(), *missing, listed.as_deref(), *wildcard_with_credentials),
        }
    }
}

/// The status says more than the header when it is an error: often another part of the server has answered.
fn with_status(answer: &str, status: Status) -> String {
    if status.is_ok() {
        answer.to_owned()
    } else {
        format!("{answer} (status {status})")
    }
}

fn method_sentence(
    method: &Method,
    listed: Option<&str>,
    wildcard_with_credentials: bool,
) -> String {
    let Some(listed) = listed.filter(|listed| !listed.is_empty()) else {
        return format!(
            "The preflight's answer lists no methods, so only GET, HEAD and POST are allowed, and \
             this request is {method}. List {method}."
        );
    };
    if wildcard_with_credentials {
        return format!(
            "The preflight's answer allows the methods `{listed}`, but for a request with credentials `*` is a name \
             like any other. List {method} by name."
        );
    }
    let other_case = listed
        .split(',')
        .map(|item| item.trim_matches(['\t', ' ']))
        .find(|item| item.eq_ignore_ascii_case(method.as_str()));
    match other_case {
        Some(item) if method.as_str() == method.as_str().to_ascii_uppercase() => format!(
            "The preflight's answer allows `{item}`, but this request is `{method}`. Methods are compared with their \
             case. List `{method}`."
        ),
        Some(item) => format!(
            "The preflight's answer allows `{item}`, but this request is `{method}`. Methods are compared with their \
             case, and browsers put only GET, HEAD, POST, PUT, DELETE and OPTIONS in upper case. Write `{item}` in \
             the script."
        ),
        None => format!(
            "The preflight's answer allows the methods `{listed}`, and {method} is not among them. Add {method} to the \
             allowed methods."
        ),
    }
}

fn header_sentence(
    name: &str,
    missing: usize,
    listed: Option<&str>,
    wildcard_with_credentials: bool,
) -> String {
    let more = match missing {
        0 | 1 => String::new(),
        _ => format!(" ({} more are missing too)", missing - 1),
    };
    match listed.filter(|listed| !listed.is_empty()) {
        None => format!(
            "The preflight's answer lists no headers in `Access-Control-Allow-Headers`, but the request \
             carries `{name}`{more}. List `{name}`."
        ),
        Some(listed) if wildcard_with_credentials => format!(
            "The preflight's answer allows the headers `{listed}`, but for a request with credentials `*` is a name \
             like any other. List `{name}` by name{more}."
        ),
        Some(listed) => format!(
            "The preflight's answer allows the headers `{listed}`, and `{name}` is not among them{more}. Add `{name}` \
             to the allowed headers."
        ),
    }
}

fn invalid_header(answer: &str, name: &HeaderName, byte: u8) -> String {
    format!(
        "The header `{name}` of the {answer} holds the byte 0x{byte:02X}, which no header can have, so browsers drop \
         the whole answer. Look what writes it."
    )
}

impl RedirectRefusal {
    /// A stable name in kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ModeIsError(_) => "redirect-mode-error",
            Self::InvalidLocation(_) => "redirect-location",
            Self::NotHttp(_) => "redirect-scheme",
            Self::TooMany => "redirect-count",
            Self::IncludesCredentials(_) => "redirect-credentials",
            Self::StreamBody(_) => "redirect-stream-body",
        }
    }

    fn step(&self) -> &'static str {
        match self {
            Self::ModeIsError(_) => "6.2",
            Self::InvalidLocation(_) => "5",
            Self::NotHttp(_) => "6",
            Self::TooMany => "7",
            Self::IncludesCredentials(_) => "9",
            Self::StreamBody(_) => "11",
        }
    }

    /// What was seen, why that matters, what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::ModeIsError(status) => format!(
                "The server answered with the redirect {status}, and the request was made with `redirect: \"error\"`. \
                 Call the final address directly, or follow redirects."
            ),
            Self::InvalidLocation(location) => format!(
                "The server redirects to `{location}`, which is no URL. Correct the `Location` header."
            ),
            Self::NotHttp(location) => format!(
                "The server redirects to `{location}`, but requests follow redirects to http and https only. Correct \
                 the `Location` header."
            ),
            Self::TooMany => {
                "The server redirected more than twenty times, which is where browsers stop. Look for a loop.".to_owned()
            }
            Self::IncludesCredentials(location) => format!(
                "The server redirects to `{location}`, which holds a user name or a password. Requests to other \
                 origins do not follow that. Take it out of the `Location` header."
            ),
            Self::StreamBody(status) => format!(
                "The server answered with the redirect {status}, but the body is a stream, which cannot be sent a \
                 second time. Call the final address directly."
            ),
        }
    }
}
