//! The line that each engine writes to its console for a network error.
//!
//! The texts were seen in Chromium 156, Firefox ESR 153 and WebKitGTK 2.50. Script never sees
//! them; whoever searches for one should find the same words here.

use super::cors_check::CorsCheckFailure;
use super::extract_header_list_values::extract_header_names;
use super::network_error::{NetworkError, PreflightRefusal, RedirectRefusal};
use super::profile::Profile;
use super::request::{Api, Request};
use crate::{Exchange, Hop, Leg, Outcome, Preflight};
use cors_http::Platform;
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, NoResponse, Status};

/// What the messages name beside the error itself.
#[derive(Clone, Debug)]
pub struct ConsoleContext<'a> {
    /// The interface that script used.
    pub api: Api,
    /// The URL that failed.
    pub url: String,
    /// The URL that script asked for, when a redirect led away from it.
    pub redirected_from: Option<String>,
    /// The origin of the page.
    pub page: String,
    /// The origin as it was sent, which a redirect may have turned into `null`.
    pub origin: String,
    /// Where the last answer redirects to, if it does.
    pub location: Option<String>,
    /// Whether the preflight was answered with a redirect.
    pub preflight_redirected: bool,
    /// The headers that script set, in their spelling.
    pub headers: &'a HeaderList,
}

impl Exchange {
    /// What this browser writes to its console about CORS, one line after the other.
    pub fn console_message(&self, request: &Request, profile: Profile) -> Option<String> {
        let last = self.hops.last()?;
        let first = self.hops.first()?;
        let url = last.url.to_string();
        let Outcome::NetworkError(error) = &self.outcome else {
            let warned = profile == Profile::Firefox && self.hops.iter().any(passed_under_wildcard);
            return warned.then(|| firefox_warning(&url));
        };
        let origin = last_request(last)
            .and_then(HttpRequest::origin)
            .map_or_else(|| request.origin.serialize(), |origin| origin.to_latin1());
        let context = ConsoleContext {
            api: request.api,
            url,
            redirected_from: (self.hops.len() > 1).then(|| first.url.to_string()),
            page: request.origin.serialize(),
            origin,
            location: last
                .actual
                .as_ref()
                .and_then(|leg| leg.answer.as_ref().ok())
                .and_then(|answer| location(answer, &last.url)),
            preflight_redirected: matches!(
                &last.preflight,
                Preflight::Sent { leg: Leg { answer: Ok(answer), .. }, .. } if location(answer, &last.url).is_some()
            ),
            headers: &request.headers,
        };
        error.console_message(profile, &context)
    }
}

/// Where an answer redirects to.
fn location(answer: &HttpResponse, base: &Url) -> Option<String> {
    let location = answer
        .headers
        .get("Location")
        .filter(|_| answer.status.is_redirect())?
        .to_latin1();
    let url = Url::parse(&location, Some(base), &Platform::BARE);
    Some(url.map_or(location, |url| url.to_string()))
}

/// Whether `Authorization` passed only because the engine lets `*` cover it.
fn passed_under_wildcard(hop: &Hop) -> bool {
    let Preflight::Sent {
        needed_for,
        leg: Leg {
            answer: Ok(answer), ..
        },
        ..
    } = &hop.preflight
    else {
        return false;
    };
    let listed = extract_header_names(&answer.headers, "Access-Control-Allow-Headers");
    let is_authorization = HeaderName::is_cors_non_wildcard_request_header_name;
    needed_for.headers.iter().any(is_authorization)
        && !listed
            .ok()
            .flatten()
            .unwrap_or_default()
            .iter()
            .any(is_authorization)
}

fn firefox_warning(url: &str) -> String {
    format!(
        "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {url} soon. \
         (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include \
         the `Authorization` header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`)."
    )
}

fn last_request(hop: &Hop) -> Option<&HttpRequest> {
    match (&hop.actual, &hop.preflight) {
        (Some(leg), _) | (None, Preflight::Sent { leg, .. }) => Some(&leg.request),
        (None, Preflight::NotNeeded | Preflight::Cached { .. }) => None,
    }
}

impl NetworkError {
    /// What this browser writes to its console. `None` where it writes nothing about CORS, or where its words are
    /// not known; and the standard has no console.
    pub fn console_message(
        &self,
        profile: Profile,
        context: &ConsoleContext<'_>,
    ) -> Option<String> {
        match profile {
            Profile::Standard => None,
            Profile::Chromium => chromium(self, context),
            Profile::Firefox => firefox(self, context),
            Profile::Webkit => webkit(self, context),
        }
    }
}

