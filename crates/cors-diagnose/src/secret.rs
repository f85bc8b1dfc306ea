//! What is dropped when a paste is read: values that could be secrets never get into a diagnosis.

use cors_http::{Platform, Url};

use crate::text::first_url;

/// Pieces of names whose values are dropped.
const SECRET: [&str; 27] = [
    "token",
    "key",
    "secret",
    "passw",
    "pwd",
    "auth",
    "sig",
    "code",
    "session",
    "sid",
    "jwt",
    "credential",
    "nonce",
    "cookie",
    "csrf",
    "xsrf",
    "otp",
    "ticket",
    "assertion",
    "samlrequest",
    "samlresponse",
    "relaystate",
    "state",
    "hash",
    "bearer",
    "apikey",
    "private",
];

/// Response headers whose values say something about CORS and nothing about a person.
const KEPT: [&str; 26] = [
    "vary",
    "cache-control",
    "age",
    "x-cache",
    "x-cache-hits",
    "cf-cache-status",
    "via",
    "server",
    "content-type",
    "allow",
    "cross-origin-resource-policy",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "x-powered-by",
    "origin",
    "host",
    "accept",
    "accept-language",
    "content-language",
    "range",
    "timing-allow-origin",
    "x-amz-cf-pop",
    "expires",
    "upgrade",
    "x-http-method-override",
    "sec-fetch-mode",
];

/// Whether the value of a parameter or header with this name can be a secret.
fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|piece| name.contains(piece))
}

/// Whether a word of unknown text could be a secret: letters and digits mixed, and nothing that a path or a place has.
fn is_secret_word(word: &str) -> bool {
    word.len() >= 16
        && !word.contains(['/', '(', '@'])
        && !word.contains(".js:")
        && word.bytes().filter(u8::is_ascii_digit).count() >= 3
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether a value looks like a key or a token, whatever its name is.
fn is_secret_value(value: &str) -> bool {
    let long = value.len() >= 24
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.+/=%~".contains(&byte))
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !value.contains("%2F")
        && !value.starts_with('/');
    long || value.starts_with("eyJ")
}

/// The value of a header as far as it may be repeated; `None` if it is dropped.
pub(crate) fn kept_header_value(name: &str, value: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("access-control-") || KEPT.contains(&name.as_str()) {
        return Some(value.to_owned());
    }
    match name.as_str() {
        "location" => Some(clean_location(value)),
        "www-authenticate" => Some(value.split(' ').next().unwrap_or_default().to_owned()),
        "referer" => origin_of(value),
        _ => None,
    }
}

/// Whether dropping the value of this header is worth a mention.
pub(crate) fn is_worth_a_mention(name: &str) -> bool {
    const HARMLESS: [&str; 20] = [
        "date",
        "connection",
        "keep-alive",
        "content-length",
        "content-encoding",
        "etag",
        "last-modified",
        "transfer-encoding",
        "user-agent",
        "accept-encoding",
        "accept-ranges",
        "x-content-type-options",
        "x-frame-options",
        "strict-transport-security",
        "priority",
        "pragma",
        "alt-svc",
        "referrer-policy",
        "dnt",
        "origin-agent-cluster",
    ];
    let name = name.to_ascii_lowercase();
    !HARMLESS.contains(&name.as_str()) && !name.starts_with("sec-") && !name.starts_with(':')
}

/// The origin of an address.
pub(crate) fn origin_of(address: &str) -> Option<String> {
    let url = Url::parse(address, None, &Platform::BARE).ok()?;
    match url.scheme() {
        "http" | "https" => Some(url.origin().serialize()),
        _ => None,
    }
}

/// An address without what could be a secret: password, values of parameters that are keys or tokens, and the fragment.
pub(crate) fn clean_url(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (address, None),
    };
    let path = clean_path(&without_userinfo(path));
    match query {
        None => path,
        Some(query) => {
            let parameters: Vec<String> = query.split('&').map(clean_parameter).collect();
            format!("{path}?{}", parameters.join("&"))
        }
    }
}

/// The target of a redirect. Its parameters are dropped where they are those of a sign-in.
pub(crate) fn clean_location(address: &str) -> String {
    const SIGN_IN: [&str; 6] = [
        "client_id=",
        "redirect_uri=",
        "response_type=",
        "SAMLRequest=",
        "code_challenge=",
        "nonce=",
    ];
    match address.split_once('?') {
        Some((path, query)) if SIGN_IN.iter().any(|parameter| query.contains(parameter)) => {
            clean_url(path)
        }
        _ => clean_url(address),
    }
}

fn clean_parameter(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((name, value))
            if !value.is_empty() && (is_secret_name(name) || is_secret_value(value)) =>
        {
            format!("{name}=***")
        }
        None if is_secret_value(parameter) => "***".to_owned(),
        Some(_) | None => parameter.to_owned(),
    }
}

/// The path with segments dropped that look like tokens.
fn clean_path(path: &str) -> String {
    if !path.contains("eyJ") {
        return path.to_owned();
    }
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| {
            if segment.starts_with("eyJ") {
                "***"
            } else {
                segment
            }
        })
        .collect();
    segments.join("/")
}

fn without_userinfo(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://***@{host}{path}"),
        None => address.to_owned(),
    }
}

/// A line of unknown text with every word dropped that could be a secret.
pub(crate) fn clean_line(line: &str) -> String {
    let mut next_is_secret = false;
    let words: Vec<String> = line
        .split_whitespace()
        .map(|word| {
            let lower = word.to_ascii_lowercase();
            let is_secret = next_is_secret;
            next_is_secret = lower.ends_with([':', '='])
                && SECRET.iter().any(|piece| lower.contains(piece))
                || matches!(
                    lower.as_str(),
                    "bearer" | "basic" | "-u" | "--user" | "-b" | "--cookie"
                );
            if is_secret {
                return "***".to_owned();
            }
            if first_url(word).is_some() {
                return clean_url(word);
            }
            let has_value = word
                .split_once(['=', ':'])
                .is_some_and(|(name, value)| !value.is_empty() && is_secret_name(name));
            let trimmed = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if has_value || is_secret_value(trimmed) || is_secret_word(trimmed) {
                "***".to_owned()
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}
