/// A text as one word of a POSIX shell. In single quotes only a single quote has a meaning.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = "'".to_owned();
    for c in text.chars() {
        if c == '\'' {
            quoted.push_str("'\\''");
        } else {
            quoted.push(c);
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(quote(text), expected);
    }

    #[test]
    fn a_text_is_one_word() {
        check("", "''");
        check("$HOME `id` $(id) \"!\\", "'$HOME `id` $(id) \"!\\'");
        check("it's", "'it'\\''s'");
        check("''", "''\\'''\\'''");
        check("a\nb", "'a\nb'");
    }
}
