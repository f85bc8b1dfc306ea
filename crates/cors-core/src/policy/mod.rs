//! The policy: what a server allows other origins to do.
//!
//! Three types for one thing. [`PolicyDraft`] is what was typed, any text at all. [`Policy`] is
//! well-formed, but may be a bad idea. [`SoundPolicy`] is a witness that a policy may be deployed, and
//! the only thing that can be rendered as configuration.

mod allow_headers;
mod allow_methods;
mod allow_origin;
mod draft;
mod edit;
mod expose_headers;
mod field;
mod max_age;
mod meant;
mod origin_pattern;
mod parse;
mod parse_origin;
mod seconds;
mod sound;

pub use allow_headers::AllowHeaders;
pub use allow_methods::AllowMethods;
pub use allow_origin::AllowOrigin;
pub use draft::PolicyDraft;
pub use edit::PolicyEdit;
pub use expose_headers::ExposeHeaders;
pub use field::PolicyField;
pub use max_age::{InvalidMaxAge, MAX_AGE_LIMIT, MaxAge};
pub use meant::{LibraryWord, is_known_scheme};
pub use origin_pattern::{HostPattern, OriginFamily, OriginPattern, Piece, PortPattern, Reach};
pub use parse::{ParsedPolicy, PolicyProblem, ProblemKind};
pub use parse_origin::{OriginEntry, OriginError, OriginNormalization, parse_origin};
pub use sound::{SoundPolicy, Unsound};

use cors_http::Status;
use serde::{Deserialize, Serialize};

/// A well-formed policy. It can be served and its exchange predicted even where it is unwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Who may read.
    pub origins: AllowOrigin,
    /// With which methods, beyond those that need no permission.
    pub methods: AllowMethods,
    /// With which request headers, beyond those that need no permission.
    pub headers: AllowHeaders,
    /// Which response headers script may read, beyond those that it always may.
    pub expose: ExposeHeaders,
    /// Whether requests that carry cookies or HTTP authentication are shared.
    pub credentials: AllowCredentials,
    /// How long a browser may remember the answer to a preflight.
    pub max_age: MaxAge,
    /// The status of an answer to a preflight whose origin is allowed.
    pub preflight_status: PreflightStatus,
}

/// Whether `Access-Control-Allow-Credentials: true` is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AllowCredentials {
    /// The header is left out.
    #[default]
    No,
    /// The header says `true`, the only value that it can have.
    Yes,
}

/// The status of a successful answer to a preflight. Browsers take any from 200 to 299.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum PreflightStatus {
    /// 204, which needs no body.
    #[default]
    NoContent,
    /// 200, for clients and proxies that stumble over 204.
    Ok,
}

impl Policy {
    /// The value of `Access-Control-Allow-Origin` for this `Origin`, if that origin is allowed.
    ///
    /// "Any" is always `*`, with credentials too: that policy is not sound, and seeing the browser
    /// refuse it teaches more than an answer that reflects every origin.
    pub fn allow_origin_for(&self, origin: Option<&[u8]>) -> Option<String> {
        match (&self.origins, origin) {
            (AllowOrigin::Any, _) => Some("*".to_owned()),
            (AllowOrigin::Listed(patterns), Some(origin)) => patterns
                .iter()
                .any(|pattern| pattern.matches(origin))
                .then(|| latin1(origin)),
            (AllowOrigin::Listed(_), None) => None,
        }
    }

    /// Whether the value of `Access-Control-Allow-Origin`, or its being sent, depends on the request.
    pub fn varies_on_origin(&self) -> bool {
        matches!(self.origins, AllowOrigin::Listed(_))
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

impl TryFrom<u16> for PreflightStatus {
    type Error = String;

    fn try_from(status: u16) -> Result<Self, String> {
        match status {
            204 => Ok(Self::NoContent),
            200 => Ok(Self::Ok),
            _ => Err(format!("invalid value: {status}, expected 204 or 200")),
        }
    }
}

impl From<PreflightStatus> for u16 {
    fn from(status: PreflightStatus) -> Self {
        status.status().code()
    }
}

impl PreflightStatus {
    /// As an HTTP status.
    pub fn status(self) -> Status {
        match self {
            Self::NoContent => Status::NO_CONTENT,
            Self::Ok => Status::OK,
        }
    }
}
