//! Numbers and lists in words.

/// `a`, `a and b`, `a, b and c`.
pub(super) fn sentence_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// `600 seconds = 10 minutes`.
pub(super) fn duration(seconds: u64) -> String {
    let plural = |count: u64, unit: &str| match count {
        1 => format!("1 {unit}"),
        _ => format!("{count} {unit}s"),
    };
    let said = plural(seconds, "second");
    let units = [(86400, "day"), (3600, "hour"), (60, "minute")];
    match units
        .iter()
        .find(|(length, _)| seconds >= *length && seconds.is_multiple_of(*length))
    {
        Some((length, unit)) => format!("{said} = {}", plural(seconds / length, unit)),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(5), "5 seconds");
        assert_eq!(duration(600), "600 seconds = 10 minutes");
        assert_eq!(duration(7200), "7200 seconds = 2 hours");
        assert_eq!(duration(86400), "86400 seconds = 1 day");
        let list = |items: &[&str]| {
            sentence_list(
                &items
                    .iter()
                    .map(|&item| item.to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
