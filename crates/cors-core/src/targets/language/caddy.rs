//! Caddyfile: quoted words and the lines of a `map`.

use super::regex;
use crate::policy::OriginPattern;

/// A text as one quoted word. Lists of policies have no braces, in which variables are.
pub(in crate::targets) fn quote(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        // A backslash escapes nothing but a quote.
        if c == '"' {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

/// An entry of the allow list as what a `map` compares with: a text, or a regular expression that is anchored at both
/// ends. Origins have no spaces, quotes or braces.
pub(in crate::targets) fn map_key(pattern: &OriginPattern) -> String {
    match pattern {
        OriginPattern::Family(family) => {
            format!("~{}", regex::of_family(family, regex::escape_but_slashes))
        }
        OriginPattern::Null | OriginPattern::Exact(_) => pattern.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_reads_as_itself() {
        for (text, expected) in [
            ("GET, M-!#$%&'*+-.^_`|~", "\"GET, M-!#$%&'*+-.^_`|~\""),
            ("$1, #x", "\"$1, #x\""),
            ("a\"b", "\"a\\\"b\""),
        ] {
            assert_eq!(quote(text), expected);
        }
    }
}
