use crate::dom::{AnyView, el, many, text};

/// A text in which backticks mark what is code.
pub(crate) fn prose(words: &str) -> AnyView {
    let parts = words
        .split('`')
        .enumerate()
        .filter(|(_, part)| !part.is_empty());
    let parts = parts.map(|(index, part)| {
        if index % 2 == 1 {
            el("CODE").child(part).into()
        } else {
            text(part)
        }
    });
    many(parts.collect())
}
