use super::{NetworkError, PreflightCache, Profile, Request};
use crate::exchange::{Exchange, Outcome};
use crate::http::{ConnectionClosed, HttpRequest, HttpResponse};

/// <https://fetch.spec.whatwg.org/#main-fetch>: the course of `request` in a browser.
///
/// `server` gives the answers, `now` is the time in seconds (for the preflight cache, which is read and written).
pub fn main_fetch(
    _request: &Request,
    _server: &mut dyn FnMut(&HttpRequest) -> Result<HttpResponse, ConnectionClosed>,
    _cache: &mut PreflightCache,
    _now: f64,
    _profile: Profile,
) -> Exchange {
    Exchange {
        hops: Vec::new(),
        outcome: Outcome::NetworkError(NetworkError::ConnectionClosed),
        steps: Vec::new(),
        dropped_headers: Vec::new(),
    }
}
