//! The line that each engine writes to its console for a network error.
//!
//! The texts were seen in Chromium 156 and Firefox ESR 153 and read in the source of WebKit. Script never sees
//! them; whoever searches for one should find the same words here.

use super::cors_check::CorsCheckFailure;
use super::network_error::{NetworkError, PreflightRefusal, RedirectRefusal};
use super::profile::Profile;
use super::request::{Api, Request};
use crate::exchange::{Exchange, Hop, Outcome, Preflight};
use crate::http::{HeaderList, HeaderName, HttpRequest, Status};

/// What the messages name beside the error itself.
#[derive(Clone, Debug)]
pub struct ConsoleContext<'a> {
    /// The interface that script used.
    pub api: Api,
    /// The URL that failed.
    pub url: String,
    /// The URL that script asked for, when a redirect led away from it.
    pub redirected_from: Option<String>,
    /// The origin, as it was sent.
    pub origin: String,
    /// The headers that script set, in their spelling.
    pub headers: &'a HeaderList,
}

impl Exchange {
    /// What this browser writes to its console, if the fetch failed and it writes anything.
    pub fn console_message(&self, request: &Request, profile: Profile) -> Option<String> {
        let Outcome::NetworkError(error) = &self.outcome else {
            return None;
        };
        let last = self.hops.last()?;
        let first = self.hops.first()?;
        let origin = last_request(last)
            .and_then(HttpRequest::origin)
            .map_or_else(|| request.origin.serialize(), |origin| origin.to_latin1());
        let context = ConsoleContext {
            api: request.api,
            url: last.url.to_string(),
            redirected_from: (self.hops.len() > 1).then(|| first.url.to_string()),
            origin,
            headers: &request.headers,
        };
        error.console_message(profile, &context)
    }
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
    let reason = match error {
        NetworkError::CorsCheck { failure, .. } => chromium_cors_check(failure, context.api),
        NetworkError::Preflight(refusal) => chromium_preflight(refusal, context.api)?,
        NetworkError::Redirect(RedirectRefusal::IncludesCredentials(_)) => {
            // The empty quotes are Chromium's.
            "Redirect location '' contains a username and password, which is disallowed for cross-origin requests."
                .to_owned()
        }
        _ => return None,
    };
    let api = match context.api {
        Api::Fetch => "fetch",
        Api::Xhr { .. } => "XMLHttpRequest",
    };
    let redirected = context
        .redirected_from
        .as_ref()
        .map_or_else(String::new, |from| format!("(redirected from '{from}') "));
    Some(format!(
        "Access to {api} at '{}' {redirected}from origin '{}' has been blocked by CORS policy: {reason}",
        context.url, context.origin
    ))
}

fn chromium_preflight(refusal: &PreflightRefusal, api: Api) -> Option<String> {
    const ACCESS_CHECK: &str = "Response to preflight request doesn't pass access control check: ";
    Some(match refusal {
        PreflightRefusal::ConnectionClosed | PreflightRefusal::InvalidResponseHeader { .. } => {
            return None;
        }
        PreflightRefusal::CorsCheck { failure, .. } => {
            format!("{ACCESS_CHECK}{}", chromium_cors_check(failure, api))
        }
        PreflightRefusal::StatusNotOk {
            location: Some(_), ..
        } => {
            format!("{ACCESS_CHECK}Redirect is not allowed for a preflight request.")
        }
        PreflightRefusal::StatusNotOk { .. } => {
            format!("{ACCESS_CHECK}It does not have HTTP ok status.")
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
    const VALID: &str = "Have the server send the header with a valid value.";
    let with_credentials = match api {
        Api::Fetch => "",
        Api::Xhr { .. } => {
            " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials \
             attribute."
        }
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
            "The 'Access-Control-Allow-Origin' header contains multiple values '{sent}', but only one is allowed. {VALID}"
        ),
        CorsCheckFailure::AllowOriginMismatch { sent, .. } if !is_origin_like(sent) => {
            format!(
                "The 'Access-Control-Allow-Origin' header contains the invalid value '{sent}'. {VALID}"
            )
        }
        CorsCheckFailure::AllowOriginMismatch { sent, .. } => format!(
            "The 'Access-Control-Allow-Origin' header has a value '{sent}' that is not equal to the supplied origin. \
             {VALID}"
        ),
        CorsCheckFailure::AllowCredentialsNotTrue { sent } => format!(
            "The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' which must be 'true' when \
             the request's credentials mode is 'include'.{with_credentials}",
            sent.as_deref().unwrap_or_default()
        ),
    }
}

/// Whether Chromium takes a value for a URL, whatever the origin.
fn is_origin_like(value: &str) -> bool {
    value == "null"
        || value.split_once("://").is_some_and(|(scheme, rest)| {
            !rest.is_empty()
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        })
}

fn firefox(error: &NetworkError, context: &ConsoleContext<'_>) -> Option<String> {
    let (reason, status) = match error {
        NetworkError::CorsCheck {
            failure, status, ..
        }
        | NetworkError::Preflight(PreflightRefusal::CorsCheck { failure, status }) => {
            firefox_cors_check(failure, *status)
        }
        NetworkError::Preflight(refusal) => firefox_preflight(refusal)?,
        NetworkError::ConnectionClosed
        | NetworkError::Redirect(RedirectRefusal::IncludesCredentials(_)) => no_success(),
        NetworkError::NotHttp { .. } => ("CORS request not http".to_owned(), None),
        _ => return None,
    };
    let status = status.map_or_else(String::new, |status| format!(" Status code: {status}."));
    Some(format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {}. (Reason: \
         {reason}).{status}",
        context.url
    ))
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
        PreflightRefusal::ConnectionClosed => no_success(),
        PreflightRefusal::StatusNotOk {
            location: Some(_), ..
        } => (
            "CORS request external redirect not allowed".to_owned(),
            None,
        ),
        PreflightRefusal::StatusNotOk { status, .. } => (
            "CORS preflight response did not succeed".to_owned(),
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
            failure, status, ..
        }
        | NetworkError::Preflight(PreflightRefusal::CorsCheck { failure, status }) => {
            webkit_cors_check(failure, *status, context)
        }
        NetworkError::Preflight(refusal) => match refusal {
            PreflightRefusal::ConnectionClosed
            | PreflightRefusal::InvalidResponseHeader { .. }
            | PreflightRefusal::CorsCheck { .. } => return None,
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
        },
        _ => return None,
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
    use crate::http::Method;

    const PAGE: &str = "https://app.example";

    #[track_caller]
    fn check(error: &NetworkError, api: Api, [chromium, firefox, webkit]: [&str; 3]) {
        let headers = HeaderList::new();
        let context = ConsoleContext {
            api,
            url: "https://api.example/x".to_owned(),
            redirected_from: None,
            origin: PAGE.to_owned(),
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
                method: Method::literal("PUT"),
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
            &NetworkError::ConnectionClosed,
            Api::Fetch,
            [
                "",
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/x. (Reason: CORS request did not succeed). Status code: (null).",
                "",
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
