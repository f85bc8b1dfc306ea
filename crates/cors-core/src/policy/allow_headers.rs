use cors_http::HeaderName;

/// `Access-Control-Allow-Headers` (<https://fetch.spec.whatwg.org/#http-access-control-allow-headers>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowHeaders {
    /// `*`: sent as `*`; with credentials, where `*` isn't a wildcard, as the requested names.
    Any {
        /// Whether `Authorization`, which `*` doesn't cover, is listed next to it.
        and_authorization: bool,
    },
    /// These names, in the order and spelling typed.
    Listed(Vec<HeaderName>),
}

impl AllowHeaders {
    /// The list as a header value; `None` for an empty list and for `*`.
    pub fn joined(&self) -> Option<String> {
        match self {
            Self::Any { .. } => None,
            Self::Listed(names) => join(names.iter().map(HeaderName::as_str)),
        }
    }
}

/// Joins with a comma and a space; `None` if there are no items.
pub(super) fn join<'a>(items: impl Iterator<Item = &'a str>) -> Option<String> {
    let items: Vec<&str> = items.collect();
    (!items.is_empty()).then(|| items.join(", "))
}
