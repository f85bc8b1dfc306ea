//! What is said under the fields.

pub(crate) const ORIGINS: &str =
    "Scheme, host and port. https://*.example.com covers subdomains, * is any.";
pub(crate) const METHODS: &str =
    "GET, HEAD and POST pass in browsers without being listed. Case counts.";
pub(crate) const ALLOW_HEADERS: &str =
    "What script may set, such as content-type for JSON. Any case will do.";
pub(crate) const EXPOSE_HEADERS: &str = "What script may read besides the seven usual ones.";
pub(crate) const CREDENTIALS: &str =
    "Cookies or HTTP authentication. Bearer tokens need no switch.";
pub(crate) const PREFLIGHT_STATUS: &str =
    "Browsers take any from 200 to 299, with a body or without.";
pub(crate) const REQUEST_HEADERS: &str = "What the script sets itself: a name, or “Name: value”.";

/// Offered as methods.
pub(crate) const COMMON_METHODS: &[&str] =
    &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Offered as names of request headers.
pub(crate) const COMMON_REQUEST_HEADERS: &[&str] = &[
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
];

/// Offered as names of response headers.
pub(crate) const COMMON_RESPONSE_HEADERS: &[&str] = &[
    "etag",
    "link",
    "location",
    "retry-after",
    "content-disposition",
    "x-request-id",
    "x-total-count",
    "ratelimit-remaining",
    "server-timing",
];

/// Numbers of seconds that are often wanted.
pub(crate) const COMMON_MAX_AGES: &[&str] = &["0", "600", "3600", "7200", "86400"];

/// What a number of seconds means.
pub(crate) fn max_age(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "Not sent: browsers remember a preflight for 5 seconds.".to_owned();
    }
    match text.parse::<u32>() {
        Ok(0) => "0 seconds: every request asks again.".to_owned(),
        Ok(seconds) => match words(seconds) {
            Some(words) => format!("{seconds} seconds = {words}."),
            None => format!("{seconds} seconds."),
        },
        Err(_) => "Whole seconds, in digits. Empty means not sent.".to_owned(),
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

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(max_age(text), expected);
    }

    #[test]
    fn seconds_are_said_in_larger_units() {
        check("600", "600 seconds = 10 minutes.");
        check("3600", "3600 seconds = 1 hour.");
        check("90061", "90061 seconds = 1 day 1 hour 1 minute 1 second.");
        check("59", "59 seconds.");
    }

    #[test]
    fn special_values_say_what_they_do() {
        check("", "Not sent: browsers remember a preflight for 5 seconds.");
        check(" 0 ", "0 seconds: every request asks again.");
        check("-1", "Whole seconds, in digits. Empty means not sent.");
        check(
            "99999999999",
            "Whole seconds, in digits. Empty means not sent.",
        );
    }
}
