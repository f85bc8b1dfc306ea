//! The page around this one, if this one is in a frame.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{JSON, Reflect};
use web_sys::{MessageEvent, ResizeObserver, Window};

/// The parts of a message that matter here, whatever it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawMessage {
    /// Its `type`.
    pub(crate) kind: String,
    /// Its `version`, if it has a number there.
    pub(crate) version: Option<f64>,
    /// Its `theme`, if it has a text there.
    pub(crate) theme: Option<String>,
    /// Its `state` as JSON, if it has one that can be written so.
    pub(crate) state: Option<String>,
}

fn host() -> Option<Window> {
    let window = gloo_utils::window();
    let parent = window.parent().ok().flatten()?;
    (parent != window).then_some(parent)
}

/// Whether this page is in a frame.
pub(crate) fn is_there() -> bool {
    host().is_some()
}

/// Calls back with every message of the page around this one, and of no other.
pub(crate) fn on_message(run: impl Fn(RawMessage) + 'static) {
    let Some(host) = host() else {
        return;
    };
    let host = JsValue::from(host);
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if event.source().is_some_and(|source| *source == host) {
            run(raw_message(&event.data()));
        }
    });
    // The page lives as long as the window, so the listener is never removed.
    let _ = gloo_utils::window()
        .add_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
    listener.forget();
}

fn raw_message(data: &JsValue) -> RawMessage {
    let part = |name: &str| {
        Reflect::get(data, &JsValue::from_str(name))
            .ok()
            .filter(|part| !part.is_undefined())
    };
    let text = |name: &str| part(name).and_then(|part| part.as_string());
    RawMessage {
        kind: text("type").unwrap_or_default(),
        version: part("version").and_then(|version| version.as_f64()),
        theme: text("theme"),
        state: part("state")
            .and_then(|state| JSON::stringify(&state).ok())
            .and_then(|json| json.as_string()),
    }
}

/// Posts JSON to the page around this one. Any page may put this one in a frame, so a message says nothing that
/// not everyone may know.
pub(crate) fn post(json: &str) {
    if let (Some(host), Ok(message)) = (host(), JSON::parse(json)) {
        let _ = host.post_message(&message, "*");
    }
}

/// Calls back with the height of an element, in whole pixels, now and whenever it has changed.
pub(crate) fn on_height(id: &str, run: impl Fn(u32) + 'static) {
    let Some(root) = gloo_utils::document().get_element_by_id(id) else {
        return;
    };
    let measured = root.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        let height = measured.get_bounding_client_rect().height().ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a height isn't negative, and a larger one saturates"
        )]
        run(height as u32);
    });
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&root);
    }
    // It is called as long as the page is there.
    changed.forget();
}
