//! HAProxy: quoted words, header values and the patterns of an ACL.

use super::regex;
use crate::policy::OriginPattern;

/// A text as the quoted value of a header, in which a percent sign begins a variable of HAProxy and a dollar sign one
/// of the environment.
pub(in crate::targets) fn header_value(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '%' => quoted.push_str("%%"),
            '"' | '\\' | '$' => {
                quoted.push('\\');
                quoted.push(c);
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// An entry of the allow list as the method and pattern of an ACL. Origins have no quotes and no spaces.
pub(in crate::targets) fn matcher(pattern: &OriginPattern) -> String {
    match pattern {
        OriginPattern::Family(family) => format!(
            "-m reg '{}'",
            regex::of_family(family, regex::escape_but_slashes)
        ),
        OriginPattern::Null | OriginPattern::Exact(_) => format!("-m str {pattern}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one quoted word as `parse_line` does, then the format.
    fn read(word: &str) -> String {
        let inner = word.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
        let mut value = String::new();
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            assert!(!matches!(c, '"' | '$'), "the word ends at its end: {word}");
            value.push(if c == '\\' { chars.next().unwrap() } else { c });
        }
        let text = value.replace("%%", "\0");
        assert!(!text.contains('%'), "no variable: {value}");
        text.replace('\0', "%")
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
