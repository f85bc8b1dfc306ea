//! Numbers, durations and lists in words.

/// `a`, `a and b`, `a, b and c`.
pub fn sentence_list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
    }
}

/// `10 minutes` for 600 seconds: the largest unit that fits.
pub fn duration(seconds: u64) -> String {
    let units = [
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let fits = |length: u64| seconds >= length && seconds.is_multiple_of(length);
    let (length, unit) = units
        .into_iter()
        .find(|(length, _)| fits(*length))
        .unwrap_or((1, "second"));
    match seconds / length {
        1 => format!("1 {unit}"),
        count => format!("{} {unit}s", thousands(count)),
    }
}

/// `10 min` for 600 seconds.
pub fn short_duration(seconds: u64) -> String {
    let words = duration(seconds);
    match words.split_once(' ') {
        Some((count, unit)) if unit.starts_with("minute") => format!("{count} min"),
        Some((count, unit)) if unit.starts_with("hour") => format!("{count} h"),
        Some((count, unit)) if unit.starts_with("second") => format!("{count} s"),
        Some(_) | None => words,
    }
}

/// `97,343`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// A sentence after a colon: its first letter becomes lowercase, unless the first word is a name.
pub fn after_colon(sentence: &str) -> String {
    const NAMES: [&str; 5] = ["JavaScript", "CORS", "Caches", "Firefox", "Chromium"];
    let is_name = NAMES.iter().any(|name| sentence.starts_with(name));
    let mut chars = sentence.chars();
    match chars.next() {
        Some(first) if !is_name => first.to_lowercase().chain(chars).collect(),
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_durations_and_lists_are_written_in_words() {
        assert_eq!(duration(0), "0 seconds");
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(90), "90 seconds");
        assert_eq!(duration(600), "10 minutes");
        assert_eq!(duration(7_200), "2 hours");
        assert_eq!(duration(86_400), "1 day");
        assert_eq!(duration(31_536_001), "31,536,001 seconds");
        assert_eq!(short_duration(600), "10 min");
        assert_eq!(short_duration(3_600), "1 h");
        assert_eq!(short_duration(5), "5 s");
        assert_eq!(short_duration(86_400), "1 day");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(97_343), "97,343");
        assert_eq!(sentence_list::<&str>(&[]), "");
        assert_eq!(sentence_list(&["a"]), "a");
        assert_eq!(sentence_list(&["a", "b"]), "a and b");
        assert_eq!(sentence_list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(after_colon("The response."), "the response.");
        assert_eq!(after_colon("JavaScript can't."), "JavaScript can't.");
    }
}
