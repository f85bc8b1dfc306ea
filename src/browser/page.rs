//! The document as a whole.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Chooses light or dark, or leaves it to the system.
pub(crate) fn set_theme(theme: Option<&str>) {
    let root = gloo_utils::document_element();
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// Says that the page can be used.
pub(crate) fn mark_ready() {
    let _ = gloo_utils::document_element().set_attribute("data-ready", "");
}

/// Says that what is loaded when the page is idle has come, or won't.
pub(crate) fn mark_whole() {
    let _ = gloo_utils::document_element().set_attribute("data-whole", "");
}

/// The element that holds the page.
pub(crate) fn root() -> Option<HtmlElement> {
    gloo_utils::document()
        .get_element_by_id("app")?
        .dyn_into()
        .ok()
}
