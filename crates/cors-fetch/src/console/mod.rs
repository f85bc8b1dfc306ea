//! The line that each engine writes to its console for a network error.
//!
//! The texts are from Chromium 156, Firefox ESR 153 and WebKitGTK 2.50. JavaScript never gets them, but they are what people
//! search for. The same table recognizes a pasted line.

mod lines;
mod template;

pub use lines::{ConsoleLine, ConsoleReading, LINES as CONSOLE_LINES, read_console_line};
pub use template::Fields;

use crate::extract_header_list_values::extract_header_names;
use crate::network_error::{Cause, NetworkError, NetworkFailure, Stage};
use crate::profile::Profile;
use crate::request::{Api, Request};
use crate::{Exchange, Hop, Leg, Outcome, Preflight};
use cors_http::Platform;
use cors_http::Url;
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse};

/// What the lines mention in addition to the error itself.
#[derive(Clone, Debug)]
pub struct ConsoleContext<'a> {
    /// The interface that JavaScript used.
    pub api: Api,
    /// The URL that failed.
    pub url: String,
    /// The URL that JavaScript requested, if a redirect led away from it.
    pub redirected_from: Option<String>,
    /// The origin of the page.
    pub page: String,
    /// The origin as sent, which can be `null` after a redirect.
    pub origin: String,
    /// Where the last response redirects to, if it is a redirect.
    pub location: Option<String>,
    /// Whether the preflight response was a redirect.
    pub preflight_redirected: bool,
    /// The headers that JavaScript set, as it spelled them.
    pub headers: &'a HeaderList,
}

impl Exchange {
    /// What this browser writes to its console about CORS, line by line.
    pub fn console_message(&self, request: &Request, profile: Profile) -> Option<String> {
        let last = self.hops.last()?;
        let first = self.hops.first()?;
        let url = last.url.to_string();
        let error = match &self.outcome {
            Outcome::NetworkError(error) => error,
            Outcome::Allowed(_) => {
                let warned =
                    profile == Profile::Firefox && self.hops.iter().any(passed_under_wildcard);
                return warned.then(|| lines::FIREFOX_AUTHORIZATION.fill(&vec![("url", url)]));
            }
            Outcome::NotDocumented(_) => return None,
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
                .and_then(|leg| leg.response.as_ref().ok())
                .and_then(|response| location(response, &last.url)),
            preflight_redirected: matches!(
                &last.preflight,
                Preflight::Sent { leg: Leg { response: Ok(response), .. }, .. }
                    if location(response, &last.url).is_some()
            ),
            headers: &request.headers,
        };
        error.console_message(profile, &context)
    }
}

/// Where a response redirects to.
fn location(response: &HttpResponse, base: &Url) -> Option<String> {
    let location = response
        .headers
        .get("Location")
        .filter(|_| response.status.is_redirect())?
        .to_latin1();
    let url = Url::parse(&location, Some(base), &Platform::BARE);
    Some(url.map_or(location, |url| url.to_string()))
}

/// Whether `Authorization` is allowed only because the engine lets `*` cover it.
fn passed_under_wildcard(hop: &Hop) -> bool {
    let Preflight::Sent {
        needed_for,
        leg: Leg {
            response: Ok(response),
            ..
        },
        ..
    } = &hop.preflight
    else {
        return false;
    };
    let listed = extract_header_names(&response.headers, "Access-Control-Allow-Headers");
    let is_authorization = HeaderName::is_cors_non_wildcard_request_header_name;
    needed_for.headers.iter().any(is_authorization)
        && !listed
            .ok()
            .flatten()
            .unwrap_or_default()
            .iter()
            .any(is_authorization)
}

fn last_request(hop: &Hop) -> Option<&HttpRequest> {
    match (&hop.actual, &hop.preflight) {
        (Some(leg), _) | (None, Preflight::Sent { leg, .. }) => Some(&leg.request),
        (None, Preflight::NotNeeded | Preflight::Cached { .. }) => None,
    }
}

