//! What a person sees after a panic. It uses nothing of the page, which no longer works then.

use std::panic;

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
