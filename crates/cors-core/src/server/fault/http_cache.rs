use super::super::Reply;
use super::CachePlace;
use cors_http::{HeaderName, HeaderValue, HttpRequest, HttpResponse, Status};

/// An HTTP cache (RFC 9111), as far as a missing `Vary` needs it: fresh responses to `GET`,
/// selected by the URL and by the request headers in `Vary`.
#[derive(Clone, Debug, Default)]
pub struct HttpCache {
    kept: Vec<Kept>,
}

/// A stored response.
#[derive(Clone, Debug)]
struct Kept {
    url: String,
    partition: &'static str,
    /// The request headers listed in `Vary`, with their values in the first request.
    chosen_by: Vec<(HeaderName, Option<HeaderValue>)>,
    answer: HttpResponse,
}

impl HttpCache {
    /// The stored response to a request, if there is one.
    pub fn answer(&self, request: &HttpRequest, partition: &'static str) -> Option<HttpResponse> {
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

    /// Stores a response, if it can be stored.
    pub fn keep(
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

/// Whether a response says how long it is fresh, and isn't private.
fn may_keep(place: CachePlace, request: &HttpRequest, answer: &HttpResponse) -> bool {
    // RFC 9111, section 3.5.
    let is_private = place == CachePlace::Shared && request.headers.contains("Authorization");
    let is_fresh = answer
        .headers
        .get("Cache-Control")
        .is_some_and(|control| control.to_latin1().contains("max-age="));
    request.method.as_str() == "GET" && answer.status == Status::OK && is_fresh && !is_private
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::Platform;
    use cors_http::Url;
    use cors_http::{HeaderList, Method};

    fn request(method: &str, headers: &[(&'static str, &str)]) -> HttpRequest {
        let mut list = HeaderList::new();
        for (name, value) in headers {
            list.append(HeaderName::literal(name), *value);
        }
        HttpRequest {
            method: Method::parse(method).unwrap(),
            url: Url::parse("https://api.example/x", None, &Platform::BARE).unwrap(),
            headers: list,
        }
    }

    /// Stores the response to `first`, and checks whether `second` gets it.
    #[track_caller]
    fn check(
        place: CachePlace,
        first: &HttpRequest,
        headers: &[(&'static str, &'static str)],
        second: &HttpRequest,
        expected: bool,
    ) {
        let mut response = HttpResponse::new(Status::OK);
        for (name, value) in headers {
            response.headers.append(HeaderName::literal(name), *value);
        }
        let reply = Reply {
            answer: Ok(response),
            reached_app: true,
        };
        let mut cache = HttpCache::default();
        cache.keep(place, first, "", &reply);
        assert_eq!(cache.answer(second, "").is_some(), expected);
        assert_eq!(cache.answer(second, "another part"), None);
    }

    const FRESH: (&str, &str) = ("Cache-Control", "max-age=600");

    #[test]
    fn without_vary_the_answer_to_one_is_the_answer_to_all() {
        let none = request("GET", &[]);
        let app = request("GET", &[("Origin", "https://app.example")]);
        let other = request("GET", &[("Origin", "https://other.example")]);
        for place in [CachePlace::Browser, CachePlace::Shared] {
            check(place, &none, &[FRESH], &app, true);
            check(place, &other, &[FRESH], &app, true);
            check(place, &none, &[FRESH, ("Vary", "Origin")], &app, false);
            check(
                place,
                &other,
                &[FRESH, ("Vary", "accept, ORIGIN")],
                &app,
                false,
            );
            check(place, &app, &[FRESH, ("Vary", "Origin")], &app, true);
            check(place, &app, &[FRESH, ("Vary", "*")], &app, false);
        }
    }

    #[test]
    fn only_fresh_answers_to_get_are_kept_and_nobodys_own_are_shared() {
        let get = request("GET", &[]);
        let post = request("POST", &[]);
        let token = request("GET", &[("Authorization", "Bearer x")]);
        check(CachePlace::Browser, &get, &[], &get, false);
        check(CachePlace::Browser, &post, &[FRESH], &post, false);
        check(CachePlace::Browser, &get, &[FRESH], &post, false);
        check(CachePlace::Browser, &token, &[FRESH], &get, true);
        check(CachePlace::Shared, &token, &[FRESH], &get, false);
    }
}