impl NetworkError {
    /// What this browser writes to its console. `None` if it writes nothing about CORS, if its text isn't
    /// known, and for the standard, which has no console.
    pub fn console_message(
        &self,
        profile: Profile,
        context: &ConsoleContext<'_>,
    ) -> Option<String> {
        let mut fields = fields(self, context);
        let written: Vec<String> = match profile {
            Profile::Standard => return None,
            Profile::Chromium => vec![chromium(self, context, &mut fields)?.fill(&fields)],
            Profile::Firefox => firefox(self, &mut fields)
                .into_iter()
                .map(|(line, status)| {
                    let mut fields = fields.clone();
                    fields.extend(status.map(|status| ("status", status)));
                    line.fill(&fields)
                })
                .collect(),
            Profile::Webkit => vec![webkit(self, context, &mut fields)?.fill(&fields)],
        };
        (!written.is_empty()).then(|| written.join("\n"))
    }
}

/// The values of an error for the fields of a line.
fn fields(error: &NetworkError, context: &ConsoleContext<'_>) -> Fields {
    let mut fields: Fields = vec![
        (
            "api",
            match context.api {
                Api::Fetch => "fetch",
                Api::Xhr { .. } => "XMLHttpRequest",
            }
            .to_owned(),
        ),
        (
            match context.api {
                Api::Fetch => "fetch",
                Api::Xhr { .. } => "xhr",
            },
            String::new(),
        ),
        ("url", context.url.clone()),
        ("page", context.page.clone()),
        ("origin", context.origin.clone()),
    ];
    fields.extend(context.redirected_from.clone().map(|from| ("from", from)));
    let row = error.row();
    fields.push(("actual", row.actual.unwrap_or_default()));
    match &error.cause {
        Cause::MethodNotAllowed { method, .. }
        | Cause::MethodWildcardWithCredentials { method, .. } => {
            fields.push(("method", method.to_string()));
        }
        Cause::HeaderNotAllowed { name, .. }
        | Cause::HeaderWildcardWithCredentials { name, .. } => {
            fields.push(("name", name.to_string()));
        }
        Cause::WildcardDoesNotCoverAuthorization { .. } => {
            fields.push(("name", "authorization".to_owned()));
        }
        Cause::MethodsUnparsable(malformed) | Cause::HeadersUnparsable(malformed) => {
            fields.push(("piece", malformed.piece.clone()));
        }
        Cause::ForbiddenMethod(_)
        | Cause::UrlIncludesCredentials
        | Cause::NoCorsMethod(_)
        | Cause::NoCorsRedirectMode
        | Cause::NoCorsStreamBody
        | Cause::BodyNotAllowed(_)
        | Cause::OnlyIfCachedMode
        | Cause::NotInHttpCache
        | Cause::HeaderNotSendable(_)
        | Cause::BadPort(_)
        | Cause::MixedContent { .. }
        | Cause::ModeSameOrigin { .. }
        | Cause::SchemeNotSupported { .. }
        | Cause::AllowOriginMissing { .. }
        | Cause::WildcardWithCredentials { .. }
        | Cause::AllowOriginMismatch { .. }
        | Cause::AllowOriginInvalid { .. }
        | Cause::AllowOriginMultiple { .. }
        | Cause::CredentialsNotTrue { .. }
        | Cause::PreflightStatus
        | Cause::PreflightRedirect { .. }
        | Cause::RedirectMode
        | Cause::InvalidLocation(_)
        | Cause::RedirectScheme(_)
        | Cause::TooManyRedirects
        | Cause::RedirectWithCredentials(_)
        | Cause::RedirectStreamBody
        | Cause::ResourcePolicy(_)
        | Cause::InvalidResponseHeader { .. }
        | Cause::Network(_) => {}
    }
    fields
}

fn set(fields: &mut Fields, name: &'static str, value: String) {
    fields.retain(|(known, _)| *known != name);
    fields.push((name, value));
}

