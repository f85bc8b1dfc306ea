use cors_http::HeaderName;

/// `Access-Control-Expose-Headers` (<https://fetch.spec.whatwg.org/#http-access-control-expose-headers>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExposeHeaders {
    /// `*`: every header except `Set-Cookie`, and only without credentials.
    Any,
    /// These names, in the order and spelling typed.
    Listed(Vec<HeaderName>),
}

impl ExposeHeaders {
    /// The header's value; `None` if it isn't sent.
    pub fn value(&self) -> Option<String> {
        match self {
            Self::Any => Some("*".to_owned()),
            Self::Listed(names) => super::allow_headers::join(names.iter().map(HeaderName::as_str)),
        }
    }
}
