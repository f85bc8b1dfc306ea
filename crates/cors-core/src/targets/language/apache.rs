//! Apache httpd: quoted words, header values and conditions.

use super::regex;
use crate::policy::OriginPattern;

/// A text as the quoted value of a `Header` line, in which a percent sign begins a variable. What is listed in
/// policies has no `${`, for which Apache has no escape.
pub(in crate::targets) fn header_value(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '%' => quoted.push_str("%%"),
            '"' => quoted.push_str("\\\""),
            // Once for the value, and each of these once for the word.
            '\\' => quoted.push_str("\\\\\\\\"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The condition that the request's origin is the entry, for a place within double quotes. `req_novary` is `req`
/// without an addition to `Vary`.
pub(in crate::targets) fn is_origin(pattern: &OriginPattern) -> String {
    match pattern {
        OriginPattern::Family(family) => format!(
            "req_novary('Origin') =~ m#{}#",
            regex::of_family(family, regex::escape_but_slashes)
        ),
        // Origins have no quotes.
        OriginPattern::Null | OriginPattern::Exact(_) => {
            format!("req_novary('Origin') == '{pattern}'")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one quoted word as `ap_getword_conf` does, then the format as `mod_headers` does.
    fn read(word: &str) -> String {
        let inner = word.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
        let mut value = String::new();
        let mut chars = inner.chars().peekable();
        while let Some(c) = chars.next() {
            let escaped = chars.next_if(|&next| c == '\\' && matches!(next, '\\' | '"'));
            assert!(c != '"', "the word ends at its end: {word}");
            value.push(escaped.unwrap_or(c));
        }
        let mut text = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            if matches!(c, '%' | '\\') {
                assert_eq!(chars.next(), Some(c), "{value}");
            }
            text.push(c);
        }
        text
    }

    #[test]
    fn a_header_value_reads_as_itself() {
        let printable: Vec<char> = (' '..='~').collect();
        for &a in &printable {
            for &b in &printable {
                for text in [
                    format!("{a}{b}"),
                    format!("x{b}{a}n"),
                    format!("{a}t{a}{b}"),
                ] {
                    assert_eq!(read(&header_value(&text)), text);
                }
            }
        }
    }
}