fn chromium(
    error: &NetworkError,
    context: &ConsoleContext<'_>,
    fields: &mut Fields,
) -> Option<&'static ConsoleLine> {
    let is_preflight = error.stage == Stage::Preflight;
    let one_of = |actual: &'static ConsoleLine, preflight: &'static ConsoleLine| {
        Some(if is_preflight { preflight } else { actual })
    };
    if error.cause == Cause::Network(NetworkFailure::Refused) {
        // Not about CORS, and Chromium's text doesn't mention it either.
        return Some(&lines::CHROMIUM_REFUSED);
    }
    // Chromium checks for a redirect before anything else.
    if is_preflight && context.preflight_redirected {
        return Some(&lines::CHROMIUM_PREFLIGHT_REDIRECT);
    }
    match &error.cause {
        Cause::AllowOriginMissing { .. } => {
            one_of(&lines::CHROMIUM_MISSING, &lines::CHROMIUM_PREFLIGHT_MISSING)
        }
        Cause::WildcardWithCredentials { .. } => one_of(
            &lines::CHROMIUM_WILDCARD,
            &lines::CHROMIUM_PREFLIGHT_WILDCARD,
        ),
        // Chromium has its own rules for what is a list and what is an origin.
        Cause::AllowOriginMismatch { actual, .. }
        | Cause::AllowOriginInvalid { actual, .. }
        | Cause::AllowOriginMultiple { actual, .. } => {
            if actual.contains([' ', ',']) {
                one_of(
                    &lines::CHROMIUM_MULTIPLE,
                    &lines::CHROMIUM_PREFLIGHT_MULTIPLE,
                )
            } else if is_url_like(actual) {
                one_of(
                    &lines::CHROMIUM_MISMATCH,
                    &lines::CHROMIUM_PREFLIGHT_MISMATCH,
                )
            } else {
                one_of(&lines::CHROMIUM_INVALID, &lines::CHROMIUM_PREFLIGHT_INVALID)
            }
        }
        Cause::CredentialsNotTrue { .. } => one_of(
            &lines::CHROMIUM_CREDENTIALS,
            &lines::CHROMIUM_PREFLIGHT_CREDENTIALS,
        ),
        Cause::PreflightStatus | Cause::PreflightRedirect { .. } => {
            Some(&lines::CHROMIUM_PREFLIGHT_STATUS)
        }
        Cause::MethodsUnparsable(_) => Some(&lines::CHROMIUM_METHODS_UNPARSABLE),
        Cause::HeadersUnparsable(_) => Some(&lines::CHROMIUM_HEADERS_UNPARSABLE),
        Cause::MethodNotAllowed { .. } | Cause::MethodWildcardWithCredentials { .. } => {
            Some(&lines::CHROMIUM_METHOD)
        }
        Cause::HeaderNotAllowed { .. }
        | Cause::HeaderWildcardWithCredentials { .. }
        | Cause::WildcardDoesNotCoverAuthorization { .. } => Some(&lines::CHROMIUM_HEADER),
        Cause::RedirectWithCredentials(_) => Some(&lines::CHROMIUM_REDIRECT_CREDENTIALS),
        Cause::RedirectScheme(location) => {
            let from = context.redirected_from.as_ref().unwrap_or(&context.url);
            set(fields, "from", from.clone());
            set(fields, "url", location.clone());
            Some(&lines::CHROMIUM_SCHEMES)
        }
        Cause::SchemeNotSupported { .. } => Some(&lines::CHROMIUM_SCHEMES),
        Cause::ForbiddenMethod(_)
        | Cause::UrlIncludesCredentials
        | Cause::NoCorsMethod(_)
        | Cause::NoCorsRedirectMode
        | Cause::NoCorsStreamBody
        | Cause::BodyNotAllowed(_)
        | Cause::OnlyIfCachedMode
        | Cause::NotInHttpCache
        | Cause::HeaderNotSendable(_)
        | Cause::BadPort(_)
        | Cause::MixedContent { .. }
        | Cause::ModeSameOrigin { .. }
        | Cause::RedirectMode
        | Cause::InvalidLocation(_)
        | Cause::TooManyRedirects
        | Cause::RedirectStreamBody
        | Cause::ResourcePolicy(_)
        | Cause::InvalidResponseHeader { .. }
        | Cause::Network(NetworkFailure::Closed | NetworkFailure::Refused) => None,
    }
}

/// Whether Chromium accepts a value as a URL, with any origin.
fn is_url_like(value: &str) -> bool {
    value == "null" || Url::parse(value, None, &Platform::BARE).is_ok() || has_wildcard_host(value)
}

/// Chromium accepts a host with a wildcard.
fn has_wildcard_host(value: &str) -> bool {
    value.starts_with("http://*") || value.starts_with("https://*")
}

