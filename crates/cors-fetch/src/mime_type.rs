//! <https://mimesniff.spec.whatwg.org/#parse-a-mime-type>, as far as its essence goes.

use cors_http::is_token;

/// The essence (`type/subtype`, lowercase) of `input`, or `None` for the standard's failure.
///
/// Steps 1 to 10. Parameters (step 11) never cause a failure, so they are ignored.
pub(super) fn parse_mime_type_essence(input: &[u8]) -> Option<String> {
    let input = trim_http_whitespace(input);
    let slash = input.iter().position(|&byte| byte == b'/')?;
    let (kind, rest) = (input.get(..slash)?, input.get(slash + 1..)?);
    let end = rest
        .iter()
        .position(|&byte| byte == b';')
        .unwrap_or(rest.len());
    let subtype = trim_http_whitespace_end(rest.get(..end)?);
    if !is_token(kind) || !is_token(subtype) {
        return None;
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_ascii_lowercase();
    Some(format!("{}/{}", text(kind), text(subtype)))
}

/// <https://fetch.spec.whatwg.org/#http-whitespace>
fn is_http_whitespace(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' ')
}

fn trim_http_whitespace(mut bytes: &[u8]) -> &[u8] {
    while let Some((&first, rest)) = bytes
        .split_first()
        .filter(|(first, _)| is_http_whitespace(**first))
    {
        debug_assert!(is_http_whitespace(first));
        bytes = rest;
    }
    trim_http_whitespace_end(bytes)
}

fn trim_http_whitespace_end(mut bytes: &[u8]) -> &[u8] {
    while let Some((_, rest)) = bytes
        .split_last()
        .filter(|(last, _)| is_http_whitespace(**last))
    {
        bytes = rest;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, essence: Option<&str>) {
        assert_eq!(
            parse_mime_type_essence(input.as_bytes()).as_deref(),
            essence,
            "{input:?}"
        );
    }

    #[test]
    fn essences_are_read_and_parameters_never_matter() {
        check("text/plain", Some("text/plain"));
        check("TEXT/PLAIN ;", Some("text/plain"));
        check("text/plain;garbage\u{1}", Some("text/plain"));
        check("\r\n text/plain\t", Some("text/plain"));
        check("text/plain, text/html", None);
        check("text /plain", None);
        check("text/ plain", None);
        check("text/", None);
        check("/plain", None);
        check("text", None);
        check("", None);
    }
}
