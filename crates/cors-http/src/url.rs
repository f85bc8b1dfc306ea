//! URLs as far as CORS needs them (<https://url.spec.whatwg.org/>).
//!
//! This isn't a general URL library. It parses the URL of a request and of a `Location` header,
//! returns the origin, and serializes again.

mod parse;
mod percent_encode;

use core::fmt;

use crate::Origin;
use crate::{Host, HostError};

/// A parsed URL (<https://url.spec.whatwg.org/#concept-url>).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Url {
    scheme: String,
    /// Username and password, if there are any, as written between `//` and `@`.
    userinfo: Option<String>,
    host: Option<Host>,
    /// `None` for the scheme's default port.
    port: Option<u16>,
    path: String,
    query: Option<String>,
    fragment: Option<String>,
}

/// Why a text isn't a URL that a request can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlError {
    /// There is no scheme, and no base URL.
    RelativeWithoutBase,
    /// The host is invalid.
    Host(HostError),
    /// The port isn't a number up to 65535.
    Port(String),
}

impl Url {
    /// <https://url.spec.whatwg.org/#concept-url-scheme>
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Whether this is an HTTP(S) scheme (<https://fetch.spec.whatwg.org/#http-scheme>).
    pub fn is_http(&self) -> bool {
        matches!(self.scheme.as_str(), "http" | "https")
    }

    /// <https://url.spec.whatwg.org/#include-credentials>
    pub fn includes_credentials(&self) -> bool {
        self.userinfo.is_some()
    }

    /// The host, if the scheme has one.
    pub fn host(&self) -> Option<&Host> {
        self.host.as_ref()
    }

    /// The port, written or default.
    pub fn port_or_default(&self) -> Option<u16> {
        self.port.or_else(|| default_port(&self.scheme))
    }

    /// The fragment, without `#`.
    pub fn fragment(&self) -> Option<&str> {
        self.fragment.as_deref()
    }

    /// The same URL with a different fragment.
    #[must_use]
    pub fn with_fragment(mut self, fragment: Option<String>) -> Self {
        self.fragment = fragment;
        self
    }

    /// <https://url.spec.whatwg.org/#concept-url-origin>
    pub fn origin(&self) -> Origin {
        match (&self.host, self.scheme.as_str()) {
            (Some(host), "http" | "https" | "ws" | "wss" | "ftp") => {
                Origin::tuple(&self.scheme, host.clone(), self.port)
            }
            _ => Origin::Opaque,
        }
    }

    /// The path and query, as in the request line.
    pub fn request_target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// The host and port, as in the `Host` header.
    pub fn authority(&self) -> String {
        let host = self
            .host
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        match self.port {
            Some(port) => format!("{host}:{port}"),
            None => host,
        }
    }
}

impl Url {
    /// <https://url.spec.whatwg.org/#url-serializing> with *exclude fragment*.
    fn write_without_fragment(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str(&self.scheme)?;
        out.write_str(":")?;
        if let Some(host) = &self.host {
            out.write_str("//")?;
            if let Some(userinfo) = &self.userinfo {
                write!(out, "{userinfo}@")?;
            }
            write!(out, "{host}")?;
            if let Some(port) = self.port {
                write!(out, ":{port}")?;
            }
        }
        out.write_str(&self.path)?;
        match &self.query {
            Some(query) => write!(out, "?{query}"),
            None => Ok(()),
        }
    }
}

/// <https://url.spec.whatwg.org/#default-port>
pub fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

/// <https://url.spec.whatwg.org/#concept-url-serializer>
impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_without_fragment(f)?;
        match &self.fragment {
            Some(fragment) => write!(f, "#{fragment}"),
            None => Ok(()),
        }
    }
}
