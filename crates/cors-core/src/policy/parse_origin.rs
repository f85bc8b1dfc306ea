use core::fmt;

use super::meant::{self, LibraryWord};
use super::origin_pattern::{HostPattern, OriginFamily, OriginPattern, PortPattern, Reach};
use cors_http::Platform;
use cors_http::TupleOrigin;
use cors_http::default_port;
use cors_http::{Host, HostError};

/// The meaning of one entry of the allow list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginEntry {
    /// `*`.
    Any,
    /// A pattern or a single origin.
    Pattern(OriginPattern),
}

/// As written in an allow list.
impl fmt::Display for OriginEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Pattern(pattern) => pattern.fmt(f),
        }
    }
}

/// A change to an entry whose meaning is clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginNormalization {
    /// Removed spaces around the entry.
    SurroundingSpace,
    /// Converted scheme or host to lowercase.
    Case,
    /// Removed the scheme's default port.
    DefaultPort,
    /// Removed a slash at the end.
    TrailingSlash,
    /// Converted characters beyond ASCII to Punycode.
    UnicodeHost,
    /// Rewrote an IP address in its standard form.
    Address,
    /// The host ends with a dot. It was kept, because it makes a different origin.
    TrailingDot,
}

/// Why an entry isn't an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginError {
    /// The entry is empty.
    Empty,
    /// More than one origin.
    Several,
    /// There is no `scheme://`.
    MissingScheme {
        /// The entry with its most likely scheme.
        meant: String,
    },
    /// The scheme is invalid, or has a wildcard.
    Scheme(String),
    /// The scheme differs from `http` or `https` by one or two letters.
    MisspelledScheme {
        /// The scheme as written.
        scheme: String,
        /// The intended scheme.
        meant: &'static str,
    },
    /// A regular expression.
    RegularExpression {
        /// The same as one of our patterns, if there is one.
        meant: Option<String>,
    },
    /// A template with a placeholder.
    Template {
        /// The placeholder.
        placeholder: String,
        /// The entry with `*` in its place.
        meant: String,
    },
    /// Another library's word.
    Word(LibraryWord),
    /// `file:`, `data:` and `blob:` pages have an opaque origin, or that of their creator.
    OpaqueScheme(String),
    /// `ws:` and `wss:` are schemes of connections, not of pages.
    WebSocketScheme(String),
    /// A path other than a single slash.
    Path(String),
    /// A query.
    Query(String),
    /// A fragment.
    Fragment(String),
    /// A username or password.
    Userinfo(String),
    /// The host is invalid.
    Host(HostError),
    /// The port isn't a number from 1 to 65535.
    Port(String),
    /// A `*` in the wrong place.
    Wildcard,
    /// `*.` before an IP address.
    WildcardBeforeAddress,
    /// `*` for the whole host.
    WildcardHost,
    /// `NULL` or similar. Browsers send `null`, and servers compare it exactly.
    NullMisspelled,
}

/// Parses one entry of the allow list (`*`, `null`, an origin, or a pattern).
pub fn parse_origin(
    text: &str,
    platform: &Platform,
) -> Result<(OriginEntry, Vec<OriginNormalization>), OriginError> {
    let entry = text.trim();
    let mut changes = Vec::new();
    if entry.len() != text.len() {
        changes.push(OriginNormalization::SurroundingSpace);
    }
    match entry {
        "" => return Err(OriginError::Empty),
        "*" => return Ok((OriginEntry::Any, changes)),
        "null" => return Ok((OriginEntry::Pattern(OriginPattern::Null), changes)),
        _ if entry.eq_ignore_ascii_case("null") => return Err(OriginError::NullMisspelled),
        _ => {}
    }
    if let Some(word) = LibraryWord::of(entry) {
        return Err(OriginError::Word(word));
    }
    if let Some(placeholder) = meant::placeholder(entry) {
        return Err(OriginError::Template {
            placeholder: placeholder.to_owned(),
            meant: meant::without_placeholders(entry),
        });
    }
    if meant::is_regular_expression(entry) {
        return Err(OriginError::RegularExpression {
            meant: meant::from_regular_expression(entry),
        });
    }
    let (scheme, rest) = split_scheme(entry, &mut changes)?;
    let (host, port) = split_authority(rest, &mut changes)?;
    let port = parse_port(port, &scheme, &mut changes)?;
    let pattern = if is_web_scheme(&scheme) {
        web_origin(&scheme, host, port, platform, &mut changes)?
    } else {
        OriginPattern::Exact(other_origin(&scheme, host, port)?)
    };
    Ok((OriginEntry::Pattern(pattern), changes))
}

