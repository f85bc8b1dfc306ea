use std::collections::BTreeSet;

use cors_fetch::{FilteredResponse, Profile, Stage, max_age};
use cors_http::{HeaderList, HeaderName, HttpResponse};

/// The outcome of a request under a policy.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The page can read the response and these headers of it, lowercase.
    Allowed {
        /// Their names.
        readable: BTreeSet<String>,
    },
    /// The page can't read the response.
    Blocked {
        /// The code of the network error.
        reason: &'static str,
        /// The request that failed.
        stage: Stage,
    },
    /// The response to a preflight.
    Preflight(HttpResponse),
    /// The server doesn't respond.
    NoResponse,
}

impl Outcome {
    pub(super) fn of_page(outcome: &cors_fetch::Outcome) -> Self {
        let names = |headers: &HeaderList| {
            headers
                .iter()
                .map(|header| HeaderName::to_lowercase(&header.name))
                .collect()
        };
        match outcome {
            cors_fetch::Outcome::NetworkError(error) => Self::Blocked {
                reason: error.code(),
                stage: error.stage,
            },
            cors_fetch::Outcome::NotDocumented(_) => Self::NoResponse,
            cors_fetch::Outcome::Allowed(
                FilteredResponse::Basic { readable, .. } | FilteredResponse::Cors { readable, .. },
            ) => Self::Allowed {
                readable: names(readable),
            },
            cors_fetch::Outcome::Allowed(
                FilteredResponse::Opaque | FilteredResponse::OpaqueRedirect,
            ) => Self::Allowed {
                readable: BTreeSet::new(),
            },
        }
    }

    /// Whether a page can read the response.
    pub fn is_allowed(&self) -> bool {
        match self {
            Self::Allowed { .. } => true,
            Self::Blocked { .. } | Self::Preflight(_) | Self::NoResponse => false,
        }
    }

    /// Whether a page and a preflight cache would notice no difference. Headers may be written differently, and a
    /// request may be blocked for another reason.
    pub(super) fn means_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Allowed { readable }, Self::Allowed { readable: others }) => readable == others,
            (Self::Blocked { .. }, Self::Blocked { .. }) | (Self::NoResponse, Self::NoResponse) => {
                true
            }
            (Self::Preflight(response), Self::Preflight(other)) => {
                let seconds =
                    |response: &HttpResponse| max_age(&response.headers, Profile::Standard);
                response.status == other.status && seconds(response) == seconds(other)
            }
            (
                Self::Allowed { .. } | Self::Blocked { .. } | Self::Preflight(_) | Self::NoResponse,
                _,
            ) => false,
        }
    }
}
