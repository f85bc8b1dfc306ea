//! A name that looks like another one, in the form that browsers send.

/// Latin letters and the Cyrillic ones that look the same.
const TWINS: [(u8, u32); 6] = [
    (b'a', 0x430),
    (b'e', 0x435),
    (b'o', 0x43E),
    (b'p', 0x440),
    (b'c', 0x441),
    (b'x', 0x445),
];

/// The host with one letter of its registrable domain replaced by its twin, if there is such a letter.
pub(super) fn homograph(host: &str, domain: &str) -> Option<String> {
    let before = host.strip_suffix(domain)?;
    let (label, behind) = domain.split_once('.').unwrap_or((domain, ""));
    if label.starts_with("xn--") {
        return None;
    }
    let (position, code_point) = label.bytes().enumerate().find_map(|(position, byte)| {
        let twin = TWINS.iter().find(|(latin, _)| *latin == byte)?;
        Some((position, twin.1))
    })?;
    let (start, rest) = label.split_at_checked(position)?;
    let basic = format!("{start}{}", rest.get(1..)?);
    let dot = if behind.is_empty() { "" } else { "." };
    let encoded = punycode_of_one(&basic, position, code_point);
    Some(format!("{before}xn--{encoded}{dot}{behind}"))
}

/// Punycode (RFC 3492 section 6.3) of a text with exactly one character beyond ASCII, at `position`.
fn punycode_of_one(basic: &str, position: usize, code_point: u32) -> String {
    const BASE: u32 = 36;
    const T_MIN: u32 = 1;
    const T_MAX: u32 = 26;
    const INITIAL_BIAS: u32 = 72;
    const INITIAL_N: u32 = 128;
    let number = |length: usize| u32::try_from(length).unwrap_or(0);
    let mut delta = (code_point - INITIAL_N) * (number(basic.len()) + 1) + number(position);
    let mut encoded = basic.to_owned();
    if !basic.is_empty() {
        encoded.push('-');
    }
    let mut k = BASE;
    loop {
        let threshold = k.saturating_sub(INITIAL_BIAS).clamp(T_MIN, T_MAX);
        if delta < threshold {
            encoded.push(digit(delta));
            return encoded;
        }
        encoded.push(digit(threshold + (delta - threshold) % (BASE - threshold)));
        delta = (delta - threshold) / (BASE - threshold);
        k += BASE;
    }
}

fn digit(value: u32) -> char {
    let offset = if value < 26 {
        u32::from(b'a')
    } else {
        u32::from(b'0') - 26
    };
    char::from_u32(value + offset).unwrap_or('a')
}

#[cfg(test)]
mod tests {
    use super::homograph;

    #[track_caller]
    fn check(host: &str, domain: &str, expected: Option<&str>) {
        assert_eq!(homograph(host, domain).as_deref(), expected);
    }

    // Expected values are those of Python's `encodings.idna`.
    #[test]
    fn one_letter_of_the_registrable_domain_is_replaced() {
        check(
            "app.example.com",
            "example.com",
            Some("app.xn--xample-2of.com"),
        );
        check("apple.com", "apple.com", Some("xn--pple-43d.com"));
        check("a.co.uk", "a.co.uk", Some("xn--80a.co.uk"));
    }

    #[test]
    fn name_without_such_a_letter_has_no_twin() {
        check("bbb.com", "bbb.com", None);
        check("xn--bcher-kva.example", "xn--bcher-kva.example", None);
    }
}
