use super::percent_encode::{EncodeSet, percent_encode};
use super::{Url, UrlError, default_port};
use crate::Platform;
use crate::{Host, HostError};

impl Url {
    /// <https://url.spec.whatwg.org/#concept-url-parser>, with `base` for a relative `Location`.
    pub fn parse(input: &str, base: Option<&Self>, platform: &Platform) -> Result<Self, UrlError> {
        let cleaned: String = input
            .trim_matches(|c: char| c <= ' ')
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .collect();
        let (rest, fragment) = match cleaned.split_once('#') {
            Some((rest, fragment)) => (rest, Some(percent_encode(fragment, EncodeSet::Fragment))),
            None => (cleaned.as_str(), None),
        };
        let url = match split_scheme(rest) {
            Some((scheme, after)) if is_special(&scheme) => match base {
                Some(base) if base.scheme == scheme && !after.starts_with(['/', '\\']) => {
                    relative(after, base, platform)
                }
                _ => with_authority(&scheme, after.trim_start_matches(['/', '\\']), platform),
            },
            Some((scheme, after)) => other_scheme(&scheme, after, platform),
            None => match base {
                Some(base) if base.host.is_some() => relative(rest, base, platform),
                _ => Err(UrlError::RelativeWithoutBase),
            },
        }?;
        Ok(url.with_fragment(fragment))
    }
}

fn split_scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, after) = text.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then(|| (scheme.to_ascii_lowercase(), after))
}

/// <https://url.spec.whatwg.org/#special-scheme>, without `file`, which no request goes to.
fn is_special(scheme: &str) -> bool {
    default_port(scheme).is_some()
}

/// Everything after `scheme://` of a special scheme.
fn with_authority(scheme: &str, after: &str, platform: &Platform) -> Result<Url, UrlError> {
    let end = after.find(['/', '\\', '?']).unwrap_or(after.len());
    let (authority, path_and_query) = after.split_at(end);
    let (userinfo, host_and_port) = match authority.rsplit_once('@') {
        Some((userinfo, rest)) => (Some(userinfo), rest),
        None => (None, authority),
    };
    let (host, port) = split_port(host_and_port);
    let host = percent_decode(host).ok_or(UrlError::Host(HostError::ForbiddenCharacter('%')))?;
    let (path, query) = split_query(path_and_query);
    Ok(Url {
        scheme: scheme.to_owned(),
        userinfo: userinfo
            .filter(|text| !text.is_empty() && *text != ":")
            .map(encode_userinfo),
        host: Some(Host::parse(&host, platform).map_err(UrlError::Host)?),
        port: parse_port(port, scheme)?,
        path: absolute_path(path),
        query,
        fragment: None,
    })
}

fn encode_userinfo(text: &str) -> String {
    match text.split_once(':') {
        Some((user, password)) => format!(
            "{}:{}",
            percent_encode(user, EncodeSet::Userinfo),
            percent_encode(password, EncodeSet::Userinfo)
        ),
        None => percent_encode(text, EncodeSet::Userinfo),
    }
}

/// The port is after the last colon outside square brackets.
fn split_port(text: &str) -> (&str, &str) {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (text, ""),
    }
}

fn parse_port(port: &str, scheme: &str) -> Result<Option<u16>, UrlError> {
    if port.is_empty() {
        return Ok(None);
    }
    let digits = port.bytes().all(|b| b.is_ascii_digit());
    match port.parse::<u16>() {
        Ok(number) if digits => Ok((default_port(scheme) != Some(number)).then_some(number)),
        _ => Err(UrlError::Port(port.to_owned())),
    }
}

fn split_query(text: &str) -> (&str, Option<String>) {
    match text.split_once('?') {
        Some((path, query)) => (path, Some(percent_encode(query, EncodeSet::Query))),
        None => (text, None),
    }
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = (first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|hex| core::str::from_utf8(hex).ok())
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = escaped {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// <https://url.spec.whatwg.org/#path-state> for special schemes: a backslash counts as a slash, and dot segments are removed.
fn absolute_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix('/').unwrap_or(&path);
    let mut segments: Vec<String> = Vec::new();
    let mut pieces = path.split('/').peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        match piece.to_ascii_lowercase().replace("%2e", ".").as_str() {
            ".." => {
                segments.pop();
                if last {
                    segments.push(String::new());
                }
            }
            "." if last => segments.push(String::new()),
            "." => {}
            _ => segments.push(percent_encode(piece, EncodeSet::Path)),
        }
    }
    format!("/{}", segments.join("/"))
}

/// <https://url.spec.whatwg.org/#relative-state>
fn relative(text: &str, base: &Url, platform: &Platform) -> Result<Url, UrlError> {
    if text.starts_with("//")
        || text.starts_with("\\\\")
        || text.starts_with("/\\")
        || text.starts_with("\\/")
    {
        return with_authority(&base.scheme, text.trim_start_matches(['/', '\\']), platform);
    }
    let (path, query) = split_query(text);
    let mut url = base.clone();
    if path.is_empty() {
        if query.is_some() {
            url.query = query;
        }
        return Ok(url);
    }
    url.query = query;
    url.path = if path.starts_with(['/', '\\']) {
        absolute_path(path)
    } else {
        let directory = base.path.rfind('/').map_or("", |end| &base.path[..=end]);
        absolute_path(&format!("{directory}{path}"))
    };
    Ok(url)
}

/// `data:`, `mailto:`, `capacitor://app` and so on. Only the scheme matters for a request, so the
/// rest is kept as it is.
fn other_scheme(scheme: &str, after: &str, platform: &Platform) -> Result<Url, UrlError> {
    let Some(after) = after.strip_prefix("//") else {
        let (path, query) = split_query(after);
        return Ok(Url {
            scheme: scheme.to_owned(),
            userinfo: None,
            host: None,
            port: None,
            path: path.to_owned(),
            query,
            fragment: None,
        });
    };
    let end = after.find(['/', '?']).unwrap_or(after.len());
    let (authority, path_and_query) = after.split_at(end);
    let (userinfo, host_and_port) = match authority.rsplit_once('@') {
        Some((userinfo, rest)) => (Some(encode_userinfo(userinfo)), rest),
        None => (None, authority),
    };
    let (host, port) = split_port(host_and_port);
    let host = if host.starts_with('[') {
        Host::parse(host, platform).map_err(UrlError::Host)?
    } else {
        Host::Opaque(host.to_owned())
    };
    let (path, query) = split_query(path_and_query);
    Ok(Url {
        scheme: scheme.to_owned(),
        userinfo,
        host: Some(host),
        port: parse_port(port, scheme)?,
        path: path.to_owned(),
        query,
        fragment: None,
    })
}
