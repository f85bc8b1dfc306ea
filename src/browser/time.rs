//! Time, and what runs later.

use core::time::Duration;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Date, Function, Reflect};

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> f64 {
    Date::now()
}

/// Runs something later.
pub(crate) fn after(ms: u64, run: impl FnOnce() + 'static) {
    let run: Box<dyn FnOnce()> = Box::new(run);
    leptos::prelude::set_timeout(run, Duration::from_millis(ms));
}

/// Runs something when the browser has nothing else to do, or after two seconds.
pub(crate) fn when_idle(run: impl FnOnce() + 'static) {
    let window = gloo_utils::window();
    // Safari doesn't have it.
    let idle = Reflect::get(&window, &JsValue::from_str("requestIdleCallback"))
        .ok()
        .and_then(|idle| idle.dyn_into::<Function>().ok());
    let Some(idle) = idle else {
        after(200, run);
        return;
    };
    let options = web_sys::js_sys::Object::new();
    let _ = Reflect::set(
        &options,
        &JsValue::from_str("timeout"),
        &JsValue::from(2000),
    );
    let _ = idle.call2(&window, &Closure::once_into_js(run), &options);
}
