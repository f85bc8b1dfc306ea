//! <https://fetch.spec.whatwg.org/#forbidden-request-header>

use super::deviation::Deviation;
use super::profile::Profile;
use cors_http::{Header, Method};

const FORBIDDEN_NAMES: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Steps 1 to 4: whether JavaScript can't set this header. The browser silently ignores it.
pub fn is_forbidden_request_header(header: &Header, profile: Profile) -> bool {
    let name = header.name.to_lowercase();
    if FORBIDDEN_NAMES.contains(&name.as_str())
        || name.starts_with("proxy-")
        || name.starts_with("sec-")
    {
        return true;
    }
    match name.as_str() {
        "x-http-method" | "x-http-method-override" | "x-method-override" => {
            get_decode_split(&header.value.to_latin1())
                .iter()
                .any(|value| Method::parse(value).is_ok_and(|method| method.is_forbidden()))
        }
        "user-agent" => profile.shows(Deviation::UserAgentForbidden),
        _ => false,
    }
}

/// <https://fetch.spec.whatwg.org/#header-value-get-decode-and-split>: splits at commas outside quoted strings,
/// keeps the quotes, trims spaces and tabs.
fn get_decode_split(input: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut in_quotes = false;
    let mut chars = input.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                in_quotes = !in_quotes;
                value.push(c);
            }
            '\\' if in_quotes => {
                value.push(c);
                value.extend(chars.next());
            }
            ',' if !in_quotes => values.push(core::mem::take(&mut value)),
            _ => value.push(c),
        }
    }
    values.push(value);
    values
        .into_iter()
        .map(|value| value.trim_matches(['\t', ' ']).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::{HeaderName, HeaderValue};

    #[track_caller]
    fn check(name: &str, value: &str, forbidden: bool) {
        let header = Header {
            name: HeaderName::parse(name).unwrap(),
            value: HeaderValue::parse(value).unwrap(),
        };
        assert_eq!(
            is_forbidden_request_header(&header, Profile::Standard),
            forbidden,
            "{name}: {value}"
        );
    }

    #[test]
    fn browsers_keep_some_headers_to_themselves() {
        check("Cookie", "a=b", true);
        check("ORIGIN", "https://a.example", true);
        check("Sec-Fetch-Mode", "cors", true);
        check("Proxy-Authorization", "a", true);
        check("secret", "a", false);
        check("User-Agent", "a", false);
        check("Authorization", "a", false);
        check("Access-Control-Request-Private-Network", "true", false);
    }

    #[test]
    fn method_override_headers_are_forbidden_only_with_forbidden_methods() {
        check("X-HTTP-Method-Override", "PATCH", false);
        check("X-HTTP-Method-Override", "GET, trace", true);
        check("x-method-override", "track", true);
        check("X-HTTP-Method", "connect", true);
        check("X-HTTP-Method", "\"GET, trace\"", false);
        check("X-HTTP-Method", "GET \\, trace", true);
    }
}
