//! Chromium's lines, of today and of the last ten years. Old WebKit had the same form.

use cors_fetch::Profile;
use cors_http::{Platform, Url};

use super::{ANY_REASON, Lines, engine};
use crate::key::{At, Cause};
use crate::said::{Said, Weight};
use crate::text::{after, between, has_any, is_method, status_at, url_at};

/// Where a message begins.
const FRAMES: [&str; 13] = [
    "Access to ",
    "XMLHttpRequest cannot load ",
    "Fetch API cannot load ",
    "EventSource cannot load ",
    "Failed to load http://",
    "Failed to load https://",
    "Failed to load file:",
    "Font from origin '",
    "Image from origin '",
    "Script from origin '",
    "Redirect from '",
    "Redirect at '",
    "Imported resource from origin '",
];

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";
const ALLOW_METHODS: &str = "access-control-allow-methods";
const ALLOW_HEADERS: &str = "access-control-allow-headers";

pub(super) fn read(lines: &Lines<'_>) -> Vec<Said> {
    // Consoles break long lines, so the text is searched as a whole.
    let mut flat = String::new();
    let mut starts = Vec::new();
    for (number, line) in lines {
        starts.push((flat.len(), *number));
        flat.push_str(line.trim());
        flat.push(' ');
    }
    let mut positions: Vec<usize> = FRAMES
        .iter()
        .flat_map(|frame| flat.match_indices(frame).map(|(at, _)| at))
        .collect();
    positions.sort_unstable();
    let mut said = Vec::new();
    let mut next = 0;
    for (index, &start) in positions.iter().enumerate() {
        if start < next {
            continue;
        }
        let mut end = flat.len();
        for &other in positions.iter().skip(index + 1) {
            // The message about a redirect is inside of another.
            let inner = flat.get(start..other).unwrap_or_default();
            let is_inside = flat
                .get(other..)
                .is_some_and(|rest| rest.starts_with("Redirect "))
                && inner.len() < 2000
                && inner.trim_end().ends_with(':');
            if !is_inside {
                end = other;
                break;
            }
            next = other + 1;
        }
        let text = flat.get(start..end).unwrap_or_default();
        let line = starts.iter().rev().find(|(at, _)| *at <= start);
        let line_end = starts
            .iter()
            .find(|(at, _)| *at > start)
            .map_or(flat.len(), |(at, _)| *at);
        // The line alone, if the reason is on it.
        let on_line = flat.get(start..line_end.min(end)).and_then(message);
        let found = on_line
            .filter(|found| found.cause != Cause::CannotTell)
            .or_else(|| message(text));
        if let Some(mut found) = found {
            found.line = line.map_or(0, |(_, number)| *number);
            said.push(found);
        }
    }
    said
}

/// One message, from the beginning of its frame.
fn message(text: &str) -> Option<Said> {
    if let Some(rest) = text.strip_prefix("Access to ") {
        return access_to(rest);
    }
    if has_any(text, &["due to access control checks"]) {
        return None;
    }
    let (url, rest) = if let Some((_, rest)) = text.split_once("from origin '").filter(|_| {
        FRAMES
            .iter()
            .any(|frame| frame.ends_with(" from origin '") && text.starts_with(frame))
    }) {
        let origin = rest.split('\'').next()?;
        (Some(origin.to_owned()), rest)
    } else if let Some(rest) = text.strip_prefix("Redirect from '") {
        (rest.split('\'').next().map(str::to_owned), text)
    } else if let Some(rest) = text.strip_prefix("Redirect at '") {
        (rest.split('\'').next().map(str::to_owned), text)
    } else {
        let rest = after(text, " load ")?;
        let url = url_at(rest);
        let behind = rest.get(url.len()..)?;
        (Some(url.to_owned()), behind)
    };
    let mut said = reason(rest)?;
    said.url = said.url.or(url);
    said.page_origin = between(text, "Origin '", "' is therefore")
        .or_else(|| {
            between(text, "from origin '", "' has been blocked")
                .filter(|_| text.starts_with("Redirect at"))
        })
        .map(str::to_owned)
        .or(said.page_origin);
    if let Some(inner) = after(text, "Redirect from '") {
        said.redirect_to = between(inner, "' to '", "'").map(str::to_owned);
        if said.at == At::Actual {
            said.at = At::Redirect;
        }
    }
    if text.starts_with("Redirect at") && said.at == At::Actual {
        said.at = At::Redirect;
    }
    // Old versions often give the status at the end.
    said.status = said
        .status
        .or_else(|| after(text, "HTTP status code ").and_then(status_at));
    Some(said)
}

