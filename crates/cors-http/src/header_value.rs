use core::fmt;

/// A header value: bytes, without the optional white space around it that HTTP parsing removes.
///
/// As text it is Latin-1, one character for each byte.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HeaderValue(Vec<u8>);

/// The text holds something that no header value can carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidHeaderValue {
    /// A NUL, carriage return or line feed.
    ControlByte(u8),
    /// A character beyond U+00FF, which is not one byte.
    NotLatin1(char),
}

impl HeaderValue {
    /// A value as script sets it: trimmed by <https://fetch.spec.whatwg.org/#concept-header-value-normalize>,
    /// then free of NUL, carriage return and line feed.
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

    /// A value as received: only the spaces and tabs around it are removed, as an HTTP parser does.
    /// What is inside may be any byte, because servers send any byte.
    pub fn received(text: &str) -> Result<Self, InvalidHeaderValue> {
        Self::from_latin1(text.trim_matches(['\t', ' ']))
    }

    fn from_latin1(text: &str) -> Result<Self, InvalidHeaderValue> {
        text.chars()
            .map(|c| u8::try_from(u32::from(c)).map_err(|_| InvalidHeaderValue::NotLatin1(c)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The bytes as received from a socket, trimmed as an HTTP parser does.
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

    /// Several lines as one value; what the joining put at the end stays, as in the standard.
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

/// For values that this crate itself writes: ASCII by construction.
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
