use core::fmt;
use std::borrow::Cow;

use super::is_token;

/// A request method. It is case-sensitive (<https://fetch.spec.whatwg.org/#concept-method>).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Method(Cow<'static, str>);

/// The text isn't a token, so it can't be a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidMethod(pub String);

impl Method {
    /// Doesn't change the text; [`Method::normalize`] is a separate step, as in the standard.
    pub fn parse(text: &str) -> Result<Self, InvalidMethod> {
        if is_token(text.as_bytes()) {
            Ok(Self(Cow::Owned(text.to_owned())))
        } else {
            Err(InvalidMethod(text.to_owned()))
        }
    }

    /// A method in the source code. Tests cover the literals.
    pub fn literal(name: &'static str) -> Self {
        debug_assert!(is_token(name.as_bytes()), "a literal method is a token");
        Self(Cow::Borrowed(name))
    }

    /// `GET`.
    pub fn get() -> Self {
        Self(Cow::Borrowed("GET"))
    }

    /// `OPTIONS`, the method of every preflight.
    pub fn options() -> Self {
        Self(Cow::Borrowed("OPTIONS"))
    }

    /// The method as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// <https://fetch.spec.whatwg.org/#concept-method-normalize>: six methods are uppercased.
    /// `patch` is not one of them, to many people's surprise.
    #[must_use]
    pub fn normalize(&self) -> Self {
        const NORMALIZED: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
        NORMALIZED
            .iter()
            .find(|name| name.eq_ignore_ascii_case(&self.0))
            .map_or_else(|| self.clone(), |name| Self(Cow::Borrowed(name)))
    }

    /// <https://fetch.spec.whatwg.org/#cors-safelisted-method>
    pub fn is_cors_safelisted(&self) -> bool {
        matches!(self.as_str(), "GET" | "HEAD" | "POST")
    }

    /// The safelisted methods.
    pub fn safelisted() -> [Self; 3] {
        ["GET", "HEAD", "POST"].map(|name| Self(Cow::Borrowed(name)))
    }

    /// <https://fetch.spec.whatwg.org/#forbidden-method>: JavaScript can't send these.
    pub fn is_forbidden(&self) -> bool {
        ["CONNECT", "TRACE", "TRACK"]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&self.0))
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