/// `Access to fetch at 'URL' from origin 'ORIGIN' has been blocked by CORS policy: reason`.
fn access_to(rest: &str) -> Option<Said> {
    let (_, behind) = rest.split_once(" at '").filter(|(api, _)| api.len() < 60)?;
    let (url, rest) = behind.split_once('\'')?;
    let page = between(rest, "from origin '", "'")?;
    let (frame, reason_text) = match rest.split_once("CORS policy:") {
        Some((frame, reason)) => (frame, Some(reason)),
        None => (rest, None),
    };
    if !frame.contains("has been bl") && reason_text.is_none() && !rest.trim_end().ends_with('\'') {
        return None;
    }
    let mut said = reason_text.and_then(reason).unwrap_or_else(|| {
        let at = if reason_text.is_some_and(|reason| reason.contains("preflight")) {
            At::Preflight
        } else {
            At::Unknown
        };
        let mut said = Said::of(Cause::CannotTell, at).or(ANY_REASON);
        said.facts.push(
            "The reason is cut off. Paste the end of the line, which begins after `CORS policy:`."
                .to_owned(),
        );
        said
    });
    said.engine = engine(Profile::Chromium);
    said.url = Some(url.to_owned());
    said.page_origin = Some(page.to_owned());
    if let Some(from) = between(frame, "(redirected from '", "'") {
        said.redirected_from = Some(from.to_owned());
        if said.at == At::Actual {
            said.at = At::Redirect;
        }
        if leaves_two_origins(page, from, url) {
            said.sent_origin = Some("null".to_owned());
        }
    }
    Some(said)
}

/// Whether a redirect led from one origin that isn't the page's to another, after which browsers send `Origin: null`.
fn leaves_two_origins(page: &str, from: &str, to: &str) -> bool {
    let origin = |text: &str| {
        Url::parse(text, None, &Platform::BARE)
            .map(|url| url.origin())
            .ok()
    };
    match (origin(page), origin(from), origin(to)) {
        (Some(page), Some(from), Some(to)) => {
            !from.is_same_origin(&page) && !from.is_same_origin(&to)
        }
        _ => false,
    }
}

