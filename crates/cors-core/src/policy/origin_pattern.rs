use core::fmt;

use cors_http::Host;
use cors_http::TupleOrigin;
use cors_http::{NotLoaded, PublicSuffix, PublicSuffixList};

/// One entry of an allow list other than `*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginPattern {
    /// `null`: every opaque origin. Any site can send it from a sandboxed frame.
    Null,
    /// One origin, compared exactly.
    Exact(TupleOrigin),
    /// A family of origins.
    Family(OriginFamily),
}

/// Origins of one scheme with a host or port that varies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginFamily {
    pub(super) scheme: String,
    pub(super) host: HostPattern,
    pub(super) port: PortPattern,
    pub(super) reach: Reach,
}

/// Who can get a host that a family matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The owner of the domain behind the wildcard.
    Owner,
    /// Anyone, under this public suffix.
    Anyone(PublicSuffix),
    /// Not known, because the Public Suffix List isn't loaded.
    Unknown,
}

impl Reach {
    pub(super) fn of(host: &HostPattern, suffixes: &PublicSuffixList) -> Self {
        let found = match host {
            HostPattern::Exact(_) => return Self::Owner,
            HostPattern::Subdomains { base } => suffixes.public_suffix_at_or_below(base),
            HostPattern::InLabel { suffix, .. } => match suffix.split_once('.') {
                Some((_, behind)) => suffixes.public_suffix(behind),
                None => return Self::Owner,
            },
        };
        match found {
            Ok(Some(suffix)) => Self::Anyone(suffix),
            Ok(None) => Self::Owner,
            Err(NotLoaded) => Self::Unknown,
        }
    }
}

/// Which hosts belong to a family.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostPattern {
    /// This host alone. Only the port varies.
    Exact(Host),
    /// `*.example.com`: one or more whole labels before the base, but not the base itself.
    Subdomains {
        /// The part after `*.`.
        base: String,
    },
    /// `deploy-*--site.example`: one or more of `a-z`, `0-9` and `-` inside the leftmost label.
    InLabel {
        /// The part before the `*`.
        prefix: String,
        /// The part after the `*`: the rest of the label and of the host.
        suffix: String,
    },
}

/// Which ports belong to a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortPattern {
    /// The scheme's default port, which isn't written.
    Default,
    /// This port.
    Exact(u16),
    /// `:*`: any port, written or not.
    Any,
}

/// A part of a regular expression. Each target writes it in its own syntax, and
/// [`OriginPattern::matches`] matches the same texts; tests compare the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// This text, to be escaped.
    Literal(String),
    /// `([a-z0-9_-]+\.)+`
    Labels,
    /// `[a-z0-9-]+`
    InLabel,
    /// `(:[0-9]{1,5})?`
    AnyPort,
}

impl OriginPattern {
    /// Whether the value of an `Origin` header matches this entry. It is compared byte for byte: browsers
    /// send serialized origins, and anything else is a forgery.
    pub fn matches(&self, origin: &[u8]) -> bool {
        match self {
            Self::Null => origin == b"null",
            Self::Exact(exact) => exact.is_serialized_as(origin),
            Self::Family(family) => family.matches(origin),
        }
    }
}

impl OriginPattern {
    /// An origin that belongs to this entry.
    pub fn example(&self) -> String {
        match self {
            Self::Null | Self::Exact(_) => self.to_string(),
            Self::Family(family) => family
                .pieces()
                .into_iter()
                .map(|piece| match piece {
                    Piece::Literal(text) => text,
                    Piece::Labels => "app.".to_owned(),
                    Piece::InLabel => "1".to_owned(),
                    Piece::AnyPort => String::new(),
                })
                .collect(),
        }
    }
}

impl OriginFamily {
    /// The scheme, without the colon.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The hosts.
    pub fn host(&self) -> &HostPattern {
        &self.host
    }

    /// The ports.
    pub fn port(&self) -> PortPattern {
        self.port
    }

    /// Who can get a host that this matches.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The whole pattern, from the first byte to the last. A target anchors it at both ends.
    pub fn pieces(&self) -> Vec<Piece> {
        let (before, wild, after) = match &self.host {
            HostPattern::Exact(host) => (host.to_string(), None, String::new()),
            HostPattern::Subdomains { base } => (String::new(), Some(Piece::Labels), base.clone()),
            HostPattern::InLabel { prefix, suffix } => {
                (prefix.clone(), Some(Piece::InLabel), suffix.clone())
            }
        };
        let (end, any_port) = match self.port {
            PortPattern::Default => (after, None),
            PortPattern::Exact(port) => (format!("{after}:{port}"), None),
            PortPattern::Any => (after, Some(Piece::AnyPort)),
        };
        let mut pieces = vec![Piece::Literal(format!("{}://{before}", self.scheme))];
        pieces.extend(wild);
        pieces.extend((!end.is_empty()).then_some(Piece::Literal(end)));
        pieces.extend(any_port);
        pieces
    }

    fn matches(&self, origin: &[u8]) -> bool {
        let Some(rest) = origin.strip_prefix(self.scheme.as_bytes()) else {
            return false;
        };
        let Some(host_and_port) = rest.strip_prefix(b"://") else {
            return false;
        };
        match self.port {
            PortPattern::Default => self.host.matches(host_and_port),
            PortPattern::Exact(port) => host_and_port
                .strip_suffix(format!(":{port}").as_bytes())
                .is_some_and(|host| self.host.matches(host)),
            PortPattern::Any => {
                self.host.matches(host_and_port)
                    || split_port(host_and_port).is_some_and(|host| self.host.matches(host))
            }
        }
    }
}

/// The host, if the text ends with a colon and one to five digits.
fn split_port(text: &[u8]) -> Option<&[u8]> {
    let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let host = text.get(..text.len().checked_sub(digits)?)?;
    (1..=5)
        .contains(&digits)
        .then_some(host)?
        .strip_suffix(b":")
}

impl HostPattern {
    fn matches(&self, host: &[u8]) -> bool {
        match self {
            Self::Exact(exact) => host == exact.to_string().as_bytes(),
            Self::Subdomains { base } => host
                .strip_suffix(base.as_bytes())
                .and_then(|labels| labels.strip_suffix(b"."))
                .is_some_and(|labels| labels.split(|&b| b == b'.').all(is_label)),
            Self::InLabel { prefix, suffix } => host
                .strip_prefix(prefix.as_bytes())
                .and_then(|rest| rest.strip_suffix(suffix.as_bytes()))
                .is_some_and(|middle| {
                    !middle.is_empty()
                        && middle
                            .iter()
                            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
                }),
        }
    }
}

fn is_label(label: &[u8]) -> bool {
    !label.is_empty()
        && label
            .iter()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

/// As written in an allow list.
impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Exact(exact) => exact.fmt(f),
            Self::Family(family) => family.fmt(f),
        }
    }
}

impl fmt::Display for OriginFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.scheme)?;
        match &self.host {
            HostPattern::Exact(host) => host.fmt(f)?,
            HostPattern::Subdomains { base } => write!(f, "*.{base}")?,
            HostPattern::InLabel { prefix, suffix } => write!(f, "{prefix}*{suffix}")?,
        }
        match self.port {
            PortPattern::Default => Ok(()),
            PortPattern::Exact(port) => write!(f, ":{port}"),
            PortPattern::Any => f.write_str(":*"),
        }
    }
}