fn chromium(error: &NetworkError, context: &ConsoleContext<'_>) -> Option<String> {
    let mut url = context.url.as_str();
    let mut redirected_from = context.redirected_from.as_deref();
    let reason = match error {
        // Not about CORS, and Chromium does not say that it is.
        NetworkError::NoResponse(NoResponse::Refused)
        | NetworkError::Preflight(PreflightRefusal::NoResponse(NoResponse::Refused)) => {
            return Some("Failed to load resource: net::ERR_CONNECTION_REFUSED".to_owned());
        }
        NetworkError::CorsCheck { failure, .. } => chromium_cors_check(failure, context.api),
        // Chromium looks for a redirect before anything else.
        NetworkError::Preflight(_) if context.preflight_redirected => {
            format!("{CHROMIUM_ACCESS_CHECK}Redirect is not allowed for a preflight request.")
        }
        NetworkError::Preflight(refusal) => chromium_preflight(refusal, context.api)?,
        NetworkError::Redirect(RedirectRefusal::IncludesCredentials(_)) => {
            // The empty quotes are Chromium's.
            "Redirect location '' contains a username and password, which is disallowed for cross-origin requests."
                .to_owned()
        }
        NetworkError::Redirect(RedirectRefusal::NotHttp(location)) => {
            redirected_from = redirected_from.or(Some(url));
            url = location;
            CHROMIUM_SCHEMES.to_owned()
        }
        NetworkError::NotHttp { .. } => CHROMIUM_SCHEMES.to_owned(),
        _ => return None,
    };
    let api = match context.api {
        Api::Fetch => "fetch",
        Api::Xhr { .. } => "XMLHttpRequest",
    };
    let redirected =
        redirected_from.map_or_else(String::new, |from| format!("(redirected from '{from}') "));
    Some(format!(
        "Access to {api} at '{url}' {redirected}from origin '{}' has been blocked by CORS policy: {reason}",
        context.page
    ))
}

const CHROMIUM_ACCESS_CHECK: &str =
    "Response to preflight request doesn't pass access control check: ";
const CHROMIUM_SCHEMES: &str = "Cross origin requests are only supported for protocol schemes: chrome, \
    chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.";

fn chromium_preflight(refusal: &PreflightRefusal, api: Api) -> Option<String> {
    Some(match refusal {
        PreflightRefusal::NoResponse(_) | PreflightRefusal::InvalidResponseHeader { .. } => {
            return None;
        }
        PreflightRefusal::CorsCheck { failure, .. } => {
            format!(
                "{CHROMIUM_ACCESS_CHECK}{}",
                chromium_cors_check(failure, api)
            )
        }
        PreflightRefusal::StatusNotOk { .. } => {
            format!("{CHROMIUM_ACCESS_CHECK}It does not have HTTP ok status.")
        }
        PreflightRefusal::MalformedHeader { name, .. } => {
            format!("Cannot parse {name} response header field in preflight response.")
        }
        PreflightRefusal::MethodNotAllowed { method, .. } => {
            format!(
                "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
            )
        }
        PreflightRefusal::AuthorizationNotCoveredByWildcard { .. } => {
            chromium_header("authorization")
        }
        PreflightRefusal::HeaderNotAllowed { name, .. } => chromium_header(name.as_str()),
    })
}

fn chromium_header(name: &str) -> String {
    format!(
        "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response."
    )
}

fn chromium_cors_check(failure: &CorsCheckFailure, api: Api) -> String {
    let (valid, with_credentials) = match api {
        Api::Fetch => (" Have the server send the header with a valid value.", ""),
        Api::Xhr { .. } => (
            "",
            " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials \
             attribute.",
        ),
    };
    match failure {
        CorsCheckFailure::AllowOriginMissing { .. } => {
            "No 'Access-Control-Allow-Origin' header is present on the requested resource."
                .to_owned()
        }
        CorsCheckFailure::WildcardWithCredentials { .. } => format!(
            "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the \
             request's credentials mode is 'include'.{with_credentials}"
        ),
        CorsCheckFailure::AllowOriginMismatch { sent, .. } if sent.contains([' ', ',']) => format!(
            "The 'Access-Control-Allow-Origin' header contains multiple values '{sent}', but only one is allowed.{valid}"
        ),
        CorsCheckFailure::AllowOriginMismatch { sent, .. } if !is_url_like(sent) => {
            format!(
                "The 'Access-Control-Allow-Origin' header contains the invalid value '{sent}'.{valid}"
            )
        }
        CorsCheckFailure::AllowOriginMismatch { sent, .. } => format!(
            "The 'Access-Control-Allow-Origin' header has a value '{sent}' that is not equal to the supplied origin.{valid}"
        ),
        CorsCheckFailure::AllowCredentialsNotTrue { sent } => format!(
            "The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' which must be 'true' when \
             the request's credentials mode is 'include'.{with_credentials}",
            sent.as_deref().unwrap_or_default()
        ),
    }
}

