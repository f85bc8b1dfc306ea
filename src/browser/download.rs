//! Files for the person in front of the page.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, encode_uri_component};
use web_sys::{Blob, HtmlAnchorElement, Url};

use super::time;

/// Hands out a text as a file.
pub(crate) fn download(name: &str, text: &str) {
    let parts = Array::of1(&JsValue::from_str(text));
    let Ok(blob) = Blob::new_with_str_sequence(&parts) else {
        return;
    };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Some(anchor) = gloo_utils::document()
        .create_element("a")
        .ok()
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok())
    {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    // The browser still reads it when the click returns.
    time::after(1000, move || {
        let _ = Url::revoke_object_url(&url);
    });
}

/// A picture as an address that holds all of it.
pub(crate) fn svg_address(svg: &str) -> String {
    let escaped = encode_uri_component(svg);
    format!("data:image/svg+xml,{}", String::from(escaped))
}
