//! nginx: words, quoted strings and regular expressions as map keys.

use super::regex;
use crate::policy::OriginPattern;

/// A text as one quoted word in which nothing is a variable. nginx has no escape for `$`, so the name of
/// a variable that holds a dollar sign is put in its place; see [`needs_dollar`].
pub(in crate::targets) fn quote(text: &str, dollar_variable: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '$' => {
                quoted.push_str("${");
                quoted.push_str(dollar_variable);
                quoted.push('}');
            }
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether [`quote`] names the variable.
pub(in crate::targets) fn needs_dollar(text: &str) -> bool {
    text.contains('$')
}

/// An entry of the allow list as a map key: a quoted, anchored, case-sensitive regular expression.
/// A plain string would be compared without regard to case, and a long one needs another hash size.
pub(in crate::targets) fn map_key(pattern: &OriginPattern) -> String {
    let regex = match pattern {
        OriginPattern::Family(family) => regex::of_family(family, regex::escape_but_slashes),
        OriginPattern::Null | OriginPattern::Exact(_) => {
            format!("^{}$", regex::escape_but_slashes(&pattern.to_string()))
        }
    };
    // Inside quotes nginx takes a backslash before a quote or a backslash away; origins have neither,
    // and every other backslash stays for the regular expression. A `$` is no variable in a map's key.
    format!("\"~{regex}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one quoted word as nginx 1.22 does (`ngx_conf_read_token`), then expands the variable.
    fn read(word: &str) -> String {
        let inner = word.strip_prefix('"').unwrap();
        let mut out = String::new();
        let mut chars = inner.chars();
        loop {
            match chars.next().expect("the word ends with its quote") {
                '"' => break,
                '\\' => match chars.next().unwrap() {
                    c @ ('"' | '\'' | '\\') => out.push(c),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    'n' => out.push('\n'),
                    c => {
                        out.push('\\');
                        out.push(c);
                    }
                },
                c => out.push(c),
            }
        }
        assert_eq!(chars.next(), None, "nothing follows the closing quote");
        let expanded = out.replace("${d}", "\u{0}");
        assert!(!expanded.contains('$'), "no other variable: {out}");
        expanded.replace('\u{0}', "$")
    }

    #[test]
    fn a_quoted_text_reads_as_itself() {
        let printable: Vec<char> = (' '..='~').collect();
        for &a in &printable {
            for &b in &printable {
                for text in [
                    format!("{a}{b}"),
                    format!("x{b}{a}n"),
                    format!("{a}t{a}{b}"),
                ] {
                    assert_eq!(read(&quote(&text, "d")), text);
                }
            }
        }
    }

    #[test]
    fn a_quoted_text_survives_any_mixture() {
        let parts = [
            "\"", "\\", "$", "{", "}", "${d", "#", ";", "\n", "n", "'", "é", "\\\"",
        ];
        let mut state = 1_u32;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..8 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(parts[(state >> 16) as usize % parts.len()]);
            }
            assert_eq!(read(&quote(&text, "d")), text);
        }
    }
}