/// Whether Chromium takes a value for a URL, whatever the origin.
fn is_url_like(value: &str) -> bool {
    value == "null" || Url::parse(value, None, &Platform::BARE).is_ok() || has_wildcard_host(value)
}

/// A host with a wildcard is one to Chromium.
fn has_wildcard_host(value: &str) -> bool {
    value.starts_with("http://*") || value.starts_with("https://*")
}

fn firefox(error: &NetworkError, context: &ConsoleContext<'_>) -> Option<String> {
    let mut url = context.url.clone();
    let (reason, status) = match error {
        NetworkError::CorsCheck {
            failure, status, ..
        }
        | NetworkError::Preflight(PreflightRefusal::CorsCheck { failure, status }) => {
            if matches!(failure, CorsCheckFailure::WildcardWithCredentials { .. }) {
                // This one message has quotes around the URL.
                url = format!("‘{url}’");
            }
            firefox_cors_check(failure, *status)
        }
        NetworkError::Preflight(PreflightRefusal::StatusNotOk {
            status,
            location: Some(_),
        }) => {
            let second = firefox_line(&url, FIREFOX_PREFLIGHT_STATUS, Some(&status.to_string()));
            let first = firefox_line(&url, "CORS request external redirect not allowed", None);
            return Some(format!("{first}\n{second}"));
        }
        NetworkError::Preflight(refusal) => firefox_preflight(refusal)?,
        NetworkError::NoResponse(_)
        | NetworkError::Redirect(
            RedirectRefusal::IncludesCredentials(_) | RedirectRefusal::InvalidLocation(_),
        ) => no_success(),
        NetworkError::Redirect(RedirectRefusal::NotHttp(location)) => {
            url.clone_from(location);
            ("CORS request not http".to_owned(), None)
        }
        NetworkError::NotHttp { .. } => ("CORS request not http".to_owned(), None),
        _ => return None,
    };
    Some(firefox_line(&url, &reason, status.as_deref()))
}

const FIREFOX_PREFLIGHT_STATUS: &str = "CORS preflight response did not succeed";

fn firefox_line(url: &str, reason: &str, status: Option<&str>) -> String {
    let status = status.map_or_else(String::new, |status| format!(" Status code: {status}."));
    format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: \
         {reason}).{status}"
    )
}

fn no_success() -> (String, Option<String>) {
    (
        "CORS request did not succeed".to_owned(),
        Some("(null)".to_owned()),
    )
}

fn firefox_preflight(refusal: &PreflightRefusal) -> Option<(String, Option<String>)> {
    Some(match refusal {
        PreflightRefusal::CorsCheck { failure, status } => firefox_cors_check(failure, *status),
        PreflightRefusal::InvalidResponseHeader { .. } => return None,
        PreflightRefusal::NoResponse(_) => no_success(),
        PreflightRefusal::StatusNotOk { status, .. } => (
            FIREFOX_PREFLIGHT_STATUS.to_owned(),
            Some(status.to_string()),
        ),
        PreflightRefusal::MalformedHeader { name, piece, .. } => (
            format!("invalid token ‘{piece}’ in CORS header ‘{name}’"),
            None,
        ),
        PreflightRefusal::MethodNotAllowed { .. } => (
            "Did not find method in CORS header ‘Access-Control-Allow-Methods’".to_owned(),
            None,
        ),
        PreflightRefusal::AuthorizationNotCoveredByWildcard { .. } => {
            (firefox_header("authorization"), None)
        }
        PreflightRefusal::HeaderNotAllowed { name, .. } => (firefox_header(name.as_str()), None),
    })
}

fn firefox_header(name: &str) -> String {
    format!(
        "header ‘{name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response"
    )
}

fn firefox_cors_check(failure: &CorsCheckFailure, status: Status) -> (String, Option<String>) {
    match failure {
        CorsCheckFailure::AllowOriginMissing { .. } => (
            "CORS header ‘Access-Control-Allow-Origin’ missing".to_owned(),
            Some(status.to_string()),
        ),
        CorsCheckFailure::WildcardWithCredentials { .. } => (
            "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’"
                .to_owned(),
            None,
        ),
        CorsCheckFailure::AllowOriginMismatch { lines: 2.., .. } => (
            "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed".to_owned(),
            None,
        ),
        CorsCheckFailure::AllowOriginMismatch { sent, .. } => (
            format!("CORS header ‘Access-Control-Allow-Origin’ does not match ‘{sent}’"),
            None,
        ),
        CorsCheckFailure::AllowCredentialsNotTrue { .. } => (
            "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’".to_owned(),
            None,
        ),
    }
}

