use super::{HeaderList, HeaderName, HeaderValue, Method, Status};
use crate::Url;

/// A request as it travels: what the browser sends and the server receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// Where it goes. On the wire this is the request target and the `Host` header.
    pub url: Url,
    /// The headers, without those that every browser adds and CORS never looks at.
    pub headers: HeaderList,
}

/// A response as it travels.
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
    /// There was a connection, and it ended without one: reset, cut off, or not HTTP.
    Closed,
    /// There was no connection: nobody listens there.
    Refused,
    /// There is one, but the vendor's documentation leaves open what it says: this is what it leaves open.
    NotDocumented(&'static str),
}

impl HttpRequest {
    /// Whether this has an `Origin` header. The standard's *CORS request* cannot be recognised for
    /// sure: a same-origin `POST` carries `Origin` too.
    pub fn is_cors_request(&self) -> bool {
        self.origin().is_some()
    }

    /// <https://fetch.spec.whatwg.org/#cors-preflight-request> as a server can see it: `OPTIONS` with a
    /// non-empty `Origin` and a non-empty `Access-Control-Request-Method`. Neither value is checked further.
    pub fn is_cors_preflight_request(&self) -> bool {
        // Two lines are joined by a comma, so they are never empty together.
        let has = |name| {
            let mut lines = self.headers.values(name);
            lines
                .next()
                .is_some_and(|line| !line.as_bytes().is_empty() || lines.next().is_some())
        };
        self.method == Method::options() && has("Origin") && has("Access-Control-Request-Method")
    }

    /// The first line, as HTTP/1.1 writes it.
    pub fn request_line(&self) -> String {
        format!("{} {} HTTP/1.1", self.method, self.url.request_target())
    }

    /// The `Origin` header, lines joined.
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

    /// The first line, as HTTP/1.1 writes it.
    pub fn status_line(&self) -> String {
        format!("HTTP/1.1 {} {}", self.status, self.status.reason_phrase())
    }

    /// The same response with one more header line.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<HeaderValue>) -> Self {
        self.headers.append(HeaderName::literal(name), value);
        self
    }
}
