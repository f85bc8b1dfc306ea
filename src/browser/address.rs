//! The address bar.

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

/// The query and the fragment of the address, without `?` and `#`.
pub(crate) fn query_and_fragment() -> (String, String) {
    let location = gloo_utils::window().location();
    let without = |text: String, mark| text.strip_prefix(mark).unwrap_or_default().to_owned();
    (
        without(location.search().unwrap_or_default(), '?'),
        without(location.hash().unwrap_or_default(), '#'),
    )
}

/// The address without query and fragment. Empty outside a browser.
pub(crate) fn base() -> String {
    if !cfg!(target_family = "wasm") {
        return String::new();
    }
    let location = gloo_utils::window().location();
    let origin = location.origin().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    format!("{origin}{path}")
}

/// Writes the fragment without a new step for the Back button.
pub(crate) fn replace_fragment(fragment: &str) {
    let path = gloo_utils::window()
        .location()
        .pathname()
        .unwrap_or_default();
    // Browsers reject it when it happens too often; the next change tries again.
    let _ = gloo_utils::history().replace_state_with_url(
        &JsValue::NULL,
        "",
        Some(&format!("{path}#{fragment}")),
    );
}

/// Calls back when something else changes the fragment: a link, the Back button, a person.
pub(crate) fn on_fragment_change(run: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(run);
    // The page lives as long as the window, so the listener is never removed.
    let _ = gloo_utils::window()
        .add_event_listener_with_callback("hashchange", listener.as_ref().unchecked_ref());
    listener.forget();
}
