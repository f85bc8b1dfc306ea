use crate::format::after_colon;
use cors_core::policy::Policy;
use cors_fetch::{
    Cause, Exchange, FilteredResponse, Hop, NetworkError, Outcome, Preflight, PreflightReasons,
    Request,
};
use cors_http::HeaderName;

/// How an exchange ends for JavaScript, in words that can be read aloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The kind, for color and icon.
    pub kind: VerdictKind,
    /// The words.
    pub sentence: String,
}

/// How an exchange ends for JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictKind {
    /// JavaScript can read the response.
    Allowed,
    /// JavaScript gets an error.
    Blocked,
    /// JavaScript gets a response that it can't read.
    Opaque,
    /// Nothing can be predicted.
    Unknown,
}

impl VerdictKind {
    /// The id in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Opaque => "opaque",
            Self::Unknown => "unknown",
        }
    }

    /// How an exchange with this outcome ends.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Allowed(FilteredResponse::Basic { .. } | FilteredResponse::Cors { .. }) => {
                Self::Allowed
            }
            Outcome::Allowed(FilteredResponse::Opaque | FilteredResponse::OpaqueRedirect) => {
                Self::Opaque
            }
            Outcome::NetworkError(_) => Self::Blocked,
            Outcome::NotDocumented(_) => Self::Unknown,
        }
    }
}

impl Verdict {
    /// The verdict if there is no request.
    pub(crate) fn no_request() -> Self {
        Self {
            kind: VerdictKind::Unknown,
            sentence: "Enter a page origin, a URL and a method to simulate a request.".to_owned(),
        }
    }

    /// The verdict on an exchange. The policy is the server's, if it is known.
    pub fn of(request: &Request, exchange: &Exchange, policy: Option<&Policy>) -> Self {
        let kind = VerdictKind::of(&exchange.outcome);
        let sentence = match &exchange.outcome {
            Outcome::Allowed(response) => allowed(request, exchange, response),
            Outcome::NetworkError(error) => blocked(request, error, policy),
            Outcome::NotDocumented(what) => {
                format!("Not documented: the vendor's documentation doesn't say {what}.")
            }
        };
        Self { kind, sentence }
    }
}

fn allowed(request: &Request, exchange: &Exchange, response: &FilteredResponse) -> String {
    match response {
        FilteredResponse::Basic { .. } => {
            "Allowed: the page and the URL have the same origin, so CORS doesn't apply.".to_owned()
        }
        FilteredResponse::Cors { .. } => format!(
            "Allowed: {} can read the response, {}.",
            request.origin,
            preflight(exchange)
        ),
        FilteredResponse::Opaque => {
            "Opaque: no-cors sends the request, but JavaScript can't read the response. It doesn't fix a CORS error.".to_owned()
        }
        FilteredResponse::OpaqueRedirect => {
            "Opaque: JavaScript sees that there was a redirect, and nothing else.".to_owned()
        }
    }
}

fn blocked(request: &Request, error: &NetworkError, policy: Option<&Policy>) -> String {
    let page = request.origin.serialize();
    let is_not_allowed = |policy: &Policy| policy.allow_origin_for(Some(page.as_bytes())).is_none();
    match &error.cause {
        Cause::AllowOriginMissing { expected }
            if *expected == page && policy.is_some_and(is_not_allowed) =>
        {
            format!("Blocked: {page} isn't an allowed origin.")
        }
        // This sentence has a colon of its own.
        Cause::Network(_) => error.to_string(),
        _ => format!("Blocked: {}", after_colon(&error.to_string())),
    }
}

fn preflight(exchange: &Exchange) -> String {
    match exchange.hops.first() {
        None => "without a preflight".to_owned(),
        Some(Hop { preflight, .. }) => match preflight {
            Preflight::NotNeeded => "without a preflight".to_owned(),
            Preflight::Cached { needed_for } => {
                format!("with a cached preflight ({})", reasons(needed_for))
            }
            Preflight::Sent { needed_for, .. } => {
                format!("after a preflight ({})", reasons(needed_for))
            }
        },
    }
}

fn reasons(reasons: &PreflightReasons) -> String {
    let mut names: Vec<&str> = Vec::new();
    names.extend(reasons.method.as_ref().map(cors_http::Method::as_str));
    names.extend(reasons.headers.iter().map(HeaderName::as_str));
    if reasons.use_cors_preflight_flag {
        names.push("upload listeners or a stream");
    }
    names.join(", ")
}
