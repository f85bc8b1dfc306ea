//! The size of the window.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Whether a media query matches.
pub(crate) fn matches(query: &str) -> bool {
    gloo_utils::window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}

/// Calls back whenever a media query begins or ceases to match.
pub(crate) fn on_change(query: &str, run: impl Fn() + 'static) {
    let Ok(Some(list)) = gloo_utils::window().match_media(query) else {
        return;
    };
    let listener = Closure::<dyn Fn()>::new(run);
    let _ = list.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
    // Both live as long as the window.
    listener.forget();
    core::mem::forget(list);
}