/// The reason, in all of its wordings.
pub(super) fn reason(text: &str) -> Option<Said> {
    let is_preflight = has_any(
        text,
        &[
            "preflight request",
            "preflight response",
            "Response for preflight",
            "for a preflight",
            "in preflight",
        ],
    );
    let at = if is_preflight {
        At::Preflight
    } else {
        At::Actual
    };
    let chromium = engine(Profile::Chromium);
    let value = |before: &str| between(text, before, "'");
    let said = if has_any(
        text,
        &[
            "'Access-Control-Allow-Private-Network'",
            "private network request",
        ],
    ) {
        Said::of(Cause::LocalNetwork, At::Preflight)
    } else if has_any(
        text,
        &[
            "address space",
            "Local Network Access",
            "Private Network Access",
        ],
    ) {
        Said::of(Cause::LocalNetwork, At::None)
    } else if text.contains("'Access-Control-Allow-Origin' header is present") {
        Said::of(Cause::AllowOriginMissing, at).seeing(ALLOW_ORIGIN, None)
    } else if has_any(
        text,
        &[
            "must not be the wildcard",
            "wildcard '*' cannot be used",
            "Cannot use wildcard in Access-Control-Allow-Origin",
        ],
    ) {
        let mut said = Said::of(Cause::WildcardWithCredentials, at).seeing(ALLOW_ORIGIN, Some("*"));
        said.credentials = true;
        said
    } else if text.contains("header contains multiple values") {
        Said::of(Cause::AllowOriginMultiple, at)
            .seeing(ALLOW_ORIGIN, value("contains multiple values '"))
    } else if text.contains("header contains the invalid value") {
        Said::of(Cause::AllowOriginInvalid, at)
            .seeing(ALLOW_ORIGIN, value("contains the invalid value '"))
    } else if text.contains("not equal to the supplied origin") {
        let seen = value("has a value '");
        Said::of(mismatch(seen), at).seeing(ALLOW_ORIGIN, seen)
    } else if text.contains("Access-Control-Allow-Credentials") {
        let seen = value("header in the response is '").or_else(|| value("header is '"));
        let mut said = Said::of(Cause::CredentialsNotTrue, at).seeing(ALLOW_CREDENTIALS, seen);
        said.credentials = true;
        said
    } else if has_any(
        text,
        &[
            "Redirect is not allowed for a preflight",
            "Response for preflight is invalid (redirect)",
        ],
    ) {
        Said::of(Cause::PreflightRedirect, At::Preflight)
    } else if has_any(
        text,
        &[
            "does not have HTTP ok status",
            "doesn't have HTTP ok status",
            "preflight has invalid HTTP status code",
            "Invalid HTTP status code",
        ],
    ) {
        let mut said = Said::of(Cause::PreflightStatus, At::Preflight);
        said.status = after(text, "HTTP status code ").and_then(status_at);
        if said
            .status
            .is_some_and(|status| (300..400).contains(&status))
        {
            said.cause = Cause::PreflightRedirect;
        }
        said
    } else if text.contains("Cannot parse Access-Control-Allow-Methods") {
        Said::of(Cause::MethodsUnparsable, At::Preflight).seeing(ALLOW_METHODS, None)
    } else if text.contains("Cannot parse Access-Control-Allow-Headers") {
        Said::of(Cause::HeadersUnparsable, At::Preflight).seeing(ALLOW_HEADERS, None)
    } else if let Some(method) = between(
        text,
        "Method ",
        " is not allowed by Access-Control-Allow-Methods",
    ) {
        let mut said = Said::of(Cause::MethodNotAllowed, At::Preflight).seeing(ALLOW_METHODS, None);
        said.method = Some(method.trim_matches('\'').to_owned()).filter(|method| is_word(method));
        said
    } else if let Some(name) = between(
        text,
        "equest header field ",
        " is not allowed by Access-Control-Allow-Headers",
    ) {
        let mut said = Said::of(Cause::HeaderNotAllowed, At::Preflight).seeing(ALLOW_HEADERS, None);
        said.request_headers = names(name);
        said
    } else if has_any(
        text,
        &[
            "contains a username and password",
            "has credentials",
            "contains user information",
        ],
    ) {
        Said::of(Cause::RedirectWithCredentials, At::Redirect)
    } else if text.contains("request was redirected to") {
        let mut said = Said::of(
            if text.contains("disallowed scheme") {
                Cause::SchemeNotSupported
            } else {
                Cause::RedirectNotAllowed
            },
            At::Redirect,
        );
        said.redirect_to = between(text, "redirected to '", "'").map(str::to_owned);
        said
    } else if has_any(
        text,
        &[
            "ross origin requests are only supported for",
            "ross-origin requests are only supported for",
            "URL scheme ",
            "URL scheme must be",
        ],
    ) {
        Said::of(Cause::SchemeNotSupported, At::None)
    } else if has_any(
        text,
        &[
            "Request mode is",
            "mode is 'same-origin'",
            "mode is \"same-origin\"",
        ],
    ) {
        let mut said = Said::of(Cause::ModeSameOrigin, At::None);
        said.page_origin = after(text, "request origin ")
            .map(url_at)
            .filter(|origin| !origin.is_empty())
            .map(str::to_owned);
        said
    } else if let Some(origin) = not_allowed_origin(text) {
        let mut said = Said::of(Cause::AllowOriginMissing, At::Actual)
            .seeing(ALLOW_ORIGIN, None)
            .or(&[
                Cause::AllowOriginMismatch,
                Cause::AllowOriginInvalid,
                Cause::AllowOriginMultiple,
            ]);
        said.page_origin = Some(origin);
        // Old Chromium and old WebKit have the same line.
        return Some(said);
    } else if text.contains("is therefore not allowed access") || text.contains("Invalid response")
    {
        Said::of(Cause::CannotTell, At::Unknown).or(ANY_REASON)
    } else {
        return None;
    };
    Some(said.by(chromium).weighing(Weight::Reason))
}

/// `Origin X is not allowed by Access-Control-Allow-Origin`.
pub(super) fn not_allowed_origin(text: &str) -> Option<String> {
    let (before, _) = text.split_once(" is not allowed by Access-Control-Allow-Origin")?;
    let origin = before.rsplit_once("rigin ").map(|(_, origin)| origin)?;
    Some(origin.trim_matches('\'').to_owned()).filter(|origin| !origin.contains(' '))
}

/// Whether a value that isn't the origin is one at all.
pub(crate) fn mismatch(seen: Option<&str>) -> Cause {
    match seen {
        Some(seen) if seen.contains([',', ' ']) => Cause::AllowOriginMultiple,
        Some(seen) if is_origin_like(seen) => Cause::AllowOriginMismatch,
        Some(_) => Cause::AllowOriginInvalid,
        None => Cause::AllowOriginMismatch,
    }
}

/// Whether a value has the form of an origin, if only with a mistake in it.
pub(crate) fn is_origin_like(value: &str) -> bool {
    value == "null" || value == "*" || value.contains("://")
}

/// Header names in a list, lowercase.
pub(super) fn names(text: &str) -> Vec<String> {
    text.split(',')
        .map(|name| name.trim().trim_matches(['\'', '"']).to_ascii_lowercase())
        .filter(|name| is_word(name))
        .collect()
}

pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && (cors_http::is_token(text.as_bytes()) || is_method(text))
}
