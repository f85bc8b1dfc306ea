//! Messages quote values, which may be long.

/// The number of characters that are kept at the beginning, where the value is.
const BEGINNING: usize = 200;
/// The number that is kept at the end, which says what to do.
const END: usize = 200;

/// The message without its middle, if it is too long.
pub(crate) fn shorten(message: String) -> String {
    let length = message.chars().count();
    if length <= BEGINNING + END + 1 {
        return message;
    }
    let beginning = message.chars().take(BEGINNING);
    let end = message.chars().skip(length - END);
    beginning.chain(['…']).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn a_long_message_keeps_both_ends() {
        assert_eq!(shorten("short".to_owned()), "short");
        let long = format!("begin {} end", "é".repeat(10_000));
        let short = shorten(long);
        assert_eq!(short.chars().count(), 401);
        assert!(short.starts_with("begin é") && short.ends_with("é end"));
    }
}
