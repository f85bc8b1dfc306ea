//! <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>

use super::deviation::Deviation;
use super::mime_type::parse_mime_type_essence;
use super::profile::Profile;
use super::single_range::{RangeReading, parse_single_range};
use cors_http::HeaderName;

/// Why a header isn't CORS-safelisted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsafeBecause {
    /// The name isn't one of the five safelisted ones (step 2, otherwise).
    Name,
    /// The value is longer than 128 bytes (step 1).
    TooLong(usize),
    /// The value contains a CORS-unsafe request-header byte, or one that isn't safelisted for this name.
    Byte(u8),
    /// The `Content-Type` isn't one of the three that a form can send.
    ContentType,
    /// The `Range` isn't a single range with a start.
    Range,
    /// The safelisted values together are longer than 1,024 bytes
    /// (<https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names> step 5).
    TotalTooLong(usize),
}

/// Steps 1 to 3: an error with the reason if the header isn't safelisted.
pub fn is_cors_safelisted_request_header(
    name: &HeaderName,
    value: &[u8],
    profile: Profile,
) -> Result<(), UnsafeBecause> {
    let kind = Kind::of(name, value, profile).ok_or(UnsafeBecause::Name)?;
    if value.len() > 128 {
        return Err(UnsafeBecause::TooLong(value.len()));
    }
    match kind {
        Kind::Accept => refuse(value, |byte| {
            is_cors_unsafe_request_header_byte(byte) || is_unsafe_beyond_ascii(byte, profile)
        }),
        Kind::Language => refuse(value, |byte| !is_language_byte(byte)),
        Kind::ContentType => {
            refuse(value, |byte| {
                is_cors_unsafe_request_header_byte(byte) || is_unsafe_beyond_ascii(byte, profile)
            })?;
            is_form_content_type(value, profile)
                .then_some(())
                .ok_or(UnsafeBecause::ContentType)
        }
        Kind::Range => {
            let reading = RangeReading {
                any_case: profile.shows(Deviation::RangeUnitAnyCase),
                up_to_64_bits: profile.shows(Deviation::RangeUpTo64Bits),
            };
            parse_single_range(value, reading)
                .filter(|range| range.start.is_some())
                .map(|_| ())
                .ok_or(UnsafeBecause::Range)
        }
        Kind::ClientHint => Ok(()),
    }
}

/// The names that are safelisted with some values.
enum Kind {
    Accept,
    Language,
    ContentType,
    Range,
    ClientHint,
}

impl Kind {
    fn of(name: &HeaderName, value: &[u8], profile: Profile) -> Option<Self> {
        let name = name.to_lowercase();
        match name.as_str() {
            "accept" => Some(Self::Accept),
            "accept-language" | "content-language" => Some(Self::Language),
            "content-type" => Some(Self::ContentType),
            "range" => Some(Self::Range),
            _ if profile.shows(Deviation::ClientHintsSafelisted) => {
                is_client_hint(&name, value).then_some(Self::ClientHint)
            }
            _ => None,
        }
    }
}

/// The client hints that Chromium sends without a preflight. `Save-Data` has to be `on`.
fn is_client_hint(name: &str, value: &[u8]) -> bool {
    match name {
        "save-data" => value.eq_ignore_ascii_case(b"on"),
        "device-memory" | "dpr" | "width" | "viewport-width" | "rtt" | "downlink" | "ect" => true,
        _ => false,
    }
}

fn refuse(value: &[u8], is_bad: impl Fn(u8) -> bool) -> Result<(), UnsafeBecause> {
    match value.iter().find(|&&byte| is_bad(byte)) {
        Some(&byte) => Err(UnsafeBecause::Byte(byte)),
        None => Ok(()),
    }
}

/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte>
pub fn is_cors_unsafe_request_header_byte(byte: u8) -> bool {
    matches!(
        byte,
        0..=0x08
            | 0x0A..=0x1F
            | b'"'
            | b'('
            | b')'
            | b':'
            | b'<'
            | b'>'
            | b'?'
            | b'@'
            | b'['
            | b'\\'
            | b']'
            | b'{'
            | b'}'
            | 0x7F
    )
}

