use core::fmt;

/// A header value: bytes, without the optional white space around it that HTTP parsers remove.
///
/// As text it is Latin-1, one character for each byte.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HeaderValue(Vec<u8>);

/// The text contains something that a header value can't contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidHeaderValue {
    /// A NUL, carriage return or line feed.
    ControlByte(u8),
    /// A character beyond U+00FF, which is more than one byte.
    NotLatin1(char),
}

impl HeaderValue {
    /// A value that JavaScript sets: trimmed by <https://fetch.spec.whatwg.org/#concept-header-value-normalize>,
    /// without NUL, carriage return and line feed.
    pub fn parse(text: &str) -> Result<Self, InvalidHeaderValue> {
        let trimmed = text.trim_matches(['\t', '\n', '\r', ' ']);
        let value = Self::from_latin1(trimmed)?;
        match value
            .0
            .iter()
            .find(|byte| matches!(byte, 0 | b'\r' | b'\n'))
        {
            Some(&byte) => Err(InvalidHeaderValue::ControlByte(byte)),
            None => Ok(value),
        }
    }

    /// A received value: only the spaces and tabs around it are removed, as HTTP parsers do.
    /// It can contain any byte, because servers can send any byte.
    pub fn received(text: &str) -> Result<Self, InvalidHeaderValue> {
        Self::from_latin1(text.trim_matches(['\t', ' ']))
    }

    fn from_latin1(text: &str) -> Result<Self, InvalidHeaderValue> {
        text.chars()
            .map(|c| u8::try_from(u32::from(c)).map_err(|_| InvalidHeaderValue::NotLatin1(c)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The bytes as received from a socket, trimmed as HTTP parsers do.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let is_space = |byte: &u8| matches!(byte, b'\t' | b' ');
        let start = bytes
            .iter()
            .position(|b| !is_space(b))
            .unwrap_or(bytes.len());
        let end = bytes
            .iter()
            .rposition(|b| !is_space(b))
            .map_or(start, |i| i + 1);
        Self(bytes.get(start..end).unwrap_or_default().to_vec())
    }

    /// Several lines as one value. As in the standard, white space at the end of the joined value stays.
    pub fn joined(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The value as text, one character for each byte.
    pub fn to_latin1(&self) -> String {
        match core::str::from_utf8(&self.0) {
            Ok(text) if text.is_ascii() => text.to_owned(),
            _ => self.0.iter().copied().map(char::from).collect(),
        }
    }
}

/// For values in the source code, which are ASCII.
impl From<&str> for HeaderValue {
    fn from(text: &str) -> Self {
        Self::from_bytes(text.as_bytes())
    }
}

impl From<String> for HeaderValue {
    fn from(text: String) -> Self {
        if text.trim_matches(['\t', ' ']).len() == text.len() {
            Self(text.into_bytes())
        } else {
            Self::from(text.as_str())
        }
    }
}

impl fmt::Display for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_latin1())
    }
}
