//! Elements by their ids: focus, scrolling, values.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};

fn element(id: &str) -> Option<HtmlElement> {
    gloo_utils::document()
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}

/// Moves the focus to an element.
pub(crate) fn focus(id: &str) {
    focus_first(&[id]);
}

/// Moves the focus to the first of these elements that is there and can have it.
pub(crate) fn focus_first(ids: &[&str]) {
    let document = gloo_utils::document();
    for element in ids.iter().filter_map(|id| element(id)) {
        let _ = element.focus();
        let has_focus = document.active_element();
        if has_focus.is_some_and(|focused| focused.is_same_node(Some(element.unchecked_ref()))) {
            return;
        }
    }
}

/// Moves the focus to an element and shows it, unfolding what it is in.
pub(crate) fn go_to(id: &str) {
    let Some(element) = element(id) else {
        return;
    };
    let mut inside = element.parent_element();
    while let Some(parent) = inside {
        if parent.tag_name() == "DETAILS" {
            let _ = parent.set_attribute("open", "");
        }
        inside = parent.parent_element();
    }
    if element.tag_name() == "DETAILS" {
        let _ = element.set_attribute("open", "");
        if let Ok(Some(summary)) = element.query_selector(":scope > summary")
            && let Ok(summary) = summary.dyn_into::<HtmlElement>()
        {
            let _ = summary.focus();
        }
    } else {
        let _ = element.focus();
    }
    element.scroll_into_view();
}

/// Shows the beginning of an element.
pub(crate) fn scroll_to(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view();
    }
}

/// Selects all the text of a field.
pub(crate) fn select(id: &str) {
    let Some(element) = element(id) else {
        return;
    };
    if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
        field.select();
    } else if let Some(field) = element.dyn_ref::<HtmlTextAreaElement>() {
        field.select();
    }
}

/// Empties a field whose text has become something else.
pub(crate) fn clear(id: &str) {
    if let Some(element) = element(id)
        && let Some(field) = element.dyn_ref::<HtmlInputElement>()
    {
        field.set_value("");
    }
}

/// Scrolls a list as little as needed to show one of its items.
pub(crate) fn reveal(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
