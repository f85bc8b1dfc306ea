use cors_fetch::{Event, Exchange};
use cors_fetch::{PreflightCache, Profile, Request, main_fetch};
use cors_http::{HttpRequest, HttpResponse, NoResponse};

use super::read::{Answers, Course};
use crate::platform::PLATFORM;

/// The exchange of one course, at the time `now`.
pub(crate) fn run(
    request: &Request,
    course: &Course,
    cache: &mut PreflightCache,
    now: f64,
    profile: Profile,
    sink: &mut dyn FnMut(Event),
) -> Exchange {
    let mut server = Script::new(&course.answers);
    main_fetch(
        request,
        &mut |request| server.answer(request),
        cache,
        now,
        profile,
        &PLATFORM,
        sink,
    )
}

/// Answers as the case says, URL by URL.
pub(crate) struct Script<'a> {
    answers: &'a [Answers],
    /// How many actual requests were answered, each of which ended its URL.
    done: usize,
}

impl<'a> Script<'a> {
    pub(crate) fn new(answers: &'a [Answers]) -> Self {
        Self { answers, done: 0 }
    }

    pub(crate) fn answer(&mut self, request: &HttpRequest) -> Result<HttpResponse, NoResponse> {
        let answers = self.answers.get(self.done).ok_or(NoResponse::Closed)?;
        let answer = if request.is_cors_preflight_request() {
            &answers.preflight
        } else {
            self.done += 1;
            &answers.actual
        };
        answer.clone().ok_or(NoResponse::Closed)
    }
}