fn webkit(error: &NetworkError, context: &ConsoleContext<'_>) -> Option<String> {
    Some(match error {
        NetworkError::CorsCheck {
            failure,
            status,
            redirect: true,
        } => webkit_redirect(
            context.location.as_deref().unwrap_or_default(),
            &webkit_cors_check(failure, *status, context),
        ),
        NetworkError::CorsCheck {
            failure, status, ..
        } => webkit_cors_check(failure, *status, context),
        NetworkError::Preflight(refusal) => webkit_preflight(refusal, context)?,
        NetworkError::Redirect(refusal) => match refusal {
            RedirectRefusal::IncludesCredentials(location) => webkit_redirect(
                &without_userinfo(location),
                &format!("redirection URL {location} has credentials"),
            ),
            RedirectRefusal::NotHttp(location) if location.starts_with("ftp:") => {
                "FTP URLs are disabled".to_owned()
            }
            RedirectRefusal::NotHttp(location) | RedirectRefusal::InvalidLocation(location) => {
                webkit_redirect(
                    location,
                    "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
                )
            }
            RedirectRefusal::ModeIsError(_) => {
                format!(
                    "Not allowed to follow a redirection while loading {}",
                    context.url
                )
            }
            RedirectRefusal::TooMany | RedirectRefusal::StreamBody(_) => return None,
        },
        _ => return None,
    })
}

fn webkit_redirect(location: &str, reason: &str) -> String {
    format!(
        "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: {reason}"
    )
}

/// The host of a URL, without its port.
fn host(url: &str) -> String {
    let url = Url::parse(url, None, &Platform::BARE).ok();
    let host = url.as_ref().and_then(Url::host);
    host.map_or_else(String::new, ToString::to_string)
}

fn without_userinfo(url: &str) -> String {
    let split = url.split_once("://").and_then(|(scheme, rest)| {
        let (_, host) = rest.split_once('@')?;
        Some(format!("{scheme}://{host}"))
    });
    split.unwrap_or_else(|| url.to_owned())
}

fn webkit_preflight(refusal: &PreflightRefusal, context: &ConsoleContext<'_>) -> Option<String> {
    Some(match refusal {
        PreflightRefusal::InvalidResponseHeader { .. }
        | PreflightRefusal::NoResponse(NoResponse::NotDocumented(_)) => return None,
        PreflightRefusal::NoResponse(NoResponse::Closed) => {
            "Connection terminated unexpectedly".to_owned()
        }
        PreflightRefusal::NoResponse(NoResponse::Refused) => {
            format!(
                "Could not connect to {}: Connection refused",
                host(&context.url)
            )
        }
        PreflightRefusal::CorsCheck { failure, status } => {
            webkit_cors_check(failure, *status, context)
        }
        PreflightRefusal::StatusNotOk { status, .. } => {
            format!("Preflight response is not successful. Status code: {status}")
        }
        PreflightRefusal::MalformedHeader { name, value, .. } => {
            format!("Header {name} has an invalid value: {value}")
        }
        PreflightRefusal::MethodNotAllowed { method, .. } => {
            format!("Method {method} is not allowed by Access-Control-Allow-Methods.")
        }
        PreflightRefusal::AuthorizationNotCoveredByWildcard { .. } => {
            webkit_header(&HeaderName::literal("Authorization"), context)
        }
        PreflightRefusal::HeaderNotAllowed { name, .. } => webkit_header(name, context),
    })
}

fn webkit_header(name: &HeaderName, context: &ConsoleContext<'_>) -> String {
    let spelled = context.headers.iter().find(|header| header.name == *name);
    let name = match (name.to_lowercase().as_str(), spelled) {
        // WebKit writes the names that it knows in its own spelling.
        ("content-type", _) => "Content-Type",
        ("authorization", _) => "Authorization",
        ("x-requested-with", _) => "X-Requested-With",
        (_, Some(header)) => header.name.as_str(),
        (_, None) => name.as_str(),
    };
    format!("Request header field {name} is not allowed by Access-Control-Allow-Headers.")
}

