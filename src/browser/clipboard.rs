//! The clipboard, and the system's share sheet.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Object, Promise, Reflect};
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

/// Copies a text. Whether that worked.
pub(crate) async fn copy(text: String) -> bool {
    let navigator = gloo_utils::window().navigator();
    // Missing on addresses that are neither https nor loopback.
    let has_clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_truthy());
    if has_clipboard
        && JsFuture::from(navigator.clipboard().write_text(&text))
            .await
            .is_ok()
    {
        return true;
    }
    copy_by_selection(&text)
}

/// The older way, for pages that may not use the clipboard directly.
fn copy_by_selection(text: &str) -> bool {
    let document = gloo_utils::document();
    let Some(area) = document
        .create_element("textarea")
        .ok()
        .and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok())
    else {
        return false;
    };
    area.set_value(text);
    area.set_class_name("visually-hidden");
    let before = document
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    // Inside an open dialog, what is outside can't take the focus.
    let place = before
        .as_ref()
        .and_then(|before| before.closest("dialog").ok().flatten())
        .unwrap_or_else(|| gloo_utils::body().into());
    if place.append_child(&area).is_err() {
        return false;
    }
    area.select();
    let worked = document
        .dyn_ref::<HtmlDocument>()
        .is_some_and(|document| document.exec_command("copy").unwrap_or(false));
    area.remove();
    if let Some(before) = before {
        let _ = before.focus();
    }
    worked
}

/// Whether the system has a sheet for sharing.
pub(crate) fn can_share() -> bool {
    sharing().is_some()
}

fn sharing() -> Option<Function> {
    let navigator = gloo_utils::window().navigator();
    Reflect::get(&navigator, &JsValue::from_str("share"))
        .ok()?
        .dyn_into()
        .ok()
}

/// Opens the system's sheet for sharing a link. Whether it could be opened; closing it counts as that.
pub(crate) async fn share(link: &str) -> bool {
    let data = Object::new();
    for (key, value) in [
        ("title", gloo_utils::document().title().as_str()),
        ("url", link),
    ] {
        let _ = Reflect::set(&data, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let shared = sharing()
        .and_then(|share| share.call1(&gloo_utils::window().navigator(), &data).ok())
        .and_then(|shared| shared.dyn_into::<Promise>().ok());
    let Some(shared) = shared else {
        return false;
    };
    match JsFuture::from(shared).await {
        Ok(_) => true,
        Err(error) => Reflect::get(&error, &JsValue::from_str("name"))
            .is_ok_and(|name| name.as_string().as_deref() == Some("AbortError")),
    }
}
