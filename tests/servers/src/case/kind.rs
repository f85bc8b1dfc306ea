//! Kinds of requests.

use super::{AUTHORIZATION, EVIL, HEADERS, METHOD, ORIGIN, raw};
use crate::wire::RawRequest;

/// The kinds of request to a handler that works.
pub(super) fn kinds(to: &str, good: &str) -> Vec<(&'static str, RawRequest)> {
    let upper = good.to_ascii_uppercase();
    let pair = format!("{good}, {EVIL}");
    let many: Vec<String> = (0..150).map(|i| format!("x-header-number-{i}")).collect();
    let many = many.join(",");
    let preflight = |lines: &[(&str, &str)]| {
        let mut headers = vec![(ORIGIN, good)];
        headers.extend_from_slice(lines);
        raw("OPTIONS", to, &headers)
    };
    let from = |method: &str, lines: &[(&str, &str)]| {
        let mut headers = vec![(ORIGIN, good)];
        headers.extend_from_slice(lines);
        raw(method, to, &headers)
    };
    vec![
        (
            "preflight",
            preflight(&[(METHOD, "POST"), (HEADERS, "content-type")]),
        ),
        (
            "preflight without headers",
            preflight(&[(METHOD, "DELETE")]),
        ),
        (
            "preflight with empty headers",
            preflight(&[(METHOD, "DELETE"), (HEADERS, "")]),
        ),
        (
            "preflight with an unlisted method",
            preflight(&[(METHOD, "UNLISTED")]),
        ),
        (
            "preflight with a lower-case method",
            preflight(&[(METHOD, "patch")]),
        ),
        (
            "preflight with an odd method",
            preflight(&[(METHOD, "M!#$%&'*+.^`|~")]),
        ),
        (
            "preflight with no method at all",
            preflight(&[(METHOD, "a b, \"c\"; $http_host {}")]),
        ),
        (
            "preflight with an unlisted header",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-unlisted")]),
        ),
        (
            "preflight with mixed case",
            preflight(&[(METHOD, "PUT"), (HEADERS, "X-Foo,CONTENT-type")]),
        ),
        (
            "preflight with spaces",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-foo ,  content-type,,")]),
        ),
        (
            "preflight with odd headers",
            preflight(&[(METHOD, "PUT"), (HEADERS, "$http_host \"'\\{}#;%0d%0a")]),
        ),
        (
            "preflight with a byte beyond ASCII",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-\u{e9}")]),
        ),
        (
            "preflight with many headers",
            preflight(&[(METHOD, "PUT"), (HEADERS, &many)]),
        ),
        (
            "preflight with two header lines",
            preflight(&[(METHOD, "PUT"), (HEADERS, "x-one"), (HEADERS, "x-two")]),
        ),
        (
            "preflight with two method lines",
            preflight(&[(METHOD, "PUT"), (METHOD, "DELETE")]),
        ),
        (
            "preflight with an empty and a full method line",
            preflight(&[(METHOD, ""), (METHOD, "DELETE")]),
        ),
        (
            "preflight for Authorization",
            preflight(&[(METHOD, "GET"), (HEADERS, "authorization")]),
        ),
        (
            "preflight with credentials",
            preflight(&[
                (METHOD, "GET"),
                ("Authorization", AUTHORIZATION),
                ("Cookie", "a=b"),
            ]),
        ),
        (
            "preflight for a private network",
            preflight(&[
                (METHOD, "GET"),
                ("Access-Control-Request-Private-Network", "true"),
            ]),
        ),
        (
            "preflight with names in odd case",
            raw(
                "OPTIONS",
                to,
                &[
                    ("oRIGIN", good),
                    ("access-control-REQUEST-method", "PUT"),
                    ("ACCESS-CONTROL-REQUEST-HEADERS", "Content-Type"),
                ],
            ),
        ),
        (
            "preflight with spaces around the origin",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, &format!("  {good}  ")), (METHOD, "PUT")],
            ),
        ),
        (
            "preflight, refused",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, EVIL), (METHOD, "PUT"), (HEADERS, "content-type")],
            ),
        ),
        (
            "preflight, refused, unlisted",
            raw(
                "OPTIONS",
                to,
                &[
                    (ORIGIN, EVIL),
                    (METHOD, "UNLISTED"),
                    (HEADERS, "x-unlisted"),
                ],
            ),
        ),
        (
            "preflight, refused, without headers",
            raw("OPTIONS", to, &[(ORIGIN, EVIL), (METHOD, "PUT")]),
        ),
        (
            "preflight, no origin",
            raw("OPTIONS", to, &[(METHOD, "PUT"), (HEADERS, "content-type")]),
        ),
        (
            "preflight, empty origin",
            raw("OPTIONS", to, &[(ORIGIN, ""), (METHOD, "PUT")]),
        ),
        (
            "preflight, origin 0",
            raw("OPTIONS", to, &[(ORIGIN, "0"), (METHOD, "PUT")]),
        ),
        (
            "preflight, two origins, good first",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, good), (ORIGIN, EVIL), (METHOD, "PUT")],
            ),
        ),
        (
            "preflight, two origins, evil first",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, EVIL), (ORIGIN, good), (METHOD, "PUT")],
            ),
        ),
        (
            "preflight, two origins in one line",
            raw("OPTIONS", to, &[(ORIGIN, &pair), (METHOD, "PUT")]),
        ),
        (
            "preflight, an empty and a good origin",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, ""), (ORIGIN, good), (METHOD, "PUT")],
            ),
        ),
        ("plain OPTIONS", from("OPTIONS", &[])),
        (
            "plain OPTIONS, refused",
            raw("OPTIONS", to, &[(ORIGIN, EVIL)]),
        ),
        ("plain OPTIONS, no origin", raw("OPTIONS", to, &[])),
        (
            "OPTIONS with an empty method",
            from("OPTIONS", &[(METHOD, "")]),
        ),
        (
            "OPTIONS with an empty method and headers",
            from("OPTIONS", &[(METHOD, ""), (HEADERS, "x-one")]),
        ),
        (
            "OPTIONS with headers only",
            from("OPTIONS", &[(HEADERS, "x-one")]),
        ),
        ("GET", from("GET", &[])),
        (
            "GET with Authorization",
            from("GET", &[("Authorization", AUTHORIZATION)]),
        ),
        (
            "GET with a preflight's headers",
            from("GET", &[(METHOD, "PUT"), (HEADERS, "x-one")]),
        ),
        ("GET, refused", raw("GET", to, &[(ORIGIN, EVIL)])),
        (
            "GET, refused, with a cookie",
            raw("GET", to, &[(ORIGIN, EVIL), ("Cookie", "a=b")]),
        ),
        ("GET, no origin", raw("GET", to, &[])),
        ("GET, empty origin", raw("GET", to, &[(ORIGIN, "")])),
        (
            "GET, upper-case origin",
            raw("GET", to, &[(ORIGIN, &upper)]),
        ),
        (
            "GET, two origins, good first",
            raw("GET", to, &[(ORIGIN, good), (ORIGIN, EVIL)]),
        ),
        (
            "GET, two origins, evil first",
            raw("GET", to, &[(ORIGIN, EVIL), (ORIGIN, good)]),
        ),
        (
            "GET, the same origin twice",
            raw("GET", to, &[(ORIGIN, good), (ORIGIN, good)]),
        ),
        (
            "GET, two origins in one line",
            raw("GET", to, &[(ORIGIN, &pair)]),
        ),
        (
            "GET, origin with a byte beyond ASCII",
            raw("GET", to, &[(ORIGIN, "https://\u{e9}.example.com")]),
        ),
        (
            "GET, Referer instead of Origin",
            raw("GET", to, &[("Referer", &format!("{good}/"))]),
        ),
        (
            "GET, X-Origin instead of Origin",
            raw("GET", to, &[("X-Origin", good)]),
        ),
        ("HEAD", from("HEAD", &[])),
        ("HEAD, refused", raw("HEAD", to, &[(ORIGIN, EVIL)])),
        ("HEAD, no origin", raw("HEAD", to, &[])),
        (
            "POST",
            from("POST", &[("Content-Type", "application/json")]),
        ),
        ("POST, refused", raw("POST", to, &[(ORIGIN, EVIL)])),
        ("PUT", from("PUT", &[])),
        ("PUT, refused", raw("PUT", to, &[(ORIGIN, EVIL)])),
        ("DELETE", from("DELETE", &[])),
        ("PATCH", from("PATCH", &[])),
        ("M-SEARCH", from("M-SEARCH", &[])),
        ("UNLISTED", from("UNLISTED", &[])),
        ("UNLISTED, no origin", raw("UNLISTED", to, &[])),
        ("patch in lower case", from("patch", &[])),
        (
            "patch in lower case, refused",
            raw("patch", to, &[(ORIGIN, EVIL)]),
        ),
        ("options in lower case", from("options", &[(METHOD, "PUT")])),
        ("an odd method", from("M!#$%&'*+.^`|~", &[])),
        ("TRACE", from("TRACE", &[])),
        ("CONNECT", from("CONNECT", &[])),
        // A cache or a worker that remembers the last answer would betray itself here.
        ("GET again", from("GET", &[])),
        ("GET again, refused", raw("GET", to, &[(ORIGIN, EVIL)])),
        ("GET again, no origin", raw("GET", to, &[])),
        (
            "preflight again",
            preflight(&[(METHOD, "POST"), (HEADERS, "content-type")]),
        ),
        (
            "preflight again, refused",
            raw("OPTIONS", to, &[(ORIGIN, EVIL), (METHOD, "POST")]),
        ),
    ]
}

