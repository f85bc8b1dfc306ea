use cors_fetch::{Cause, Exchange, FilteredResponse, NetworkError, Outcome, Request};
use cors_http::{Platform, Status};

use crate::ask::exchange;
use crate::client::Client;
use crate::trouble::Trouble;

/// What a page gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It can read the response.
    Allowed(Option<Status>),
    /// It can't.
    Blocked(NetworkError),
    /// There is no response.
    Unreached(Trouble),
}

impl Answer {
    pub(crate) fn is_allowed(&self) -> bool {
        match self {
            Self::Allowed(_) => true,
            Self::Blocked(_) | Self::Unreached(_) => false,
        }
    }

    /// The outcome of this exchange, the last one of the client.
    pub fn of(exchange: &Exchange, client: &Client) -> Self {
        match &exchange.outcome {
            Outcome::Allowed(
                FilteredResponse::Basic { status, .. } | FilteredResponse::Cors { status, .. },
            ) => Self::Allowed(Some(*status)),
            Outcome::Allowed(FilteredResponse::Opaque | FilteredResponse::OpaqueRedirect) => {
                Self::Allowed(None)
            }
            Outcome::NetworkError(error) => match (&error.cause, client.trouble()) {
                (Cause::Network(_), Some(trouble)) => Self::Unreached(trouble.clone()),
                _ => Self::Blocked(error.clone()),
            },
            // Only the documentation of a vendor leaves something open, and this is a server.
            Outcome::NotDocumented(what) => Self::Unreached(Trouble::Closed((*what).to_owned())),
        }
    }
}

/// Sends the request, and says what the page gets.
pub(crate) fn answer(
    request: &Request,
    client: &mut Client,
    platform: &Platform,
) -> (Answer, Exchange) {
    let exchange = exchange(request, client, platform);
    (Answer::of(&exchange, client), exchange)
}
