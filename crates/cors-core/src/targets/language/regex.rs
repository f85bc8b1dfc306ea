use crate::policy::{OriginFamily, Piece};

/// The text with every character escaped that means something in a regular expression. The result means
/// the same to PCRE and JavaScript.
pub(in crate::targets) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '.'
                | '+'
                | '*'
                | '?'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '^'
                | '$'
                | '|'
                | '/'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The same where a slash is no delimiter and needs no escape.
pub(super) fn escape_but_slashes(text: &str) -> String {
    escape(text).replace("\\/", "/")
}

/// The family as a regular expression that is anchored at both ends.
pub(in crate::targets) fn of_family(family: &OriginFamily, escape: fn(&str) -> String) -> String {
    let mut regex = "^".to_owned();
    for piece in family.pieces() {
        match piece {
            Piece::Literal(text) => regex.push_str(&escape(&text)),
            Piece::Labels => regex.push_str(r"([a-z0-9_-]+\.)+"),
            Piece::InLabel => regex.push_str("[a-z0-9-]+"),
            Piece::AnyPort => regex.push_str("(:[0-9]{1,5})?"),
        }
    }
    regex.push('$');
    regex
}