fn is_web_scheme(scheme: &str) -> bool {
    matches!(scheme, "http" | "https")
}

fn split_scheme<'a>(
    entry: &'a str,
    changes: &mut Vec<OriginNormalization>,
) -> Result<(String, &'a str), OriginError> {
    // Some of these have no slashes, and `blob:` contains another origin.
    if let Some((scheme @ ("file" | "data" | "blob" | "about"), _)) = entry.split_once(':') {
        return Err(OriginError::OpaqueScheme(scheme.to_owned()));
    }
    let missing = || OriginError::MissingScheme {
        meant: meant::with_scheme(entry),
    };
    let (scheme, rest) = entry.split_once("://").ok_or_else(missing)?;
    if rest.contains("://") {
        return Err(OriginError::Several);
    }
    if scheme.is_empty() {
        return Err(missing());
    }
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let lower = scheme.to_ascii_lowercase();
    if lower != scheme {
        changes.push(OriginNormalization::Case);
    }
    match lower.as_str() {
        _ if !valid => Err(OriginError::Scheme(scheme.to_owned())),
        "file" | "data" | "blob" | "about" => Err(OriginError::OpaqueScheme(lower)),
        "ws" | "wss" => Err(OriginError::WebSocketScheme(lower)),
        _ => match meant::misspelled_scheme(&lower) {
            Some(meant) => Err(OriginError::MisspelledScheme {
                scheme: lower,
                meant,
            }),
            None => Ok((lower, rest)),
        },
    }
}

fn split_authority<'a>(
    rest: &'a str,
    changes: &mut Vec<OriginNormalization>,
) -> Result<(&'a str, &'a str), OriginError> {
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    match tail.chars().next() {
        None => {}
        Some('/') if tail == "/" => changes.push(OriginNormalization::TrailingSlash),
        Some('?') => return Err(OriginError::Query(tail.to_owned())),
        Some('#') => return Err(OriginError::Fragment(tail.to_owned())),
        Some(_) => return Err(OriginError::Path(tail.to_owned())),
    }
    if let Some((userinfo, _)) = authority.rsplit_once('@') {
        return Err(OriginError::Userinfo(userinfo.to_owned()));
    }
    Ok(match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => match port {
            "" => return Err(OriginError::Port(String::new())),
            _ => (host, port),
        },
        _ => (authority, ""),
    })
}

fn parse_port(
    port: &str,
    scheme: &str,
    changes: &mut Vec<OriginNormalization>,
) -> Result<PortPattern, OriginError> {
    let invalid = || OriginError::Port(port.to_owned());
    match port {
        "" => Ok(PortPattern::Default),
        "*" if is_web_scheme(scheme) => Ok(PortPattern::Any),
        "*" => Err(OriginError::Wildcard),
        _ if !port.bytes().all(|b| b.is_ascii_digit()) => Err(invalid()),
        _ => match port.parse::<u16>() {
            Ok(0) | Err(_) => Err(invalid()),
            Ok(number) if default_port(scheme) == Some(number) => {
                changes.push(OriginNormalization::DefaultPort);
                Ok(PortPattern::Default)
            }
            Ok(number) => {
                if number.to_string() != port {
                    changes.push(OriginNormalization::Address);
                }
                Ok(PortPattern::Exact(number))
            }
        },
    }
}

