use super::{HeaderList, HeaderName, HeaderValue, Method, Status};
use crate::Url;

/// A request as the browser sends it and the server receives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The URL. In the message it is the request target and the `Host` header.
    pub url: Url,
    /// The headers, without those that every browser adds and that CORS ignores.
    pub headers: HeaderList,
}

/// A response as the server sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: Status,
    /// The headers.
    pub headers: HeaderList,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoResponse {
    /// The connection ended without one: it was reset, closed, or not HTTP.
    Closed,
    /// There is no connection: nothing is listening.
    Refused,
    /// The vendor's documentation leaves the response open. The text says what it leaves open.
    NotDocumented(&'static str),
}

impl HttpRequest {
    /// Whether there is an `Origin` header. The standard's *CORS request* can't be recognized for
    /// certain, because a same-origin `POST` has `Origin` too.
    pub fn is_cors_request(&self) -> bool {
        self.origin().is_some()
    }

    /// <https://fetch.spec.whatwg.org/#cors-preflight-request> as a server sees it: `OPTIONS` with a
    /// non-empty `Origin` and a non-empty `Access-Control-Request-Method`. Neither value is checked further.
    pub fn is_cors_preflight_request(&self) -> bool {
        // Two lines are joined by a comma, so together they are never empty.
        let has = |name| {
            let mut lines = self.headers.values(name);
            lines
                .next()
                .is_some_and(|line| !line.as_bytes().is_empty() || lines.next().is_some())
        };
        self.method == Method::options() && has("Origin") && has("Access-Control-Request-Method")
    }

    /// The first line in HTTP/1.1.
    pub fn request_line(&self) -> String {
        format!("{} {} HTTP/1.1", self.method, self.url.request_target())
    }

    /// The `Origin` header, with its lines joined.
    pub fn origin(&self) -> Option<HeaderValue> {
        self.headers.get("Origin")
    }
}

impl HttpResponse {
    /// A response without headers.
    pub fn new(status: Status) -> Self {
        Self {
            status,
            headers: HeaderList::new(),
        }
    }

    /// The first line in HTTP/1.1.
    pub fn status_line(&self) -> String {
        format!("HTTP/1.1 {} {}", self.status, self.status.reason_phrase())
    }

    /// The same response with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<HeaderValue>) -> Self {
        self.headers.append(HeaderName::literal(name), value);
        self
    }
}
