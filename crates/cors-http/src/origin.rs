//! Origins (<https://html.spec.whatwg.org/multipage/browsers.html#concept-origin>).

use core::fmt::{self, Write as _};

use crate::Host;
use crate::Platform;
use crate::{Url, default_port};

/// The origin of a page or a response.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Equal only to itself: sandboxed frames, `data:` URLs, in most browsers also `file:`.
    /// `null` is not an origin, but how such an origin is *serialized*.
    Opaque,
    /// Scheme, host and port.
    Tuple(TupleOrigin),
}

/// The scheme, host and port of an origin that is not opaque.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TupleOrigin {
    scheme: String,
    host: Host,
    port: Option<u16>,
}

impl Origin {
    /// The origin of this scheme, host and port.
    pub fn tuple(scheme: &str, host: Host, port: Option<u16>) -> Self {
        Self::Tuple(TupleOrigin::new(scheme, host, port))
    }

    /// Parses a serialized origin, including `null`. Rejects a path or anything else after the host.
    pub fn parse(text: &str, platform: &Platform) -> Option<Self> {
        if text == "null" {
            return Some(Self::Opaque);
        }
        let url = Url::parse(text, None, platform).ok()?;
        let bare = !url.includes_credentials()
            && url.fragment().is_none()
            && matches!(url.request_target().as_str(), "" | "/");
        let host = url.host().filter(|_| bare)?.clone();
        let port = url.port_or_default();
        Some(Self::tuple(url.scheme(), host, port))
    }

    /// <https://html.spec.whatwg.org/multipage/browsers.html#same-origin>
    ///
    /// Two opaque origins aren't the same: a sandboxed page isn't even same-origin with its own server.
    pub fn is_same_origin(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tuple(a), Self::Tuple(b)) => a == b,
            _ => false,
        }
    }

    /// <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>
    pub fn serialize(&self) -> String {
        match self {
            Self::Opaque => "null".to_owned(),
            Self::Tuple(tuple) => tuple.serialize(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.serialize())
    }
}

impl TupleOrigin {
    /// The origin of this scheme, host and port. A default port is removed.
    pub fn new(scheme: &str, host: Host, port: Option<u16>) -> Self {
        Self {
            scheme: scheme.to_owned(),
            host,
            port: port.filter(|&port| default_port(scheme) != Some(port)),
        }
    }

    /// The scheme, without the colon.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The host.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// The port; `None` for the scheme's default.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>
    pub fn serialize(&self) -> String {
        // Long enough for most origins, so that the text is rarely moved.
        let mut text = String::with_capacity(64);
        let _ = write!(text, "{self}");
        text
    }

    /// Whether these bytes are the serialized origin. It allocates nothing, because allow lists can be long.
    pub fn is_serialized_as(&self, origin: &[u8]) -> bool {
        let host_and_port = origin
            .strip_prefix(self.scheme.as_bytes())
            .and_then(|rest| rest.strip_prefix(b"://"));
        match (host_and_port, &self.host) {
            (None, _) => false,
            (Some(rest), Host::Domain(name) | Host::Opaque(name)) => {
                match (rest.strip_prefix(name.as_bytes()), self.port) {
                    (None, _) => false,
                    (Some(rest), None) => rest.is_empty(),
                    (Some(rest), Some(port)) => rest == format!(":{port}").as_bytes(),
                }
            }
            (Some(_), Host::Ipv4(_) | Host::Ipv6(_)) => origin == self.serialize().as_bytes(),
        }
    }
}

impl fmt::Display for TupleOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.scheme)?;
        f.write_str("://")?;
        self.host.fmt(f)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}
