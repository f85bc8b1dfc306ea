use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use std::borrow::Cow;

use super::is_token;

/// A header name. The spelling is kept; comparing, ordering and hashing ignore ASCII case.
#[derive(Clone, Debug)]
pub struct HeaderName {
    spelled: Cow<'static, str>,
}

/// The text isn't a token, so it can't be a header name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHeaderName(pub String);

impl HeaderName {
    /// Accepts any token.
    pub fn parse(text: &str) -> Result<Self, InvalidHeaderName> {
        if is_token(text.as_bytes()) {
            Ok(Self {
                spelled: Cow::Owned(text.to_owned()),
            })
        } else {
            Err(InvalidHeaderName(text.to_owned()))
        }
    }

    /// A name in the source code. Tests cover the literals.
    pub fn literal(name: &'static str) -> Self {
        debug_assert!(
            is_token(name.as_bytes()),
            "a literal header name is a token"
        );
        Self {
            spelled: Cow::Borrowed(name),
        }
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.spelled
    }

    /// The name in lowercase, as in preflights and HTTP/2.
    pub fn to_lowercase(&self) -> String {
        self.spelled.to_ascii_lowercase()
    }

    /// The same name in lowercase.
    #[must_use]
    pub fn lowercased(&self) -> Self {
        Self {
            spelled: Cow::Owned(self.to_lowercase()),
        }
    }

    /// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>: `*` doesn't cover these.
    pub fn is_cors_non_wildcard_request_header_name(&self) -> bool {
        self.is("authorization")
    }

    /// <https://fetch.spec.whatwg.org/#forbidden-response-header-name>: JavaScript can never read these.
    pub fn is_forbidden_response_header_name(&self) -> bool {
        self.is("set-cookie") || self.is("set-cookie2")
    }

    /// Compares without ASCII case.
    pub fn is(&self, name: &str) -> bool {
        self.spelled.eq_ignore_ascii_case(name)
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

/// The order of the lowercase bytes, in which preflights list names.
impl Ord for HeaderName {
    fn cmp(&self, other: &Self) -> Ordering {
        let (ours, theirs) = (self.spelled.as_bytes(), other.spelled.as_bytes());
        // Most bytes are equal, which is faster to check than converting them to lowercase.
        for (one, other) in ours.iter().zip(theirs) {
            if one != other {
                let order = one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase());
                if order.is_ne() {
                    return order;
                }
            }
        }
        ours.len().cmp(&theirs.len())
    }
}

impl Hash for HeaderName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.spelled.bytes() {
            state.write_u8(byte.to_ascii_lowercase());
        }
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelled)
    }
}
