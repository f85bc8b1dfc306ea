//! Two origins, or two header names, that differ in one detail: probably one is a mistake for the other.

use strsim::osa_distance;

use cors_core::policy::{OriginEntry, OriginPattern};
use cors_http::Host;
use cors_http::TupleOrigin;

use super::Context;

/// The allowed origin that a page almost has, and how they differ, as a sentence.
pub(super) fn of_origin(
    context: &Context<'_>,
    page: &TupleOrigin,
) -> Option<(String, &'static str)> {
    let exact = context.origins().filter_map(|(_, entry)| match entry {
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => Some(exact),
        OriginEntry::Pattern(OriginPattern::Null | OriginPattern::Family(_)) | OriginEntry::Any => {
            None
        }
    });
    let mut found: Vec<(usize, String, &str)> = exact
        .filter_map(|allowed| {
            let (rank, difference) = difference(page, allowed)?;
            Some((rank, allowed.serialize(), difference))
        })
        .collect();
    // The most common mistake first, then in the order of the list.
    found.sort_by_key(|(rank, _, _)| *rank);
    let (_, allowed, difference) = found.into_iter().next()?;
    Some((allowed, difference))
}

/// The one detail in which two origins differ, with a rank.
fn difference(page: &TupleOrigin, allowed: &TupleOrigin) -> Option<(usize, &'static str)> {
    let same_scheme = page.scheme() == allowed.scheme();
    let same_port = page.port() == allowed.port();
    let (host, other) = (page.host().to_string(), allowed.host().to_string());
    match (same_scheme, host == other, same_port) {
        (false, true, true) => Some((0, SCHEME)),
        (true, true, false) => Some((1, PORT)),
        (true, false, true) => of_hosts(page.host(), allowed.host()),
        _ => None,
    }
}

const SCHEME: &str = "They differ only in the scheme.";
const PORT: &str = "They differ only in the port.";
const LOOPBACK: &str = "Both name the same machine, but browsers treat them as different origins.";
const WWW: &str = "They differ only in the `www.`.";
const LETTER: &str = "They differ in one letter only.";

fn of_hosts(page: &Host, allowed: &Host) -> Option<(usize, &'static str)> {
    let (host, other) = (page.to_string(), allowed.to_string());
    if page.is_loopback() && allowed.is_loopback() {
        return Some((2, LOOPBACK));
    }
    if host.strip_prefix("www.") == Some(&other) || other.strip_prefix("www.") == Some(&host) {
        return Some((3, WWW));
    }
    // Addresses and numbered names that differ in one digit are two machines.
    let is_numbered = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let is_typing_error = osa_distance(&host, &other) == 1
        && !page.is_ip_address()
        && !is_numbered(&host)
        && !is_numbered(&other);
    is_typing_error.then_some((4, LETTER))
}

/// The allowed header name that a request almost has: the same letters with other hyphens, or one letter more or less.
pub(super) fn of_header<'a>(allowed: impl Iterator<Item = &'a str>, sent: &str) -> Option<&'a str> {
    let letters = |name: &str| -> String {
        let kept = name.chars().filter(char::is_ascii_alphanumeric);
        kept.map(|c| c.to_ascii_lowercase()).collect()
    };
    let lower = sent.to_ascii_lowercase();
    let mut near: Vec<(usize, &str)> = allowed
        .filter_map(|name| {
            let steps = osa_distance(&name.to_ascii_lowercase(), &lower);
            let is_near = letters(name) == letters(sent) || (steps == 1 && sent.len() > 4);
            (steps > 0 && is_near).then_some((steps, name))
        })
        .collect();
    near.sort_by_key(|(steps, _)| *steps);
    near.first().map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::Origin;
    use cors_http::Platform;

    #[track_caller]
    fn check(page: &str, allowed: &str, expected: Option<&str>) {
        let parse = |text| match Origin::parse(text, &Platform::BARE) {
            Some(Origin::Tuple(tuple)) => tuple,
            other => panic!("{text}: {other:?}"),
        };
        let found = difference(&parse(page), &parse(allowed));
        assert_eq!(found.map(|(_, difference)| difference), expected);
    }

    #[test]
    fn origins_that_differ_in_one_detail_are_near() {
        check(
            "http://app.example.com",
            "https://app.example.com",
            Some(SCHEME),
        );
        check("https://www.example.com", "https://example.com", Some(WWW));
        check("https://example.com", "https://www.example.com", Some(WWW));
        check("http://localhost:5173", "http://localhost:3000", Some(PORT));
        check("http://localhost", "http://localhost:3000", Some(PORT));
        check(
            "http://localhost:3000",
            "http://127.0.0.1:3000",
            Some(LOOPBACK),
        );
        check(
            "https://app.exmple.com",
            "https://app.example.com",
            Some(LETTER),
        );
    }

    #[test]
    fn other_origins_are_not_near() {
        check("https://app.example.com", "https://app.example.com", None);
        check(
            "http://app.example.com:8080",
            "https://app.example.com",
            None,
        );
        check("https://app1.example.com", "https://app2.example.com", None);
        check("http://192.0.2.1", "http://192.0.2.2", None);
        check("https://evil.example", "https://app.example.com", None);
    }

    #[track_caller]
    fn check_header(allowed: &[&str], sent: &str, expected: Option<&str>) {
        assert_eq!(of_header(allowed.iter().copied(), sent), expected, "{sent}");
    }

    #[test]
    fn header_names_that_differ_in_hyphens_or_one_letter_are_near() {
        check_header(&["x-request-id"], "x-requestid", Some("x-request-id"));
        check_header(
            &["content-type", "X-Request-Id"],
            "x-request_id",
            Some("X-Request-Id"),
        );
        check_header(&["authorization"], "authorisation", Some("authorization"));
        check_header(&["x-request-id"], "X-Request-ID", None);
        check_header(&["x-a"], "x-b", None);
        check_header(&["content-type"], "authorization", None);
    }
}
