//! The head of an HTTP request, as far as a file server cares.

/// A request line with the two headers that matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// As it was sent: methods are case-sensitive.
    pub(crate) method: String,
    /// The path of the target, still percent-encoded, without the query.
    pub(crate) path: String,
    /// The value of `If-None-Match`.
    pub(crate) if_none_match: Option<String>,
    /// What becomes of the connection after the response.
    pub(crate) afterwards: Afterwards,
}

/// What becomes of a connection after a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Afterwards {
    /// Further requests may follow.
    Keep,
    /// It is closed.
    Close,
}

/// Reads a head without its closing empty line; `None` if it is not HTTP/1 for a path.
pub(crate) fn parse(head: &str) -> Option<Request> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() || method.is_empty() || !target.starts_with('/') {
        return None;
    }
    let mut afterwards = match version {
        "HTTP/1.1" => Afterwards::Keep,
        "HTTP/1.0" => Afterwards::Close,
        _ => return None,
    };
    let mut if_none_match = None;
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "if-none-match" => if_none_match = Some(value.to_owned()),
            "connection" if value.eq_ignore_ascii_case("close") => afterwards = Afterwards::Close,
            // A body is not read, so what follows it could not be told from a further request.
            "transfer-encoding" => afterwards = Afterwards::Close,
            "content-length" if value != "0" => afterwards = Afterwards::Close,
            _ => {}
        }
    }
    let path = target.split(['?', '#']).next().unwrap_or(target);
    Some(Request {
        method: method.to_owned(),
        path: path.to_owned(),
        if_none_match,
        afterwards,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, expected: Option<(&str, &str, Option<&str>, Afterwards)>) {
        let expected = expected.map(|(method, path, if_none_match, afterwards)| Request {
            method: method.to_owned(),
            path: path.to_owned(),
            if_none_match: if_none_match.map(str::to_owned),
            afterwards,
        });
        assert_eq!(parse(head), expected, "{head}");
    }

    #[test]
    fn query_is_not_part_of_the_path() {
        check(
            "GET /a?b=/c HTTP/1.1\r\nHost: x",
            Some(("GET", "/a", None, Afterwards::Keep)),
        );
    }

    #[test]
    fn connection_is_closed_when_asked_or_when_a_body_follows() {
        check(
            "GET / HTTP/1.1\r\nconnection: Close",
            Some(("GET", "/", None, Afterwards::Close)),
        );
        check(
            "GET / HTTP/1.0",
            Some(("GET", "/", None, Afterwards::Close)),
        );
        check(
            "PUT / HTTP/1.1\r\nContent-Length: 3",
            Some(("PUT", "/", None, Afterwards::Close)),
        );
        check(
            "GET / HTTP/1.1\r\nContent-Length: 0",
            Some(("GET", "/", None, Afterwards::Keep)),
        );
        check(
            "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked",
            Some(("PUT", "/", None, Afterwards::Close)),
        );
    }

    #[test]
    fn names_of_headers_have_no_case() {
        check(
            "GET / HTTP/1.1\r\nIF-NONE-MATCH:  \"a\" ",
            Some(("GET", "/", Some("\"a\""), Afterwards::Keep)),
        );
    }

    #[test]
    fn what_is_no_request_for_a_path_is_refused() {
        check("", None);
        check("GET", None);
        check("GET / HTTP/1.1 x", None);
        check("GET  / HTTP/1.1", None);
        check("GET * HTTP/1.1", None);
        check("GET / HTTP/3", None);
        check("GET / HTTP/1.1\r\nno colon", None);
    }
}