/// Firefox's lines, each with the status in it.
fn firefox(
    error: &NetworkError,
    fields: &mut Fields,
) -> Vec<(&'static ConsoleLine, Option<String>)> {
    let status = || error.status.map(|status| status.to_string());
    let line = match &error.cause {
        Cause::AllowOriginMissing { .. } => return vec![(&lines::FIREFOX_MISSING, status())],
        Cause::WildcardWithCredentials { .. } => {
            // Only this line has quotes around the URL.
            let url = fields.iter().find(|(name, _)| *name == "url");
            let url = url.map(|(_, url)| format!("‘{url}’")).unwrap_or_default();
            set(fields, "url", url);
            &lines::FIREFOX_WILDCARD
        }
        Cause::AllowOriginMultiple { headers: 2.., .. } => &lines::FIREFOX_MULTIPLE,
        Cause::AllowOriginMultiple { .. }
        | Cause::AllowOriginMismatch { .. }
        | Cause::AllowOriginInvalid { .. } => &lines::FIREFOX_MISMATCH,
        Cause::CredentialsNotTrue { .. } => &lines::FIREFOX_CREDENTIALS,
        Cause::PreflightStatus => return vec![(&lines::FIREFOX_PREFLIGHT_STATUS, status())],
        Cause::PreflightRedirect { .. } => {
            return vec![
                (&lines::FIREFOX_EXTERNAL_REDIRECT, None),
                (&lines::FIREFOX_PREFLIGHT_STATUS, status()),
            ];
        }
        Cause::MethodsUnparsable(_) => &lines::FIREFOX_METHODS_UNPARSABLE,
        Cause::HeadersUnparsable(_) => &lines::FIREFOX_HEADERS_UNPARSABLE,
        Cause::MethodNotAllowed { .. } | Cause::MethodWildcardWithCredentials { .. } => {
            &lines::FIREFOX_METHOD
        }
        Cause::HeaderNotAllowed { .. }
        | Cause::HeaderWildcardWithCredentials { .. }
        | Cause::WildcardDoesNotCoverAuthorization { .. } => &lines::FIREFOX_HEADER,
        Cause::Network(NetworkFailure::Closed | NetworkFailure::Refused)
        | Cause::RedirectWithCredentials(_)
        | Cause::InvalidLocation(_) => {
            return vec![(&lines::FIREFOX_NETWORK, Some("(null)".to_owned()))];
        }
        Cause::RedirectScheme(location) => {
            set(fields, "url", location.clone());
            &lines::FIREFOX_NOT_HTTP
        }
        Cause::SchemeNotSupported { .. } => &lines::FIREFOX_NOT_HTTP,
        Cause::ForbiddenMethod(_)
        | Cause::UrlIncludesCredentials
        | Cause::NoCorsMethod(_)
        | Cause::NoCorsRedirectMode
        | Cause::NoCorsStreamBody
        | Cause::BodyNotAllowed(_)
        | Cause::OnlyIfCachedMode
        | Cause::NotInHttpCache
        | Cause::HeaderNotSendable(_)
        | Cause::BadPort(_)
        | Cause::MixedContent { .. }
        | Cause::ModeSameOrigin { .. }
        | Cause::RedirectMode
        | Cause::TooManyRedirects
        | Cause::RedirectStreamBody
        | Cause::ResourcePolicy(_)
        | Cause::InvalidResponseHeader { .. } => return Vec::new(),
    };
    vec![(line, None)]
}