fn webkit_cors_check(
    failure: &CorsCheckFailure,
    status: Status,
    context: &ConsoleContext<'_>,
) -> String {
    match failure {
        CorsCheckFailure::WildcardWithCredentials { .. } => {
            "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
                .to_owned()
        }
        CorsCheckFailure::AllowOriginMismatch { sent, .. } if sent.contains(',') => {
            "Access-Control-Allow-Origin cannot contain more than one origin.".to_owned()
        }
        CorsCheckFailure::AllowOriginMissing { .. }
        | CorsCheckFailure::AllowOriginMismatch { .. } => format!(
            "Origin {} is not allowed by Access-Control-Allow-Origin. Status code: {status}",
            context.origin
        ),
        CorsCheckFailure::AllowCredentialsNotTrue { .. } => {
            "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\"."
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::Method;

    const PAGE: &str = "https://app.example";

    #[track_caller]
    fn check(error: &NetworkError, api: Api, [chromium, firefox, webkit]: [&str; 3]) {
        let headers = HeaderList::new();
        let context = ConsoleContext {
            api,
            url: "https://api.example/x".to_owned(),
            redirected_from: None,
            page: PAGE.to_owned(),
            origin: PAGE.to_owned(),
            location: None,
            preflight_redirected: false,
            headers: &headers,
        };
        let message = |profile| error.console_message(profile, &context).unwrap_or_default();
        assert_eq!(message(Profile::Standard), "");
        assert_eq!(message(Profile::Chromium), chromium);
        assert_eq!(message(Profile::Firefox), firefox);
        assert_eq!(message(Profile::Webkit), webkit);
    }

    fn response(failure: CorsCheckFailure) -> NetworkError {
        NetworkError::CorsCheck {
            failure,
            status: Status::OK,
            redirect: false,
        }
    }

    #[test]
    fn a_missing_header_is_told_in_the_words_of_each_engine() {
        let missing = CorsCheckFailure::AllowOriginMissing {
            expected: PAGE.to_owned(),
        };
        check(
            &response(missing.clone()),
            Api::Fetch,
            [
                "Access to fetch at 'https://api.example/x' from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
                "Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: 200",
            ],
        );
        check(
            &NetworkError::Preflight(PreflightRefusal::CorsCheck {
                failure: missing,
                status: Status::METHOD_NOT_ALLOWED,
            }),
            Api::Xhr {
                upload_listeners: false,
            },
            [
                "Access to XMLHttpRequest at 'https://api.example/x' from origin 'https://app.example' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 405.",
                "Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: 405",
            ],
        );
    }

    #[test]
    fn a_refused_method_is_told_in_the_words_of_each_engine() {
        check(
            &NetworkError::Preflight(PreflightRefusal::MethodNotAllowed {
                method: Method::parse("PUT").unwrap(),
                listed: None,
                wildcard_with_credentials: false,
            }),
            Api::Fetch,
            [
                "Access to fetch at 'https://api.example/x' from origin 'https://app.example' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
                "Method PUT is not allowed by Access-Control-Allow-Methods.",
            ],
        );
    }

    #[test]
    fn a_closed_connection_is_told_by_firefox_only() {
        check(
            &NetworkError::NoResponse(NoResponse::Closed),
            Api::Fetch,
            [
                "",
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS request did not succeed). Status code: (null).",
                "",
            ],
        );
    }

    #[test]
    fn a_refused_connection_is_no_matter_of_cors_except_in_firefox() {
        let firefox = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS request did not succeed). Status code: (null).";
        check(
            &NetworkError::NoResponse(NoResponse::Refused),
            Api::Fetch,
            [
                "Failed to load resource: net::ERR_CONNECTION_REFUSED",
                firefox,
                "",
            ],
        );
        check(
            &NetworkError::Preflight(PreflightRefusal::NoResponse(NoResponse::Refused)),
            Api::Fetch,
            [
                "Failed to load resource: net::ERR_CONNECTION_REFUSED",
                firefox,
                "Could not connect to api.example: Connection refused",
            ],
        );
    }

    #[test]
    fn chromium_tells_three_kinds_of_mismatch_apart() {
        let kind = |sent: &str| {
            let failure = CorsCheckFailure::AllowOriginMismatch {
                sent: sent.to_owned(),
                lines: 1,
                expected: PAGE.to_owned(),
            };
            chromium_cors_check(&failure, Api::Fetch)
        };
        assert!(
            kind("https://app.example/")
                .contains("has a value 'https://app.example/' that is not equal")
        );
        assert!(kind("null").contains("that is not equal"));
        assert!(kind("localhost").contains("contains the invalid value 'localhost'"));
        assert!(kind("a, b").contains("contains multiple values 'a, b'"));
    }
}
