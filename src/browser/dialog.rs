//! Modal dialogs: the browser keeps the focus inside, closes them with Escape, and gives the focus back.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    gloo_utils::document()
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}

/// Opens a dialog over the page.
pub(crate) fn open(id: &str) {
    if let Some(dialog) = dialog(id)
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog.
pub(crate) fn close(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}
