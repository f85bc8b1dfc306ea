//! `Access-Control-Max-Age`: steps 7.8 to 7.10 of <https://fetch.spec.whatwg.org/#cors-preflight-fetch>.

use super::deviation::Deviation;
use super::extract_header_list_values::extract_single;
use super::profile::Profile;
use cors_http::HeaderList;

/// The standard's default if the header is absent or isn't a number of seconds.
pub const DEFAULT_MAX_AGE: u64 = 5;

/// The result of reading the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxAgeReading {
    /// The header is absent or empty.
    Absent,
    /// It isn't a number of seconds.
    Invalid,
    /// A number; `None` beyond 64 bits.
    Seconds(Option<u64>),
    /// A negative number, which only some engines accept.
    Negative,
}

/// <https://fetch.spec.whatwg.org/#cors-preflight-fetch>: the *imposed limit on max-age*. The standard leaves it to the browser.
pub fn imposed_limit(profile: Profile) -> Option<u64> {
    match profile {
        Profile::Standard => None,
        Profile::Chromium => Some(7200),
        Profile::Firefox => Some(86400),
        Profile::Webkit => Some(600),
    }
}

/// How many seconds a successful preflight is cached; 0 means not at all.
pub fn max_age(headers: &HeaderList, profile: Profile) -> u64 {
    let seconds = match read_max_age(headers, profile) {
        MaxAgeReading::Invalid if profile.shows(Deviation::InvalidMaxAgeNotCached) => 0,
        MaxAgeReading::Negative => 0,
        MaxAgeReading::Seconds(Some(seconds)) => seconds,
        MaxAgeReading::Seconds(None) if !profile.shows(Deviation::HugeMaxAgeIsDefault) => u64::MAX,
        MaxAgeReading::Absent | MaxAgeReading::Invalid | MaxAgeReading::Seconds(None) => {
            DEFAULT_MAX_AGE
        }
    };
    imposed_limit(profile).map_or(seconds, |limit| seconds.min(limit))
}

/// Reads the header as this profile does.
pub fn read_max_age(headers: &HeaderList, profile: Profile) -> MaxAgeReading {
    let full: HeaderList;
    let headers = if profile.shows(Deviation::EmptyLinesDropped) {
        full = headers
            .iter()
            .filter(|header| {
                !header.value.as_bytes().is_empty() && header.name.is("Access-Control-Max-Age")
            })
            .cloned()
            .collect();
        &full
    } else {
        headers
    };
    let value = match extract_single(headers, "Access-Control-Max-Age") {
        Ok(None | Some(b"")) => return MaxAgeReading::Absent,
        Ok(Some(value)) => value,
        Err(_) => return MaxAgeReading::Invalid,
    };
    let (negative, digits) = match value {
        [b'-', digits @ ..] if profile.shows(Deviation::SignedMaxAge) => (true, digits),
        [b'+', digits @ ..] if profile.shows(Deviation::SignedMaxAge) => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return MaxAgeReading::Invalid;
    }
    if negative {
        return MaxAgeReading::Negative;
    }
    // Engines read the number as a signed one.
    let number = digits.iter().try_fold(0_i64, |number, digit| {
        number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
    });
    MaxAgeReading::Seconds(number.and_then(|number| u64::try_from(number).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_http::{HeaderName, HeaderValue};

    /// Seconds in the standard, Chromium, Firefox and WebKit.
    #[track_caller]
    fn check(lines: &[&str], expected: [u64; 4]) {
        let mut headers = HeaderList::new();
        for line in lines {
            headers.append(
                HeaderName::literal("Access-Control-Max-Age"),
                HeaderValue::received(line).unwrap(),
            );
        }
        assert_eq!(
            Profile::ALL.map(|profile| max_age(&headers, profile)),
            expected,
            "{lines:?}"
        );
    }

    #[test]
    fn each_engine_reads_max_age_in_its_own_way() {
        check(&[], [5, 5, 5, 5]);
        check(&[""], [5, 5, 5, 5]);
        check(&["0"], [0, 0, 0, 0]);
        check(&["600"], [600, 600, 600, 600]);
        check(&["0600"], [600, 600, 600, 600]);
        check(&["7201"], [7201, 7200, 7201, 600]);
        check(&["86401"], [86401, 7200, 86400, 600]);
        check(&["-1"], [5, 0, 0, 0]);
        check(&["-0"], [5, 0, 0, 0]);
        check(&["+600"], [5, 600, 0, 600]);
        check(&["-"], [5, 5, 0, 5]);
        check(&["60s"], [5, 5, 0, 5]);
        check(&["1.5"], [5, 5, 0, 5]);
        check(&["5, 10"], [5, 5, 0, 5]);
        check(&["600", "600"], [5, 5, 0, 5]);
        check(&["600", ""], [5, 5, 600, 5]);
        check(&["99999999999999999999999"], [u64::MAX, 5, 86400, 5]);
    }
}