/// What is asked in every situation.
pub(super) fn in_situation(to: &str, good: &str) -> Vec<(&'static str, RawRequest)> {
    vec![
        (
            "preflight",
            raw(
                "OPTIONS",
                to,
                &[
                    (ORIGIN, good),
                    (METHOD, "PUT"),
                    (HEADERS, "content-type,authorization"),
                ],
            ),
        ),
        (
            "preflight, refused",
            raw(
                "OPTIONS",
                to,
                &[(ORIGIN, EVIL), (METHOD, "PUT"), (HEADERS, "content-type")],
            ),
        ),
        ("plain OPTIONS", raw("OPTIONS", to, &[(ORIGIN, good)])),
        ("plain OPTIONS, no origin", raw("OPTIONS", to, &[])),
        ("GET", raw("GET", to, &[(ORIGIN, good)])),
        (
            "GET with Authorization",
            raw(
                "GET",
                to,
                &[(ORIGIN, good), ("Authorization", AUTHORIZATION)],
            ),
        ),
        ("GET, refused", raw("GET", to, &[(ORIGIN, EVIL)])),
        (
            "GET, refused, with Authorization",
            raw(
                "GET",
                to,
                &[(ORIGIN, EVIL), ("Authorization", AUTHORIZATION)],
            ),
        ),
        ("GET, no origin", raw("GET", to, &[])),
        ("HEAD", raw("HEAD", to, &[(ORIGIN, good)])),
        ("POST", raw("POST", to, &[(ORIGIN, good)])),
        ("POST, refused", raw("POST", to, &[(ORIGIN, EVIL)])),
        ("POST, no origin", raw("POST", to, &[])),
        (
            "PUT with Authorization",
            raw(
                "PUT",
                to,
                &[(ORIGIN, good), ("Authorization", AUTHORIZATION)],
            ),
        ),
    ]
}
