//! <https://fetch.spec.whatwg.org/#simple-range-header-value>

use core::cmp::Ordering;

/// How a profile reads ranges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RangeReading {
    /// `BYTES=` is accepted.
    pub(super) any_case: bool,
    /// Numbers beyond 64 bits are a failure.
    pub(super) up_to_64_bits: bool,
}

/// The two positions of a range, as digits without leading zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SingleRange<'a> {
    pub(super) start: Option<&'a [u8]>,
    pub(super) end: Option<&'a [u8]>,
}

/// *Parse a single range header value* with allowWhitespace false. Positions have no maximum, so they are
/// compared as digits.
pub(super) fn parse_single_range(value: &[u8], reading: RangeReading) -> Option<SingleRange<'_>> {
    let (unit, rest) = value.split_at_checked(b"bytes=".len())?;
    let unit_matches = if reading.any_case {
        unit.eq_ignore_ascii_case(b"bytes=")
    } else {
        unit == b"bytes="
    };
    if !unit_matches {
        return None;
    }
    let dash = rest.iter().position(|&byte| byte == b'-')?;
    let range = SingleRange {
        start: position(rest.get(..dash)?, reading).ok()?,
        end: position(rest.get(dash + 1..)?, reading).ok()?,
    };
    match (range.start, range.end) {
        (None, None) => None,
        (Some(start), Some(end)) if compare(start, end) == Ordering::Greater => None,
        _ => Some(range),
    }
}

/// An empty text is no position. A text that is not a number is a failure.
fn position(digits: &[u8], reading: RangeReading) -> Result<Option<&[u8]>, NotANumber> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(NotANumber);
    }
    if digits.is_empty() {
        return Ok(None);
    }
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    let significant = digits.get(zeros..).unwrap_or_default();
    let too_long = compare(significant, b"9223372036854775807") == Ordering::Greater;
    if reading.up_to_64_bits && too_long {
        return Err(NotANumber);
    }
    Ok(Some(significant))
}

struct NotANumber;

/// Compares two numbers without leading zeros.
fn compare(a: &[u8], b: &[u8]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, start: Option<&str>, valid: bool) {
        let range = parse_single_range(value.as_bytes(), RangeReading::default());
        assert_eq!(range.is_some(), valid, "{value:?}");
        assert_eq!(
            range.and_then(|range| range.start),
            start.map(str::as_bytes),
            "{value:?}"
        );
    }

    #[test]
    fn ranges_follow_the_grammar_without_spaces_and_without_limits() {
        check("bytes=0-", Some(""), true);
        check("bytes=1-2", Some("1"), true);
        check("bytes=2-1", None, false);
        check("bytes=-500", None, true);
        check("bytes=-", None, false);
        check("bytes=007-7", Some("7"), true);
        check("bytes=0 -1", None, false);
        check("bytes= 0-1", None, false);
        check("Bytes=0-1", None, false);
        check("bytes=0-1,2-3", None, false);
        check("bytes=1", None, false);
        check("bytes:0-1", None, false);
        check(
            "bytes=99999999999999999999999-99999999999999999999999",
            Some("99999999999999999999999"),
            true,
        );
        check(
            "bytes=99999999999999999999999-99999999999999999999998",
            None,
            false,
        );
    }
}
