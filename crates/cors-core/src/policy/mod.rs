//! The policy: what a server allows other origins to do.
//!
//! There are three types. [`PolicyDraft`] is any text that was typed. [`Policy`] is
//! well-formed, but can be a bad idea. [`SoundPolicy`] proves that a policy can be deployed, and
//! is the only one that can be rendered as config.

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

/// A well-formed policy. It can be simulated even if it is unsound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The allowed origins.
    pub origins: AllowOrigin,
    /// The allowed methods. Safelisted ones are always allowed.
    pub methods: AllowMethods,
    /// The allowed request headers. Safelisted ones are always allowed.
    pub headers: AllowHeaders,
    /// The response headers that JavaScript can read in addition to the safelisted ones.
    pub expose: ExposeHeaders,
    /// Whether requests with credentials (cookies, HTTP auth, client certificates) are allowed.
    pub credentials: AllowCredentials,
    /// How long a browser can cache a preflight.
    pub max_age: MaxAge,
    /// The status of the preflight response for an allowed origin.
    pub preflight_status: PreflightStatus,
}

/// Whether `Access-Control-Allow-Credentials: true` is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AllowCredentials {
    /// The header is omitted.
    #[default]
    No,
    /// The header is `true`, its only valid value.
    Yes,
}

/// The status of a successful preflight response. Browsers accept any 2xx status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum PreflightStatus {
    /// 204, which has no body.
    #[default]
    NoContent,
    /// 200, for clients and proxies that have problems with 204.
    Ok,
}

impl Policy {
    /// The value of `Access-Control-Allow-Origin` for this `Origin`, if that origin is allowed.
    ///
    /// "Any" is always `*`, even with credentials. That policy isn't sound, and it teaches more to see the browser
    /// block it than to see a response that reflects every origin.
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

    /// Whether `Access-Control-Allow-Origin` depends on the request, in its value or in being sent at all.
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
    /// The HTTP status.
    pub fn status(self) -> Status {
        match self {
            Self::NoContent => Status::NO_CONTENT,
            Self::Ok => Status::OK,
        }
    }
}
