//! <https://url.spec.whatwg.org/#concept-ipv4-parser>

/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>
pub(super) fn ends_in_a_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    (!last.is_empty() && last.bytes().all(|b| b.is_ascii_digit())) || number(last).is_some()
}

/// `None` for failure in the standard.
pub(super) fn parse(name: &str) -> Option<[u8; 4]> {
    let parts: Vec<u64> = name.split('.').map(number).collect::<Option<_>>()?;
    let (&last, leading) = parts.split_last()?;
    if leading.len() > 3 || leading.iter().any(|&part| part > 255) {
        return None;
    }
    let free_bytes = u32::try_from(4 - leading.len()).ok()?;
    if last >= 256_u64.pow(free_bytes) {
        return None;
    }
    let address = leading
        .iter()
        .zip([24, 16, 8])
        .fold(last, |address, (&part, shift)| address | (part << shift));
    u32::try_from(address).ok().map(u32::to_be_bytes)
}

/// <https://url.spec.whatwg.org/#ipv4-number-parser>: decimal, octal with `0`, hexadecimal with `0x`.
fn number(text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    let (digits, radix) = match lower.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None if lower.len() > 1 && lower.starts_with('0') => (&lower[1..], 8),
        None if lower.is_empty() => return None,
        None => (lower.as_str(), 10),
    };
    match digits {
        "" => Some(0),
        _ if digits.bytes().all(|b| char::from(b).is_digit(radix)) => {
            // A number too long for 64 bits is too large for an address.
            Some(u64::from_str_radix(digits, radix).unwrap_or(u64::MAX))
        }
        _ => None,
    }
}
