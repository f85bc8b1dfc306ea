//! What was typed into the page that was rendered at build time, before it was taken over.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlInputElement};

thread_local! {
    static TYPED: RefCell<Vec<(HtmlInputElement, String)>> = const { RefCell::new(Vec::new()) };
}

/// Notes the text of every field below an element that holds another text than the document says.
pub(crate) fn remember(root: &Element) {
    let Ok(fields) = root.query_selector_all("input[type=text]") else {
        return;
    };
    let fields = (0..fields.length()).filter_map(|index| fields.item(index));
    let fields = fields.filter_map(|field| field.dyn_into::<HtmlInputElement>().ok());
    let typed = fields.map(|field| (field.value(), field));
    let typed = typed.filter(|(text, field)| *text != field.default_value());
    TYPED.set(typed.map(|(text, field)| (field, text)).collect());
}

/// Types it again, now that the fields listen.
pub(crate) fn replay() {
    for (field, text) in TYPED.take() {
        field.set_value(&text);
        let options = EventInit::new();
        options.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("input", &options) {
            let _ = field.dispatch_event(&event);
        }
    }
}
