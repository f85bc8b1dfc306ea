//! Python: string literals, regular expressions in raw strings, and lists of them.

use core::fmt::Write as _;

use super::regex;
use crate::policy::{AllowOrigin, OriginFamily, OriginPattern};

/// The widest line that ruff and black leave as it is.
pub(in crate::targets) const WIDTH: usize = 88;

/// A text as a string literal.
pub(in crate::targets) fn quote(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            ' '..='~' => quoted.push(c),
            // Everything else, so that no text direction or line end is hidden in the source. Writing to a string
            // cannot fail.
            _ => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}

/// The items of a list or tuple as an argument or assignment between these texts, on one line if that is short.
pub(in crate::targets) fn list(
    indent: &str,
    before: &str,
    items: &[String],
    after: &str,
) -> String {
    let line = format!("{indent}{before}{}{after}", items.join(", "));
    if line.len() <= WIDTH && !line.contains('\n') {
        return line;
    }
    let items: Vec<String> = items
        .iter()
        .map(|item| format!("{indent}    {item},\n"))
        .collect();
    format!("{indent}{before}\n{}{indent}{after}", items.concat())
}

/// The origins that are listed one by one, as string literals.
pub(in crate::targets) fn exact(origins: &AllowOrigin) -> Vec<String> {
    origins
        .patterns()
        .iter()
        .filter(|pattern| !matches!(pattern, OriginPattern::Family(_)))
        .map(|pattern| quote(&pattern.to_string()))
        .collect()
}

/// The patterns, each a regular expression without anchors.
pub(in crate::targets) fn families(origins: &AllowOrigin) -> Vec<String> {
    origins
        .patterns()
        .iter()
        .filter_map(|pattern| match pattern {
            OriginPattern::Family(family) => Some(family_regex(family)),
            OriginPattern::Null | OriginPattern::Exact(_) => None,
        })
        .collect()
}

/// All origins, each a compiled regular expression that ends where the origin ends: items at this indent.
pub(in crate::targets) fn patterns(indent: &str, origins: &AllowOrigin) -> Vec<String> {
    let regex = |pattern: &OriginPattern| match pattern {
        OriginPattern::Family(family) => family_regex(family),
        OriginPattern::Null | OriginPattern::Exact(_) => escape(&pattern.to_string()),
    };
    let patterns = origins.patterns().iter();
    patterns
        .map(|pattern| compiled(indent, &regex(pattern), &[]))
        .collect()
}

/// A regular expression that is matched from the beginning, compiled, with its end: an item at this indent.
pub(in crate::targets) fn compiled(indent: &str, regex: &str, flags: &[&str]) -> String {
    let regex = raw(&format!("{regex}\\Z"));
    let arguments = [&[regex.as_str()], flags].concat();
    let line = arguments.join(", ");
    let room = WIDTH - indent.len();
    if "re.compile(),".len() + line.len() <= room {
        return format!("re.compile({line})");
    }
    let inside = if flags.is_empty() || "    ".len() + line.len() <= room {
        format!("{indent}    {line}\n")
    } else {
        let lines = arguments.iter().map(|one| format!("{indent}    {one},\n"));
        lines.collect()
    };
    format!("re.compile(\n{inside}{indent})")
}

fn family_regex(family: &OriginFamily) -> String {
    let regex = regex::of_family(family, escape);
    let regex = regex.strip_prefix('^').unwrap_or(&regex);
    regex.strip_suffix('$').unwrap_or(regex).to_owned()
}

/// A text as a part of a regular expression. A slash needs no escape where it is no delimiter.
pub(in crate::targets) fn escape(text: &str) -> String {
    regex::escape(text).replace("\\/", "/")
}

/// A regular expression for origins as a raw string. Neither a quote nor a backslash at the end can be in one.
pub(in crate::targets) fn raw(regex: &str) -> String {
    format!("r\"{regex}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a literal as Python does.
    fn read(literal: &str) -> String {
        let mut chars = literal.strip_prefix('"').unwrap().chars();
        let mut out = String::new();
        loop {
            match chars.next().expect("the literal ends with its quote") {
                '"' => break,
                '\\' => match chars.next().unwrap() {
                    'U' => {
                        let digits: String = chars.by_ref().take(8).collect();
                        let code = u32::from_str_radix(&digits, 16).unwrap();
                        out.push(char::from_u32(code).unwrap());
                    }
                    c @ ('"' | '\\') => out.push(c),
                    c => panic!("\\{c} is not written"),
                },
                c => {
                    assert!((' '..='~').contains(&c), "{c:?} is written as it is");
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
        characters.extend(['é', '\u{2028}', '\u{202e}', '😀']);
        for &a in &characters {
            for &b in &characters {
                let text = format!("{a}{b}U00000041{b}{a}n");
                assert_eq!(read(&quote(&text)), text);
            }
        }
    }

    #[test]
    fn a_list_is_broken_where_it_is_too_wide() {
        let items = |count: usize| vec![quote("0123456789"); count];
        assert_eq!(list("", "a = [", &items(2), "]").lines().count(), 1);
        assert_eq!(
            list("    ", "a=[", &items(6), "],"),
            format!("    a=[\n{}    ],", "        \"0123456789\",\n".repeat(6))
        );
    }
}
