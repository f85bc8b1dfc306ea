use crate::dom::{Element, Event, el, icon};

/// A button with words. `look` is its class after `button`, such as `small` or `quiet`.
pub(crate) fn button(look: &'static str, on_click: impl Fn(Event) + 'static) -> Element {
    el("BUTTON")
        .class(["button ", look].concat().trim_end())
        .attr("type", "button")
        .on_click(on_click)
}

/// A button with an icon. The accessible name is yet to be set.
pub(crate) fn icon_button(name: &'static str, on_click: impl Fn(Event) + 'static) -> Element {
    button("quiet icon-button", on_click).child(icon(name))
}
