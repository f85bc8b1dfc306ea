//! What this browser remembers for this page. A frame without an origin of its own has no such storage.

/// The text kept under a name.
pub(crate) fn get(name: &str) -> Option<String> {
    let storage = gloo_utils::window().local_storage().ok().flatten()?;
    storage.get_item(name).ok().flatten()
}

/// Keeps a text under a name, if the browser lets it.
pub(crate) fn set(name: &str, text: &str) {
    if let Ok(Some(storage)) = gloo_utils::window().local_storage() {
        let _ = storage.set_item(name, text);
    }
}
