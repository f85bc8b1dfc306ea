//! JavaScript: string literals, regular expression literals and arrays of them.

use core::fmt::Write as _;

use super::regex;
use crate::policy::OriginPattern;

/// The widest line that prettier leaves as it is.
pub(in crate::targets) const WIDTH: usize = 80;

/// A text as a string literal.
pub(in crate::targets) fn quote(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            // The two separators end a line in older JavaScript.
            '\0'..='\x1f' | '\x7f' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// An entry of the allow list: a string, or a regular expression that is anchored at both ends and has
/// no flag (with `g` the next match would start where this one ended).
pub(in crate::targets) fn origin(pattern: &OriginPattern) -> String {
    match pattern {
        OriginPattern::Family(family) => format!("/{}/", regex::of_family(family, regex::escape)),
        OriginPattern::Null | OriginPattern::Exact(_) => quote(&pattern.to_string()),
    }
}

/// A property of an object literal that holds an array, on one line if that is short.
pub(in crate::targets) fn array_property(indent: &str, name: &str, items: &[String]) -> String {
    array(indent, &format!("{name}: ["), items, "],")
}

/// An array between these texts, on one line if that is short.
pub(in crate::targets) fn array(
    indent: &str,
    before: &str,
    items: &[String],
    after: &str,
) -> String {
    let line = format!("{indent}{before}{}{after}", items.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    let items: Vec<String> = items
        .iter()
        .map(|item| format!("{indent}  {item},\n"))
        .collect();
    format!("{indent}{before}\n{}{indent}{after}", items.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a double-quoted literal as ECMAScript does.
    fn read(literal: &str) -> String {
        let mut chars = literal.strip_prefix('"').unwrap().chars();
        let mut out = String::new();
        loop {
            match chars.next().expect("the literal ends with its quote") {
                '"' => break,
                '\\' => match chars.next().unwrap() {
                    'u' => {
                        let digits: String = chars.by_ref().take(4).collect();
                        let code = u32::from_str_radix(&digits, 16).unwrap();
                        out.push(char::from_u32(code).unwrap());
                    }
                    c @ ('"' | '\\') => out.push(c),
                    c => panic!("\\{c} is not written"),
                },
                c => {
                    assert!(
                        !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'),
                        "a line ends"
                    );
                    out.push(c);
                }
            }
        }
        assert_eq!(chars.next(), None, "nothing follows the closing quote");
        out
    }

    #[test]
    fn a_quoted_text_reads_as_itself() {
        let mut characters: Vec<char> = ('\0'..='\x7f').collect();
        characters.extend(['é', '\u{2028}', '\u{2029}', '😀']);
        for &a in &characters {
            for &b in &characters {
                let text = format!("{a}{b}u0041{b}{a}n");
                assert_eq!(read(&quote(&text)), text);
            }
        }
    }
}
