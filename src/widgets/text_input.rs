use crate::browser;
use crate::dom::{Element, Live, el, only_true};

/// An input for one line of text that is not prose.
pub(super) fn text_input(
    class: &'static str,
    value: Live<String>,
    on_input: impl Fn(String) + 'static,
) -> Element {
    el("input")
        .class(class)
        .attrs(&[
            ("type", "text"),
            ("autocomplete", "off"),
            ("autocapitalize", "off"),
            ("spellcheck", "false"),
        ])
        .held("value", move || Some(value().into()))
        .on_input(move |event| on_input(browser::value(&event)))
}

/// Marks a field whose content cannot be used.
pub(super) fn mark_invalid(element: Element, invalid: impl Fn() -> bool + 'static) -> Element {
    element.live("aria-invalid", move || only_true(invalid()))
}

/// What is offered while typing.
pub(super) fn datalist(id: String, suggestions: &[&'static str]) -> Element {
    let mut list = el("datalist").id(id);
    for &suggestion in suggestions {
        list = list.child(el("option").attr("value", suggestion));
    }
    list
}
