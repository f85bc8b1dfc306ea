//! What a server has to send, as data: worked out from the reference responses themselves.

use crate::policy::{AllowOrigin, OriginPattern, Policy};
use crate::server::{App, is_cors_response_header, respond};
use crate::targets::language::regex;
use crate::targets::library::{REQUEST_HEADERS, REQUEST_METHOD};
use cors_http::{HeaderList, HeaderName, HttpRequest, Method, Platform, Status, Url};

/// The allowed origins and the responses.
pub(super) struct Table {
    /// Origins to compare byte for byte; empty if any is allowed.
    pub(super) exact: Vec<String>,
    /// Regular expressions for whole origins.
    pub(super) patterns: Vec<String>,
    /// What each kind of request gets.
    pub(super) rows: Vec<Row>,
}

/// What a kind of request gets.
pub(super) struct Row {
    /// The kind.
    pub(super) request: Kind,
    /// The status; `None` for the app's own.
    pub(super) status: Option<Status>,
    /// The headers; values in braces are those of the request's header of that name.
    pub(super) headers: Vec<(String, String)>,
}

/// A kind of request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    AllowedPreflight,
    BlockedPreflight,
    Allowed,
    /// From an origin that isn't allowed, or without one.
    Others,
}

impl Kind {
    /// The kind in words; without a list of origins, every origin is allowed.
    pub(super) fn words(self, lists_origins: bool) -> &'static str {
        match self {
            Self::AllowedPreflight if lists_origins => "Preflight from an allowed origin",
            Self::AllowedPreflight => "Preflight",
            Self::BlockedPreflight => "Preflight from another origin",
            Self::Allowed if lists_origins => "Any other request from an allowed origin",
            Self::Allowed => "Any other request",
            Self::Others => "Any other request from another origin, or without `Origin`",
        }
    }
}

/// Origins that hardly any policy allows.
const OTHERS: [&str; 3] = [
    "https://not-allowed.invalid",
    "http://not-allowed.invalid",
    "https://not-allowed.test:8443",
];
/// What the request has where its values may be sent back.
const METHOD: &str = "REQUESTED-METHOD";
const NAMES: &str = "x-requested-names";

impl Table {
    pub(super) fn of(policy: &Policy) -> Self {
        let (mut exact, mut patterns) = (Vec::new(), Vec::new());
        for pattern in policy.origins.patterns() {
            match pattern {
                OriginPattern::Null | OriginPattern::Exact(_) => exact.push(pattern.to_string()),
                OriginPattern::Family(family) => {
                    patterns.push(regex::of_family(family, escape));
                }
            }
        }
        let lists_origins = policy.varies_on_origin();
        let allowed = match &policy.origins {
            AllowOrigin::Any => OTHERS[0].to_owned(),
            AllowOrigin::Listed(patterns) => patterns
                .first()
                .map_or_else(String::new, OriginPattern::example),
        };
        let is_blocked = |origin: &&str| policy.allow_origin_for(Some(origin.as_bytes())).is_none();
        let other = OTHERS.into_iter().find(is_blocked);
        let mut rows = vec![row(policy, Kind::AllowedPreflight, &allowed)];
        rows.extend(other.map(|other| row(policy, Kind::BlockedPreflight, other)));
        rows.push(row(policy, Kind::Allowed, &allowed));
        if lists_origins {
            rows.push(row(policy, Kind::Others, ""));
        }
        Self {
            exact,
            patterns,
            rows,
        }
    }
}

/// Slashes mean nothing without marks around the expression.
fn escape(text: &str) -> String {
    regex::escape(text).replace("\\/", "/")
}

fn row(policy: &Policy, kind: Kind, origin: &str) -> Row {
    let is_preflight = matches!(kind, Kind::AllowedPreflight | Kind::BlockedPreflight);
    let mut headers = HeaderList::new();
    if !origin.is_empty() {
        headers.append(HeaderName::literal("Origin"), origin);
    }
    if is_preflight {
        headers.append(HeaderName::literal(REQUEST_METHOD), METHOD);
        headers.append(HeaderName::literal(REQUEST_HEADERS), NAMES);
    }
    let method = if is_preflight {
        Method::options()
    } else {
        Method::get()
    };
    let response = Url::parse("https://api.example.com/", None, &Platform::BARE)
        .ok()
        .and_then(|url| {
            let request = HttpRequest {
                method,
                url,
                headers,
            };
            respond(policy, &request, &App::default()).answer.ok()
        });
    let value = |text: String| match text.as_str() {
        METHOD => format!("{{{REQUEST_METHOD}}}"),
        NAMES => format!("{{{REQUEST_HEADERS}}}"),
        text if text == origin => "{Origin}".to_owned(),
        _ => text,
    };
    let sent = response.iter().flat_map(|response| &response.headers);
    Row {
        request: kind,
        status: response
            .as_ref()
            .filter(|_| is_preflight)
            .map(|response| response.status),
        headers: sent
            .filter(|header| is_cors_response_header(&header.name) || header.name.is("Vary"))
            .map(|header| (header.name.to_string(), value(header.value.to_latin1())))
            .collect(),
    }
}
