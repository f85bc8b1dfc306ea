//! <https://fetch.spec.whatwg.org/#extract-header-list-values>

use super::network_error::Malformed;
use cors_http::{HeaderList, HeaderName, HeaderValue, Method, is_token};

/// Steps 1 to 5 for a header with the grammar `#token`: `None` without the header, otherwise the elements of
/// every line in order.
///
/// Recipients have to accept empty elements (RFC 9110 section 5.6.1.2), so `GET,,PUT` and an empty line are valid.
/// One invalid element invalidates the whole header.
fn extract_tokens<'a>(
    headers: &'a HeaderList,
    name: &str,
) -> Result<Option<Vec<&'a str>>, Malformed> {
    let mut tokens = Vec::new();
    let mut found = false;
    for header in headers.iter().filter(|header| header.name.is(name)) {
        found = true;
        for element in header.value.as_bytes().split(|&byte| byte == b',') {
            let element = element.trim_ascii_spaces();
            if element.is_empty() {
                continue;
            }
            match core::str::from_utf8(element) {
                Ok(token) if is_token(element) => tokens.push(token),
                _ => {
                    return Err(Malformed {
                        value: joined(headers, name),
                        piece: element.iter().copied().map(char::from).collect(),
                    });
                }
            }
        }
    }
    Ok(found.then_some(tokens))
}

/// The elements of a list of methods, such as `Access-Control-Allow-Methods`.
pub(super) fn extract_methods(
    headers: &HeaderList,
    name: &str,
) -> Result<Option<Vec<Method>>, Malformed> {
    let tokens = extract_tokens(headers, name)?;
    Ok(tokens.map(|tokens| {
        tokens
            .into_iter()
            .filter_map(|token| Method::parse(token).ok())
            .collect()
    }))
}

/// The elements of a list of header names, such as `Access-Control-Allow-Headers`.
pub(super) fn extract_header_names(
    headers: &HeaderList,
    name: &str,
) -> Result<Option<Vec<HeaderName>>, Malformed> {
    let tokens = extract_tokens(headers, name)?;
    Ok(tokens.map(|tokens| {
        tokens
            .into_iter()
            .filter_map(|token| HeaderName::parse(token).ok())
            .collect()
    }))
}

/// Steps 1 to 5 for a header with a single value: several lines are a failure. The caller parses the value.
pub(super) fn extract_single<'a>(
    headers: &'a HeaderList,
    name: &'a str,
) -> Result<Option<&'a [u8]>, Malformed> {
    let mut lines = headers.values(name);
    let first = lines.next();
    match lines.next() {
        Some(_) => Err(Malformed {
            value: joined(headers, name),
            piece: String::new(),
        }),
        None => Ok(first.map(HeaderValue::as_bytes)),
    }
}

fn joined(headers: &HeaderList, name: &str) -> String {
    headers
        .get(name)
        .map(|value| value.to_latin1())
        .unwrap_or_default()
}

trait TrimSpaces {
    fn trim_ascii_spaces(&self) -> &Self;
}

impl TrimSpaces for [u8] {
    /// Trims the optional white space of HTTP, which is only spaces and tabs.
    fn trim_ascii_spaces(&self) -> &Self {
        let mut rest = self;
        while let [b' ' | b'\t', after @ ..] = rest {
            rest = after;
        }
        while let [before @ .., b' ' | b'\t'] = rest {
            rest = before;
        }
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: Result<Option<&[&str]>, &str>) {
        let mut headers = HeaderList::new();
        for line in lines {
            headers.append(
                HeaderName::literal("X-List"),
                HeaderValue::received(line).unwrap(),
            );
        }
        let extracted = extract_tokens(&headers, "x-list");
        match (extracted, expected) {
            (Ok(tokens), Ok(expected)) => assert_eq!(tokens.as_deref(), expected, "{lines:?}"),
            (Err(malformed), Err(piece)) => assert_eq!(malformed.piece, piece, "{lines:?}"),
            (extracted, _) => panic!("{lines:?} gave {extracted:?}"),
        }
    }

    #[test]
    fn lists_of_tokens_follow_the_grammar() {
        check(&[], Ok(None));
        check(&[""], Ok(Some(&[])));
        check(&["*"], Ok(Some(&["*"])));
        check(&["GET, PUT"], Ok(Some(&["GET", "PUT"])));
        check(&["GET\t,\tPUT"], Ok(Some(&["GET", "PUT"])));
        check(&["", ",,X-a , ,"], Ok(Some(&["X-a"])));
        check(&["a", "b"], Ok(Some(&["a", "b"])));
        check(&["GET PUT"], Err("GET PUT"));
        check(&["GET; POST"], Err("GET; POST"));
        check(&["\"GET\""], Err("\"GET\""));
        check(&["a", "b\u{b}"], Err("b\u{b}"));
        check(&["\u{e9}"], Err("\u{e9}"));
    }
}
