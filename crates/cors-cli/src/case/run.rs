use cors_fetch::{Event, Exchange};
use cors_fetch::{PreflightCache, Profile, Request, main_fetch};
use cors_http::{HttpRequest, HttpResponse, NoResponse};

use super::read::{Responses, Round};
use crate::platform::PLATFORM;

/// The exchange of one round, at the time `now`.
pub(crate) fn run(
    request: &Request,
    round: &Round,
    cache: &mut PreflightCache,
    now: f64,
    profile: Profile,
    sink: &mut dyn FnMut(Event),
) -> Exchange {
    let mut server = Recording::new(&round.responses);
    main_fetch(
        request,
        &mut |request| server.respond(request),
        cache,
        now,
        profile,
        &PLATFORM,
        sink,
    )
}

/// The responses of a case, URL by URL.
pub(crate) struct Recording<'a> {
    responses: &'a [Responses],
    /// The number of actual requests so far; each is the last request to its URL.
    done: usize,
}

impl<'a> Recording<'a> {
    pub(crate) fn new(responses: &'a [Responses]) -> Self {
        Self { responses, done: 0 }
    }

    pub(crate) fn respond(&mut self, request: &HttpRequest) -> Result<HttpResponse, NoResponse> {
        let responses = self.responses.get(self.done).ok_or(NoResponse::Closed)?;
        let response = if request.is_cors_preflight_request() {
            &responses.preflight
        } else {
            self.done += 1;
            &responses.actual
        };
        response.clone().ok_or(NoResponse::Closed)
    }
}
