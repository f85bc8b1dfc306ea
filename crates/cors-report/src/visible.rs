//! Text that is safe to show anywhere.

/// Escapes control characters, which could control a terminal, separators, which end a line of JavaScript, and characters
/// that change the direction of text.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible_rule(c) {
            visible.extend(c.escape_unicode());
        } else {
            visible.push(c);
        }
    }
    visible
}

fn is_invisible_rule(c: char) -> bool {
    matches!(
        c,
        '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Whether the backticks of a sentence are its own marks around values. If a value has backticks too, the marks are
/// ambiguous.
pub(super) fn backticks_are_marks(text: &str) -> bool {
    !text.contains("``") && text.matches('`').count().is_multiple_of(2)
}

/// Breaks at spaces; a word that is too long is broken where the line ends.
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in visible(text).split(' ') {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > most {
            lines.push(core::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for c in word.chars() {
            if length == most {
                lines.push(core::mem::take(&mut line));
                length = 0;
            }
            line.push(c);
            length += 1;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
