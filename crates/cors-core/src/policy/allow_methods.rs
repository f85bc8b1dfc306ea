use cors_http::Method;

/// `Access-Control-Allow-Methods` (<https://fetch.spec.whatwg.org/#http-access-control-allow-methods>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowMethods {
    /// `*`: sent as `*`, or with credentials, where `*` means nothing, as the method asked for.
    Any,
    /// These, in the order typed.
    Listed(Vec<Method>),
}

impl AllowMethods {
    /// Whether a preflight for this method is granted. Bytes are compared, and the safelisted methods
    /// need no permission.
    pub fn allows(&self, method: &Method) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(methods) => method.is_cors_safelisted() || methods.contains(method),
        }
    }

    /// The list as one header value, `None` for an empty list and for `*`.
    pub fn joined(&self) -> Option<String> {
        match self {
            Self::Any => None,
            Self::Listed(methods) => super::allow_headers::join(methods.iter().map(Method::as_str)),
        }
    }
}
