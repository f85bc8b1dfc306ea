//! <https://fetch.spec.whatwg.org/#serializing-a-request-origin>

use cors_http::Origin;
use cors_http::Url;

/// <https://fetch.spec.whatwg.org/#concept-request-tainted-origin>: whether a redirect went from one origin
/// other than the page's to a third one. It is updated with each URL, so long lists cost nothing extra.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum RedirectTaint {
    /// The request's origin is still the page's.
    #[default]
    SameOrigin,
    /// Another origin on the way could have forged the request.
    Tainted,
}

impl RedirectTaint {
    /// Steps 2.1 to 2.4 for the next URL; `last` is the URL that redirected.
    pub(super) fn after(self, request_origin: &Origin, last: &Url, next: &Url) -> Self {
        let last = last.origin();
        if !next.origin().is_same_origin(&last) && !request_origin.is_same_origin(&last) {
            Self::Tainted
        } else {
            self
        }
    }
}

/// Steps 1 and 2: `null` if tainted, otherwise the serialized origin.
pub(super) fn serialize_request_origin(origin: &str, taint: RedirectTaint) -> &str {
    match taint {
        RedirectTaint::Tainted => "null",
        RedirectTaint::SameOrigin => origin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::Platform;

    #[track_caller]
    fn check(urls: &[&str], expected: &str) {
        let parse = |url: &&str| Url::parse(url, None, &Platform::BARE).unwrap();
        let origin = parse(&"https://a.example/").origin();
        let urls: Vec<Url> = urls.iter().map(parse).collect();
        let taint = urls
            .windows(2)
            .fold(RedirectTaint::SameOrigin, |taint, pair| {
                taint.after(&origin, &pair[0], &pair[1])
            });
        assert_eq!(
            serialize_request_origin(&origin.serialize(), taint),
            expected,
            "{urls:?}"
        );
    }

    #[test]
    fn only_a_third_origin_taints() {
        check(
            &["https://a.example/", "https://b.example/"],
            "https://a.example",
        );
        check(
            &["https://b.example/", "https://b.example/2"],
            "https://a.example",
        );
        check(&["https://b.example/", "https://c.example/"], "null");
        check(
            &[
                "https://a.example/",
                "https://b.example/",
                "https://a.example/",
            ],
            "null",
        );
        check(&["https://b.example/", "http://b.example/"], "null");
        check(
            &["https://a.example/", "https://a.example/2"],
            "https://a.example",
        );
    }
}
