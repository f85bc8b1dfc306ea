//! What a person sees after a panic. It uses nothing of the page, which no longer works then.

use std::panic;

use wasm_bindgen::prelude::wasm_bindgen;

/// Lets a panic write to the console and show the element `crash` of index.html.
pub(crate) fn install_panic_hook() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        show();
    }));
}

/// Shows the element with the link that leads back here. Where a part of it is missing, the rest is shown.
fn show() {
    let document = gloo_utils::document();
    let set = |id, name, value: &str| {
        if let Some(element) = document.get_element_by_id(id) {
            let _ = element.set_attribute(name, value);
        }
    };
    let link = gloo_utils::window().location().href().unwrap_or_default();
    set("crash-link", "value", &link);
    set("app", "inert", "");
    if let Some(crash) = document.get_element_by_id("crash") {
        let _ = crash.remove_attribute("hidden");
    }
}

/// Panics, so that a test sees what follows. No address, message or click leads here, only code that is
/// part of the page already.
#[wasm_bindgen(js_name = panicForTest)]
#[expect(
    unreachable_pub,
    clippy::panic,
    reason = "a test calls it from JavaScript"
)]
pub fn panic_for_test() {
    panic!("a test asked for this");
}
