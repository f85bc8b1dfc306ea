/// The largest number of seconds that is accepted: 2^31 - 1, the most that every server and library here
/// accepts (RFC 9111 section 1.2.2 requires no more).
pub const MAX_AGE_LIMIT: u32 = 2_147_483_647;

/// `Access-Control-Max-Age` (<https://fetch.spec.whatwg.org/#http-access-control-max-age>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MaxAge {
    /// The header isn't sent. Browsers then cache a preflight for 5 seconds.
    #[default]
    BrowserDefault,
    /// This many seconds; with 0, every request needs a new preflight.
    Seconds(u32),
}

/// Why a text isn't a number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidMaxAge {
    /// Digits after a minus sign.
    Negative,
    /// More than [`MAX_AGE_LIMIT`].
    TooLarge,
    /// Something other than digits.
    NotDigits,
}

impl MaxAge {
    /// Parses the typed text; an empty text means "not set".
    pub fn parse(text: &str) -> Result<Self, InvalidMaxAge> {
        let text = text.trim();
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text {
            "" => Ok(Self::BrowserDefault),
            _ if all_digits(text) => match text.parse() {
                Ok(seconds @ 0..=MAX_AGE_LIMIT) => Ok(Self::Seconds(seconds)),
                _ => Err(InvalidMaxAge::TooLarge),
            },
            _ if text.strip_prefix('-').is_some_and(all_digits) => Err(InvalidMaxAge::Negative),
            _ => Err(InvalidMaxAge::NotDigits),
        }
    }

    /// The seconds, if the header is sent.
    pub fn seconds(self) -> Option<u32> {
        match self {
            Self::BrowserDefault => None,
            Self::Seconds(seconds) => Some(seconds),
        }
    }
}