fn web_origin(
    scheme: &str,
    host: &str,
    port: PortPattern,
    platform: &Platform,
    changes: &mut Vec<OriginNormalization>,
) -> Result<OriginPattern, OriginError> {
    let family = |host| {
        OriginPattern::Family(OriginFamily {
            scheme: scheme.to_owned(),
            reach: Reach::of(&host, &platform.suffixes),
            host,
            port,
        })
    };
    if host == "*" {
        return Err(OriginError::WildcardHost);
    }
    if let Some(base) = host.strip_prefix("*.") {
        return match exact_host(base, platform, changes)? {
            Host::Domain(base) => Ok(family(HostPattern::Subdomains { base })),
            _ => Err(OriginError::WildcardBeforeAddress),
        };
    }
    if host.contains('*') {
        return in_label(host, platform, changes).map(family);
    }
    let host = exact_host(host, platform, changes)?;
    Ok(match port {
        PortPattern::Any => family(HostPattern::Exact(host)),
        PortPattern::Default => OriginPattern::Exact(TupleOrigin::new(scheme, host, None)),
        PortPattern::Exact(port) => {
            OriginPattern::Exact(TupleOrigin::new(scheme, host, Some(port)))
        }
    })
}

/// One `*` inside the leftmost label. A letter takes its place while the rest is checked as a host.
fn in_label(
    host: &str,
    platform: &Platform,
    changes: &mut Vec<OriginNormalization>,
) -> Result<HostPattern, OriginError> {
    let (label, rest) = host.split_once('.').unwrap_or((host, ""));
    let (prefix, suffix) = label.split_once('*').ok_or(OriginError::Wildcard)?;
    // Punycode encodes the whole label, so a part of an international label has no meaning.
    if suffix.contains('*') || rest.contains('*') || rest.is_empty() || !label.is_ascii() {
        return Err(OriginError::Wildcard);
    }
    match exact_host(&format!("{prefix}a{suffix}.{rest}"), platform, changes)? {
        Host::Domain(checked) => {
            let prefix = prefix.to_ascii_lowercase();
            let suffix = checked
                .get(prefix.len() + 1..)
                .ok_or(OriginError::Wildcard)?
                .to_owned();
            Ok(HostPattern::InLabel { prefix, suffix })
        }
        _ => Err(OriginError::WildcardBeforeAddress),
    }
}

fn exact_host(
    text: &str,
    platform: &Platform,
    changes: &mut Vec<OriginNormalization>,
) -> Result<Host, OriginError> {
    // The URL standard accepts more characters in a host than real names have. Every server language would have to
    // quote each of them, so they are rejected here.
    let strange =
        |c: &char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.');
    if !text.starts_with('[')
        && let Some(c) = text.chars().find(strange)
    {
        return Err(match c {
            '*' => OriginError::Wildcard,
            _ => OriginError::Host(HostError::ForbiddenCharacter(c)),
        });
    }
    let host = Host::parse(text, platform).map_err(OriginError::Host)?;
    host.check_dns_name().map_err(OriginError::Host)?;
    let written = host.to_string();
    if written != text {
        changes.push(match host {
            _ if !text.is_ascii() => OriginNormalization::UnicodeHost,
            Host::Domain(_) | Host::Opaque(_) => OriginNormalization::Case,
            Host::Ipv4(_) | Host::Ipv6(_) => OriginNormalization::Address,
        });
    }
    if let Host::Domain(name) = &host {
        if let Some(c) = name.chars().find(strange) {
            return Err(OriginError::Host(HostError::ForbiddenCharacter(c)));
        }
        if name.ends_with('.') {
            changes.push(OriginNormalization::TrailingDot);
        }
    }
    Ok(host)
}

/// `capacitor://localhost`, `chrome-extension://…`: browsers compare such hosts as they are written.
fn other_origin(scheme: &str, host: &str, port: PortPattern) -> Result<TupleOrigin, OriginError> {
    let port = match port {
        PortPattern::Exact(port) => Some(port),
        PortPattern::Default | PortPattern::Any => None,
    };
    if host.is_empty() {
        return Err(OriginError::Host(HostError::Empty));
    }
    match host
        .chars()
        .find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'))
    {
        Some('*') => Err(OriginError::Wildcard),
        Some(c) => Err(OriginError::Host(HostError::ForbiddenCharacter(c))),
        None if host.len() > 253 => Err(OriginError::Host(HostError::TooLong)),
        None => Ok(TupleOrigin::new(
            scheme,
            Host::Opaque(host.to_owned()),
            port,
        )),
    }
}
