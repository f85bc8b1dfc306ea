use core::fmt;

/// A response's status code: 100 to 999 (<https://fetch.spec.whatwg.org/#concept-status>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(u16);

/// The number doesn't have three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidStatus(pub u64);

impl Status {
    /// 200.
    pub const OK: Self = Self(200);
    /// 204.
    pub const NO_CONTENT: Self = Self(204);
    /// 400.
    pub const BAD_REQUEST: Self = Self(400);
    /// 301.
    pub const MOVED_PERMANENTLY: Self = Self(301);
    /// 307.
    pub const TEMPORARY_REDIRECT: Self = Self(307);
    /// 401.
    pub const UNAUTHORIZED: Self = Self(401);
    /// 403.
    pub const FORBIDDEN: Self = Self(403);
    /// 404.
    pub const NOT_FOUND: Self = Self(404);
    /// 405.
    pub const METHOD_NOT_ALLOWED: Self = Self(405);
    /// 413.
    pub const CONTENT_TOO_LARGE: Self = Self(413);
    /// 500.
    pub const INTERNAL_SERVER_ERROR: Self = Self(500);
    /// 501.
    pub const NOT_IMPLEMENTED: Self = Self(501);
    /// 502.
    pub const BAD_GATEWAY: Self = Self(502);
    /// 503.
    pub const SERVICE_UNAVAILABLE: Self = Self(503);

    /// Accepts any three-digit code.
    pub fn new(code: u64) -> Result<Self, InvalidStatus> {
        match u16::try_from(code) {
            Ok(code @ 100..=999) => Ok(Self(code)),
            _ => Err(InvalidStatus(code)),
        }
    }

    /// The number.
    pub fn code(self) -> u16 {
        self.0
    }

    /// <https://fetch.spec.whatwg.org/#ok-status>
    pub fn is_ok(self) -> bool {
        (200..300).contains(&self.0)
    }

    /// <https://fetch.spec.whatwg.org/#redirect-status>
    pub fn is_redirect(self) -> bool {
        matches!(self.0, 301 | 302 | 303 | 307 | 308)
    }

    /// The usual reason phrase (RFC 9110 section 15); empty if there is none.
    pub fn reason_phrase(self) -> &'static str {
        match self.0 {
            200 => "OK",
            201 => "Created",
            202 => "Accepted",
            204 => "No Content",
            206 => "Partial Content",
            301 => "Moved Permanently",
            302 => "Found",
            303 => "See Other",
            304 => "Not Modified",
            307 => "Temporary Redirect",
            308 => "Permanent Redirect",
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            413 => "Content Too Large",
            500 => "Internal Server Error",
            502 => "Bad Gateway",
            503 => "Service Unavailable",
            504 => "Gateway Timeout",
            _ => "",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
