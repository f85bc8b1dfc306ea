use super::OriginPattern;

/// The allowed origins: `Access-Control-Allow-Origin` (<https://fetch.spec.whatwg.org/#http-access-control-allow-origin>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowOrigin {
    /// `*`.
    Any,
    /// These origins; none if the list is empty.
    Listed(Vec<OriginPattern>),
}

impl AllowOrigin {
    /// The entries other than `*`.
    pub fn patterns(&self) -> &[OriginPattern] {
        match self {
            Self::Any => &[],
            Self::Listed(patterns) => patterns,
        }
    }
}
