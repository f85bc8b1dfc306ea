//! YAML: scalars in double quotes, which take every escape of JSON, and sequences of them.

use super::{Text, json, regex};
use crate::policy::OriginFamily;

/// The widest line that prettier leaves as it is.
const WIDTH: usize = 80;

/// A text as a scalar. It is always in quotes, because without them `no`, `1e3` or `*` would be something else.
pub(in crate::targets) fn quote(text: &str) -> String {
    json::quote(text)
}

/// The family as a regular expression that is anchored at both ends.
pub(in crate::targets) fn regex(family: &OriginFamily) -> String {
    quote(&regex::of_family(family, escape))
}

/// A text as a regular expression for it alone, anchored at both ends.
pub(in crate::targets) fn regex_of_text(text: &str) -> String {
    quote(&format!("^{}$", escape(text)))
}

/// Slashes mean nothing without marks around the expression.
fn escape(text: &str) -> String {
    regex::escape(text).replace("\\/", "/")
}

/// A key whose value is a sequence: on one line if that is short, and otherwise with a line for each item.
pub(in crate::targets) fn sequence(text: &mut Text, indent: &str, key: &str, items: &[String]) {
    let line = format!("{indent}{key}: [{}]", items.join(", "));
    if line.len() <= WIDTH {
        text.line(line);
        return;
    }
    text.line(format!("{indent}{key}:"));
    for item in items {
        text.line(format!("{indent}  - {item}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(items: &[&str], expected: &str) {
        let mut text = Text::default();
        let items: Vec<String> = items.iter().map(|item| quote(item)).collect();
        sequence(&mut text, "  ", "a", &items);
        assert_eq!(text.finish(), expected);
    }

    #[test]
    fn a_regular_expression_is_escaped_and_quoted() {
        assert_eq!(
            regex_of_text("https://a.example:8443"),
            r#""^https://a\\.example:8443$""#
        );
    }

    #[test]
    fn a_short_sequence_is_on_one_line() {
        check(&["no", "*"], "  a: [\"no\", \"*\"]\n");
        check(&["a\"b\\"], "  a: [\"a\\\"b\\\\\"]\n");
        let long = "x".repeat(70);
        check(
            &[&long, "y"],
            &format!("  a:\n    - \"{long}\"\n    - \"y\"\n"),
        );
    }
}
