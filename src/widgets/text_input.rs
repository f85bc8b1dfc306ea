use crate::browser::event;
use crate::dom::{Element, el};

/// A field for one line of text that isn't prose. Its value is yet to be bound.
pub(crate) fn text_input(on_input: impl Fn(String) + 'static) -> Element {
    el("INPUT")
        .attrs(&[
            ("type", "text"),
            ("autocomplete", "off"),
            ("autocapitalize", "off"),
            ("spellcheck", "false"),
        ])
        .on("input", move |event| on_input(event::value(&event)))
}
