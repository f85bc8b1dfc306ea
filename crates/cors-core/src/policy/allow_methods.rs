use cors_http::Method;

/// `Access-Control-Allow-Methods` (<https://fetch.spec.whatwg.org/#http-access-control-allow-methods>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowMethods {
    /// `*`: sent as `*`; with credentials, where `*` isn't a wildcard, as the requested method.
    Any,
    /// These methods, in the order typed.
    Listed(Vec<Method>),
}

impl AllowMethods {
    /// Whether a preflight for this method succeeds. Method names are case-sensitive, and safelisted methods
    /// don't have to be listed.
    pub fn allows(&self, method: &Method) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(methods) => method.is_cors_safelisted() || methods.contains(method),
        }
    }

    /// The list as a header value; `None` for an empty list and for `*`.
    pub fn joined(&self) -> Option<String> {
        match self {
            Self::Any => None,
            Self::Listed(methods) => super::allow_headers::join(methods.iter().map(Method::as_str)),
        }
    }
}
