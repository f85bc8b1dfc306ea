//! What events say.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Reflect;
use web_sys::{ClipboardEvent, Event, HtmlElement, KeyboardEvent, Node};

/// The text of the field that an event comes from.
pub(crate) fn value(event: &Event) -> String {
    target_property(event, "value")
        .as_string()
        .unwrap_or_default()
}

/// Whether the checkbox that an event comes from is checked.
pub(crate) fn is_checked(event: &Event) -> bool {
    target_property(event, "checked").is_truthy()
}

fn target_property(event: &Event, name: &str) -> JsValue {
    event
        .target()
        .and_then(|target| Reflect::get(&target, &JsValue::from_str(name)).ok())
        .unwrap_or(JsValue::UNDEFINED)
}

/// A key that was pressed.
pub(crate) struct Key {
    /// Its name, such as `Enter` or `k`.
    pub(crate) name: String,
    /// Whether Ctrl is held, or Command on a Mac.
    pub(crate) is_command: bool,
    pub(crate) is_shift: bool,
}

/// The key that was pressed; `None` while an input method is choosing a word.
pub(crate) fn key(event: &Event) -> Option<Key> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    (!event.is_composing()).then(|| Key {
        name: event.key(),
        is_command: event.ctrl_key() || event.meta_key(),
        is_shift: event.shift_key(),
    })
}

/// The text of a paste.
pub(crate) fn pasted_text(event: &Event) -> String {
    event
        .dyn_ref::<ClipboardEvent>()
        .and_then(ClipboardEvent::clipboard_data)
        .and_then(|data| data.get_data("text").ok())
        .unwrap_or_default()
}

/// Whether an event comes from something that takes text.
pub(crate) fn is_in_field(event: &Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|target| {
            matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                || target.is_content_editable()
        })
}

/// Whether the focus stays inside the element that handles this event.
pub(crate) fn stays_inside(event: &Event) -> bool {
    let next = Reflect::get(event, &JsValue::from_str("relatedTarget"))
        .ok()
        .and_then(|next| next.dyn_into::<Node>().ok());
    let inside = event
        .current_target()
        .and_then(|target| target.dyn_into::<Node>().ok());
    inside.is_some_and(|inside| inside.contains(next.as_ref()))
}

/// Calls back with every event of a kind that reaches the document.
pub(crate) fn on_document(kind: &str, run: impl Fn(Event) + 'static) {
    let listener = wasm_bindgen::prelude::Closure::<dyn Fn(Event)>::new(run);
    // The page lives as long as the document, so the listener is never removed.
    let _ = gloo_utils::document()
        .add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Whether an event comes from the very element that handles it, and not from one inside.
pub(crate) fn is_on_current_target(event: &Event) -> bool {
    event.target() == event.current_target()
}

/// Whether the `details` element that an event comes from is open.
pub(crate) fn is_open(event: &Event) -> bool {
    target_property(event, "open").is_truthy()
}
