/// A value as code in a sentence, where backticks mark code. A backtick in the value would end the mark, so a character
/// that looks the same takes its place.
pub fn in_code(value: &str) -> String {
    format!("`{}`", value.replace('`', "ˋ"))
}

#[cfg(test)]
mod tests {
    use super::in_code;

    #[test]
    fn no_value_ends_the_mark() {
        assert_eq!(in_code("a b"), "`a b`");
        assert_eq!(in_code("a`b`"), "`aˋbˋ`");
    }
}
