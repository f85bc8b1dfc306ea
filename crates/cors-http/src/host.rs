//! Hosts of URLs and origins (<https://url.spec.whatwg.org/#hosts-(domains-and-ip-addresses)>).

mod ipv4;
mod ipv6;

use core::fmt;

use crate::Platform;

/// For callers without Unicode tables: rejects every host beyond ASCII.
pub fn ascii_hosts_only(_host: &str) -> Option<String> {
    None
}

/// <https://url.spec.whatwg.org/#concept-host>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// A name, lowercase and in ASCII.
    Domain(String),
    /// An address of four bytes.
    Ipv4([u8; 4]),
    /// An address of eight pieces.
    Ipv6([u16; 8]),
    /// The host of a scheme that the URL standard doesn't know, as typed.
    Opaque(String),
}

/// Why a text isn't a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// Nothing between the scheme and the port or path.
    Empty,
    /// A character that hosts can't contain.
    ForbiddenCharacter(char),
    /// Two dots in a row, or one at the beginning: not a DNS name.
    EmptyLabel,
    /// The last label is a number, but the host isn't an IPv4 address.
    NotAnIpv4Address,
    /// Square brackets around something that isn't an IPv6 address.
    NotAnIpv6Address,
    /// Characters beyond ASCII without an ASCII form.
    NoAsciiForm,
    /// Longer than the 253 characters that DNS allows, or with a label longer than 63.
    TooLong,
}

impl Host {
    /// Parses the host of an `http` or `https` URL.
    pub fn parse(text: &str, platform: &Platform) -> Result<Self, HostError> {
        if text.is_empty() {
            return Err(HostError::Empty);
        }
        if let Some(inner) = text.strip_prefix('[') {
            return inner
                .strip_suffix(']')
                .and_then(ipv6::parse)
                .map(Self::Ipv6)
                .ok_or(HostError::NotAnIpv6Address);
        }
        let ascii = if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            (platform.host_to_ascii)(text)
                .filter(|host| host.is_ascii() && !host.is_empty())
                .ok_or(HostError::NoAsciiForm)?
                .to_ascii_lowercase()
        };
        if let Some(forbidden) = ascii.chars().find(|&c| is_forbidden_domain_code_point(c)) {
            return Err(HostError::ForbiddenCharacter(forbidden));
        }
        let name = ascii.strip_suffix('.').unwrap_or(&ascii);
        if ipv4::ends_in_a_number(name) {
            return ipv4::parse(name)
                .map(Self::Ipv4)
                .ok_or(HostError::NotAnIpv4Address);
        }
        Ok(Self::Domain(ascii))
    }

    /// Whether DNS can contain this name (RFC 1035, section 2.3.4). URLs can contain others.
    pub fn check_dns_name(&self) -> Result<(), HostError> {
        let (Self::Domain(name) | Self::Opaque(name)) = self else {
            return Ok(());
        };
        let name = name.strip_suffix('.').unwrap_or(name);
        if name.split('.').any(str::is_empty) {
            return Err(HostError::EmptyLabel);
        }
        if name.len() > 253 || name.split('.').any(|label| label.len() > 63) {
            return Err(HostError::TooLong);
        }
        Ok(())
    }

    /// Whether this is an IP address.
    pub fn is_ip_address(&self) -> bool {
        matches!(self, Self::Ipv4(_) | Self::Ipv6(_))
    }

    /// Whether this is the user's own machine: `localhost`, `*.localhost`, 127.0.0.0/8 or `[::1]`.
    pub fn is_loopback(&self) -> bool {
        match self {
            Self::Domain(name) | Self::Opaque(name) => {
                let name = name.strip_suffix('.').unwrap_or(name);
                name == "localhost" || name.ends_with(".localhost")
            }
            Self::Ipv4([first, ..]) => *first == 127,
            Self::Ipv6(pieces) => *pieces == [0, 0, 0, 0, 0, 0, 0, 1],
        }
    }
}

/// <https://url.spec.whatwg.org/#forbidden-domain-code-point>
fn is_forbidden_domain_code_point(c: char) -> bool {
    c.is_ascii_control()
        || matches!(
            c,
            ' ' | '#' | '/' | ':' | '<' | '>' | '?' | '@' | '[' | '\\' | ']' | '^' | '|' | '%'
        )
}

/// <https://url.spec.whatwg.org/#host-serializing>
impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(name) | Self::Opaque(name) => f.write_str(name),
            Self::Ipv4(bytes) => core::net::Ipv4Addr::from(*bytes).fmt(f),
            Self::Ipv6(pieces) => ipv6::write(f, *pieces),
        }
    }
}
