use super::CachePlace;
use crate::http::{HeaderName, HeaderValue, HttpRequest, HttpResponse, Status};
use crate::server::Reply;

/// As much of an HTTP cache (RFC 9111) as it takes to see what a missing `Vary` does: fresh answers to `GET`,
/// found by the URL and by the request headers that `Vary` names.
#[derive(Clone, Debug, Default)]
pub(crate) struct HttpCache {
    kept: Vec<Kept>,
}

/// One stored answer.
#[derive(Clone, Debug)]
struct Kept {
    url: String,
    partition: &'static str,
    /// The request headers that chose this answer, by what its `Vary` names.
    chosen_by: Vec<(HeaderName, Option<HeaderValue>)>,
    answer: HttpResponse,
}

impl HttpCache {
    /// The kept answer to a request, if there is one.
    pub(crate) fn answer(
        &self,
        request: &HttpRequest,
        partition: &'static str,
    ) -> Option<HttpResponse> {
        let url = request.url.to_string();
        let fits = |kept: &&Kept| {
            kept.url == url
                && kept.partition == partition
                && kept
                    .chosen_by
                    .iter()
                    .all(|(name, value)| request.headers.get(name.as_str()) == *value)
        };
        let kept = self
            .kept
            .iter()
            .rev()
            .find(fits)
            .filter(|_| request.method.as_str() == "GET")?;
        Some(kept.answer.clone())
    }

    /// Keeps an answer that may be kept.
    pub(crate) fn keep(
        &mut self,
        place: CachePlace,
        request: &HttpRequest,
        partition: &'static str,
        reply: &Reply,
    ) {
        let Ok(answer) = &reply.answer else { return };
        let varies = answer.headers.get("Vary");
        let varies = varies.map_or_else(String::new, |names| names.to_latin1());
        if !may_keep(place, request, answer) || varies.contains('*') {
            return;
        }
        let names = varies
            .split(',')
            .filter_map(|name| HeaderName::parse(name.trim()).ok());
        self.kept.push(Kept {
            url: request.url.to_string(),
            partition,
            chosen_by: names
                .map(|name| {
                    let value = request.headers.get(name.as_str());
                    (name, value)
                })
                .collect(),
            answer: answer.clone(),
        });
    }
}

/// Whether an answer says for how long it is fresh, and is not somebody's own.
fn may_keep(place: CachePlace, request: &HttpRequest, answer: &HttpResponse) -> bool {
    // RFC 9111, section 3.5.
    let is_private = place == CachePlace::Shared && request.headers.contains("Authorization");
    let is_fresh = answer
        .headers
        .get("Cache-Control")
        .is_some_and(|control| control.to_latin1().contains("max-age="));
    request.method.as_str() == "GET" && answer.status == Status::OK && is_fresh && !is_private
}