fn webkit(
    error: &NetworkError,
    context: &ConsoleContext<'_>,
    fields: &mut Fields,
) -> Option<&'static ConsoleLine> {
    let is_preflight = error.stage == Stage::Preflight;
    let redirect = context.location.as_ref().filter(|_| !is_preflight);
    if let Some(location) = redirect {
        set(fields, "location", location.clone());
    }
    if let Some(status) = error.status {
        set(fields, "status", status.to_string());
    }
    let one_of = |response: &'static ConsoleLine, redirected: &'static ConsoleLine| {
        Some(if redirect.is_some() {
            redirected
        } else {
            response
        })
    };
    match &error.cause {
        Cause::WildcardWithCredentials { .. } => {
            one_of(&lines::WEBKIT_WILDCARD, &lines::WEBKIT_REDIRECT_WILDCARD)
        }
        Cause::AllowOriginMismatch { actual, .. }
        | Cause::AllowOriginInvalid { actual, .. }
        | Cause::AllowOriginMultiple { actual, .. }
            if actual.contains(',') =>
        {
            one_of(&lines::WEBKIT_MULTIPLE, &lines::WEBKIT_REDIRECT_MULTIPLE)
        }
        Cause::AllowOriginMissing { .. }
        | Cause::AllowOriginMismatch { .. }
        | Cause::AllowOriginInvalid { .. }
        | Cause::AllowOriginMultiple { .. } => {
            one_of(&lines::WEBKIT_ORIGIN, &lines::WEBKIT_REDIRECT_ORIGIN)
        }
        Cause::CredentialsNotTrue { .. } => one_of(
            &lines::WEBKIT_CREDENTIALS,
            &lines::WEBKIT_REDIRECT_CREDENTIALS_FLAG,
        ),
        Cause::PreflightStatus | Cause::PreflightRedirect { .. } => {
            Some(&lines::WEBKIT_PREFLIGHT_STATUS)
        }
        Cause::MethodsUnparsable(_) => Some(&lines::WEBKIT_METHODS_UNPARSABLE),
        Cause::HeadersUnparsable(_) => Some(&lines::WEBKIT_HEADERS_UNPARSABLE),
        Cause::MethodNotAllowed { .. } | Cause::MethodWildcardWithCredentials { .. } => {
            Some(&lines::WEBKIT_METHOD)
        }
        Cause::HeaderNotAllowed { name, .. }
        | Cause::HeaderWildcardWithCredentials { name, .. } => {
            set(fields, "name", webkit_spelling(name, context));
            Some(&lines::WEBKIT_HEADER)
        }
        Cause::WildcardDoesNotCoverAuthorization { .. } => {
            set(fields, "name", "Authorization".to_owned());
            Some(&lines::WEBKIT_HEADER)
        }
        Cause::RedirectWithCredentials(location) => {
            set(fields, "target", location.clone());
            set(fields, "location", without_userinfo(location));
            Some(&lines::WEBKIT_REDIRECT_USERINFO)
        }
        Cause::RedirectScheme(location) if location.starts_with("ftp:") => Some(&lines::WEBKIT_FTP),
        Cause::RedirectScheme(location) | Cause::InvalidLocation(location) => {
            set(fields, "location", location.clone());
            Some(&lines::WEBKIT_REDIRECT_SCHEME)
        }
        Cause::RedirectMode => Some(&lines::WEBKIT_REDIRECT_MODE),
        Cause::Network(failure) if is_preflight => Some(match failure {
            NetworkFailure::Closed => &lines::WEBKIT_CLOSED,
            NetworkFailure::Refused => {
                set(fields, "host", host(&context.url));
                &lines::WEBKIT_REFUSED
            }
        }),
        Cause::ForbiddenMethod(_)
        | Cause::UrlIncludesCredentials
        | Cause::NoCorsMethod(_)
        | Cause::NoCorsRedirectMode
        | Cause::NoCorsStreamBody
        | Cause::BodyNotAllowed(_)
        | Cause::OnlyIfCachedMode
        | Cause::NotInHttpCache
        | Cause::HeaderNotSendable(_)
        | Cause::BadPort(_)
        | Cause::MixedContent { .. }
        | Cause::ModeSameOrigin { .. }
        | Cause::SchemeNotSupported { .. }
        | Cause::TooManyRedirects
        | Cause::RedirectStreamBody
        | Cause::ResourcePolicy(_)
        | Cause::InvalidResponseHeader { .. }
        | Cause::Network(_) => None,
    }
}

/// WebKit writes the header names that it knows in its own spelling.
fn webkit_spelling(name: &HeaderName, context: &ConsoleContext<'_>) -> String {
    const KNOWN: [&str; 3] = ["Content-Type", "Authorization", "X-Requested-With"];
    let known = KNOWN.into_iter().find(|known| name.is(known));
    let set = context.headers.iter().find(|header| header.name == *name);
    known
        .or_else(|| set.map(|header| header.name.as_str()))
        .unwrap_or(name.as_str())
        .to_owned()
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

#[cfg(test)]
mod tests;
