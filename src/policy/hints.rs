//! What is said under the fields, and what is offered for them.

pub(super) const ORIGINS: &str =
    "Scheme, host and port. Use https://*.example.com for subdomains, * for any origin.";
pub(super) const METHODS: &str =
    "GET, HEAD and POST don't have to be listed. Method names are case-sensitive.";
pub(super) const REQUEST_HEADERS: &str =
    "Headers your JavaScript sets, such as content-type for JSON. Case doesn't matter.";
pub(super) const RESPONSE_HEADERS: &str =
    "Headers your JavaScript can read in addition to Content-Type, Cache-Control and five others.";
pub(super) const CREDENTIALS: &str =
    "Turn this on for cookies, HTTP auth or client certificates. Bearer tokens don't need it.";
pub(super) const PREFLIGHT_STATUS: &str = "Browsers accept any 2xx status.";

/// Each with a button of its own.
pub(super) const COMMON_METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
/// Offered while typing another method.
pub(super) const OTHER_METHODS: &[&str] = &["HEAD", "OPTIONS", "QUERY", "PROPFIND", "*"];

/// Added at a tap.
pub(super) const REQUEST_HEADER_EXAMPLES: &[&str] =
    &["content-type", "authorization", "x-requested-with"];
pub(super) const RESPONSE_HEADER_EXAMPLES: &[&str] = &["content-disposition", "etag"];

/// Offered while typing.
pub(super) const REQUEST_HEADERS_KNOWN: &[&str] = &[
    "content-type",
    "authorization",
    "accept",
    "x-requested-with",
    "x-csrf-token",
    "x-api-key",
    "if-match",
    "if-none-match",
    "idempotency-key",
    "traceparent",
    "range",
    "mcp-session-id",
    "mcp-protocol-version",
];
pub(super) const RESPONSE_HEADERS_KNOWN: &[&str] = &[
    "etag",
    "link",
    "location",
    "retry-after",
    "content-disposition",
    "x-request-id",
    "x-total-count",
    "ratelimit-remaining",
    "server-timing",
    "mcp-session-id",
    "www-authenticate",
];

/// Seconds that are often wanted.
pub(super) const MAX_AGES: &[(&str, &str)] = &[
    ("0", "no caching"),
    ("600", "10 minutes, the most in Safari"),
    ("3600", "1 hour"),
    ("7200", "2 hours, the most in Chrome"),
    ("86400", "1 day, the most in Firefox"),
];

/// What a max age means, after the word "seconds".
pub(super) fn max_age(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "Not sent. Browsers then cache a preflight for 5 seconds.".to_owned();
    }
    match text.parse::<u32>() {
        Ok(0) => "0 seconds: every request needs a new preflight.".to_owned(),
        Ok(seconds) => match words(seconds) {
            Some(words) => format!("seconds ({words})"),
            None => "seconds".to_owned(),
        },
        Err(_) => "Enter whole seconds. Leave empty to omit the header.".to_owned(),
    }
}

/// A number of seconds in larger units, from a minute on.
fn words(seconds: u32) -> Option<String> {
    const UNITS: [(u32, &str); 4] = [
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    if seconds < 60 {
        return None;
    }
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (size, name) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            parts.push(format!("{count} {name}{plural}"));
        }
    }
    Some(parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::max_age;

    #[test]
    fn a_max_age_has_a_meaning() {
        for (text, expected) in [
            ("600", "seconds (10 minutes)"),
            (" 3600 ", "seconds (1 hour)"),
            ("90061", "seconds (1 day 1 hour 1 minute 1 second)"),
            ("59", "seconds"),
            (
                "",
                "Not sent. Browsers then cache a preflight for 5 seconds.",
            ),
            ("0", "0 seconds: every request needs a new preflight."),
            ("-1", "Enter whole seconds. Leave empty to omit the header."),
            (
                "99999999999",
                "Enter whole seconds. Leave empty to omit the header.",
            ),
        ] {
            assert_eq!(max_age(text), expected, "{text:?}");
        }
    }
}
