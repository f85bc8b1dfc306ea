use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::is_token;

/// A header name. The spelling is kept; comparing, ordering and hashing ignore ASCII case.
#[derive(Clone, Debug)]
pub struct HeaderName {
    spelled: String,
}

/// The text is not a token, so no message can carry it as a header name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHeaderName(pub String);

impl HeaderName {
    /// Takes any token.
    pub fn parse(text: &str) -> Result<Self, InvalidHeaderName> {
        if is_token(text.as_bytes()) {
            Ok(Self {
                spelled: text.to_owned(),
            })
        } else {
            Err(InvalidHeaderName(text.to_owned()))
        }
    }

    /// A name that this crate itself writes. It is for literals, which the tests cover.
    pub(crate) fn literal(name: &'static str) -> Self {
        debug_assert!(
            is_token(name.as_bytes()),
            "a literal header name is a token"
        );
        Self {
            spelled: name.to_owned(),
        }
    }

    /// The spelling that was given.
    pub fn as_str(&self) -> &str {
        &self.spelled
    }

    /// The name in lower case, as preflights and HTTP/2 carry it.
    pub fn to_lowercase(&self) -> String {
        self.spelled.to_ascii_lowercase()
    }

    /// The same name, spelled in lower case.
    #[must_use]
    pub fn lowercased(&self) -> Self {
        Self {
            spelled: self.to_lowercase(),
        }
    }

    /// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>: `*` does not cover these.
    pub fn is_cors_non_wildcard_request_header_name(&self) -> bool {
        self.is("authorization")
    }

    /// <https://fetch.spec.whatwg.org/#forbidden-response-header-name>: script never sees these.
    pub fn is_forbidden_response_header_name(&self) -> bool {
        self.is("set-cookie") || self.is("set-cookie2")
    }

    /// Compares without regard to ASCII case.
    pub fn is(&self, name: &str) -> bool {
        self.spelled.eq_ignore_ascii_case(name)
    }

    fn folded(&self) -> impl Iterator<Item = u8> + '_ {
        self.spelled.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

impl PartialEq for HeaderName {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.spelled)
    }
}

impl Eq for HeaderName {}

impl PartialOrd for HeaderName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order of the bytes in lower case, in which preflights list names.
impl Ord for HeaderName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(other.folded())
    }
}

impl Hash for HeaderName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.folded() {
            state.write_u8(byte);
        }
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelled)
    }
}