fn is_unsafe_beyond_ascii(byte: u8, profile: Profile) -> bool {
    !byte.is_ascii() && profile.shows(Deviation::NonAsciiValuesUnsafe)
}

fn is_language_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'*' | b',' | b'-' | b'.' | b';' | b'=')
}

fn is_form_content_type(value: &[u8], profile: Profile) -> bool {
    if profile.shows(Deviation::EmptyContentTypeParametersUnsafe) && has_empty_parameters(value) {
        return false;
    }
    matches!(
        parse_mime_type_essence(value).as_deref(),
        Some("application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
    )
}

/// Two semicolons with nothing between them.
fn has_empty_parameters(value: &[u8]) -> bool {
    value.windows(2).any(|pair| pair == b";;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &'static str, value: &str, expected: Result<(), UnsafeBecause>) {
        let name = HeaderName::literal(name);
        let value: Vec<u8> = value.chars().map(|c| u8::try_from(c).unwrap()).collect();
        assert_eq!(
            is_cors_safelisted_request_header(&name, &value, Profile::Standard),
            expected,
            "{name}"
        );
    }

    #[test]
    fn values_are_safe_up_to_128_bytes() {
        check("Accept", &"a".repeat(128), Ok(()));
        check("Accept", &"a".repeat(129), Err(UnsafeBecause::TooLong(129)));
        check("X-A", &"a".repeat(129), Err(UnsafeBecause::Name));
    }

    #[test]
    fn each_name_has_its_own_bytes() {
        check("ACCEPT", "text/html, */*;q=0.1", Ok(()));
        check("accept", "a\tb", Ok(()));
        check("accept", "\u{80}\u{ff}", Ok(()));
        check("accept", "\"", Err(UnsafeBecause::Byte(b'"')));
        check("accept", "\u{7f}", Err(UnsafeBecause::Byte(0x7F)));
        check("accept-language", "en-GB, de;q=0.5", Ok(()));
        check("accept-language", "en/GB", Err(UnsafeBecause::Byte(b'/')));
        check("content-language", "en_GB", Err(UnsafeBecause::Byte(b'_')));
        check("user-agent", "a", Err(UnsafeBecause::Name));
        check("save-data", "on", Err(UnsafeBecause::Name));
    }

    #[test]
    fn three_content_types_need_no_permission() {
        check("content-type", "text/plain; charset=utf-8", Ok(()));
        check("content-type", "TEXT/PLAIN ;", Ok(()));
        check("content-type", "multipart/form-data; boundary=a", Ok(()));
        check("content-type", "application/x-www-form-urlencoded", Ok(()));
        check("content-type", "text/plain;;;", Ok(()));
        check(
            "content-type",
            "application/json",
            Err(UnsafeBecause::ContentType),
        );
        check(
            "content-type",
            "text/plain, text/plain",
            Err(UnsafeBecause::ContentType),
        );
        check("content-type", "", Err(UnsafeBecause::ContentType));
        check(
            "content-type",
            "text/plain; charset=\"utf-8\"",
            Err(UnsafeBecause::Byte(b'"')),
        );
    }

    #[test]
    fn a_range_needs_a_beginning() {
        check("range", "bytes=0-", Ok(()));
        check("range", "bytes=0-255", Ok(()));
        check("range", "bytes=-255", Err(UnsafeBecause::Range));
        check("range", "bytes=2-1", Err(UnsafeBecause::Range));
        check("range", "BYTES=0-1", Err(UnsafeBecause::Range));
    }

    #[test]
    fn chromium_sends_client_hints_without_asking() {
        let safe = |name, value: &str| {
            is_cors_safelisted_request_header(
                &HeaderName::literal(name),
                value.as_bytes(),
                Profile::Chromium,
            )
            .is_ok()
        };
        assert!(safe("Save-Data", "on"));
        assert!(!safe("Save-Data", "off"));
        assert!(safe("DPR", "2"));
        assert!(!safe("X-A", "2"));
    }
}
