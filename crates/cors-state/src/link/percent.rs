//! Percent-encoding for the values of a link.

/// The kind of text, which decides what has to be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A whole value.
    Value,
    /// An item of a list.
    Item,
    /// The name in an item `name:value`.
    HeaderName,
}

/// Where the pairs of a link are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Fragment,
    Query,
}

/// A text without its escapes.
pub(super) struct Unescaped {
    pub(super) text: String,
    /// A `%` that starts no escape was kept.
    pub(super) bad_escape: bool,
    /// The escapes aren't UTF-8 and were replaced by U+FFFD.
    pub(super) not_utf8: bool,
}

/// Escapes `text` for a link.
pub(super) fn escape(text: &str, part: Part) -> String {
    const HEX: [u8; 16] = *b"0123456789ABCDEF";
    let bytes = text.as_bytes();
    let mut escaped = String::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        if is_readable(byte, part)
            || (byte == b'+' && is_between_alphanumerics(before, bytes.get(at + 1)))
        {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            escaped.push(char::from(HEX[usize::from(byte >> 4)]));
            escaped.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    escaped
}

/// Parentheses and quotes are escaped although URLs can contain them, because Markdown and HTML end a link there.
fn is_readable(byte: u8, part: Part) -> bool {
    match byte {
        b',' => part == Part::Value,
        b':' => part != Part::HeaderName,
        b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'*' | b'[' | b']' | b'!' | b'$' | b';'
        | b'=' | b'?' => true,
        _ => byte.is_ascii_alphanumeric(),
    }
}

/// Unescapes a part of a link. Any text is accepted.
pub(super) fn unescape(text: &str, place: Place) -> Unescaped {
    let bytes = text.as_bytes();
    let mut unescaped = Vec::with_capacity(bytes.len());
    let mut bad_escape = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = (byte == b'%').then(|| hex_pair(bytes.get(at + 1..at + 3)));
        match escape {
            Some(Some(escaped)) => {
                unescaped.push(escaped);
                at += 3;
                continue;
            }
            Some(None) => {
                bad_escape = true;
                unescaped.push(byte);
            }
            None if byte == b'+'
                && place == Place::Query
                && !is_between_alphanumerics(unescaped.last(), bytes.get(at + 1)) =>
            {
                unescaped.push(b' ');
            }
            None => unescaped.push(byte),
        }
        at += 1;
    }
    let (text, not_utf8) = match String::from_utf8(unescaped) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    };
    Unescaped {
        text,
        bad_escape,
        not_utf8,
    }
}

fn hex_pair(digits: Option<&[u8]>) -> Option<u8> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    match digits {
        Some(&[high, low]) => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    }
}

/// Whether the `+` between these is a plus. Form encoders write `+` for a space, and a
/// space is always next to punctuation in the values of a link.
fn is_between_alphanumerics(before: Option<&u8>, after: Option<&u8>) -> bool {
    [before, after]
        .into_iter()
        .all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric))
}
