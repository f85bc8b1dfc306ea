use super::icon;
use crate::dom::{Element, Event, el};

/// A button with a mark and words.
pub(crate) fn button(
    class: &'static str,
    mark: &str,
    words: &'static str,
    on_click: impl Fn(Event) + 'static,
) -> Element {
    bare_button(class, on_click)
        .child(icon(mark))
        .child(el("span").child(words))
}

/// A button with a mark alone; the label is added to it.
pub(crate) fn icon_button(mark: &str, on_click: impl Fn(Event) + 'static) -> Element {
    bare_button("icon-button", on_click).child(icon(mark))
}

/// A button with nothing on it yet.
pub(crate) fn bare_button(class: &'static str, on_click: impl Fn(Event) + 'static) -> Element {
    el("button")
        .attr("type", "button")
        .class(class)
        .on_click(on_click)
}
