//! The browser, as far as the page needs it. Only this file and the tree of the page name `web_sys`.

use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::{Effect, set_timeout};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::{Array, Function, JSON, Object, Promise, Reflect, encode_uri_component};
use web_sys::{
    Blob, ClipboardEvent, Event, HtmlAnchorElement, HtmlElement, HtmlTextAreaElement,
    KeyboardEvent, MessageEvent, ResizeObserver, Url, Window,
};

use crate::dom::Told;
use crate::later::host_messages::Heard;

/// The ASCII form of a host with other characters, from the browser's own URL parser.
pub(crate) fn host_to_ascii(host: &str) -> Option<String> {
    // Outside a browser there is no URL parser.
    if !cfg!(target_family = "wasm") {
        return None;
    }
    let url = Url::new(&format!("https://{host}/")).ok()?;
    let is_host_alone = url.pathname() == "/" && url.username().is_empty() && url.port().is_empty();
    is_host_alone.then(|| url.hostname())
}

/// The query and the fragment of the address, without `?` and `#`.
pub(crate) fn query_and_fragment() -> (String, String) {
    let location = gloo_utils::window().location();
    let without = |text: String, mark| text.strip_prefix(mark).unwrap_or_default().to_owned();
    (
        without(location.search().unwrap_or_default(), '?'),
        without(location.hash().unwrap_or_default(), '#'),
    )
}

/// The address without query and fragment.
pub(crate) fn address() -> String {
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
    // Browsers refuse when it happens too often; the next change tries again.
    let _ = gloo_utils::history().replace_state_with_url(
        &JsValue::NULL,
        "",
        Some(&format!("{path}#{fragment}")),
    );
}

/// Calls back when somebody else changes the fragment: a link, the Back button, a person.
pub(crate) fn on_fragment_change(run: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(run);
    // The page lives as long as the window, so the listener is never taken away.
    let _ = gloo_utils::window()
        .add_event_listener_with_callback("hashchange", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Milliseconds since some moment.
pub(crate) fn now_ms() -> f64 {
    web_sys::js_sys::Date::now()
}

/// Runs something later.
pub(crate) fn after(ms: u64, run: impl FnOnce() + 'static) {
    let run: Box<dyn FnOnce()> = Box::new(run);
    set_timeout(run, core::time::Duration::from_millis(ms));
}

/// Runs something once the page is there, and again whenever a signal that it read has changed.
pub(crate) fn follow(run: Box<dyn Fn()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Runs something that may have to wait.
pub(crate) fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(task);
}

/// The window around this page, if it is a frame.
fn host() -> Option<Window> {
    let window = gloo_utils::window();
    let parent = window.parent().ok().flatten()?;
    (parent != window).then_some(parent)
}

/// Whether this page is a frame of another.
pub(crate) fn has_host() -> bool {
    host().is_some()
}

/// Calls back with every message of the page around this one, and of nobody else.
pub(crate) fn on_host_message(run: Box<dyn Fn(Heard)>) {
    let Some(host) = host() else {
        return;
    };
    let host = JsValue::from(host);
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if event.source().is_some_and(|source| *source == host) {
            run(heard(&event.data()));
        }
    });
    // The page lives as long as the window, so the listener is never taken away.
    let _ = gloo_utils::window()
        .add_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// The parts of a message that matter here, whatever it is.
fn heard(data: &JsValue) -> Heard {
    let part = |name: &str| {
        Reflect::get(data, &JsValue::from_str(name))
            .ok()
            .filter(|part| !part.is_undefined())
    };
    let text = |name: &str| part(name).and_then(|part| part.as_string());
    Heard {
        kind: text("type").unwrap_or_default(),
        version: part("version").and_then(|version| version.as_f64()),
        theme: text("theme"),
        state: part("state")
            .and_then(|state| JSON::stringify(&state).ok())
            .and_then(|json| json.as_string()),
    }
}

/// Posts JSON to the page around this one. Anybody may put this page into a frame, so the message says nothing
/// that not everybody may know.
pub(crate) fn tell_host(json: &str) {
    if let (Some(host), Ok(message)) = (host(), JSON::parse(json)) {
        let _ = host.post_message(&message, "*");
    }
}

/// Calls back with the height of the page's content, in whole pixels, now and whenever it has changed.
pub(crate) fn on_height(run: Told<u32>) {
    let Some(root) = element("app") else {
        return;
    };
    let measured = root.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        let height = measured.get_bounding_client_rect().height().ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a height is not negative, and a larger one saturates"
        )]
        run(height as u32);
    });
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&root);
    }
    // It is called as long as the page is there.
    changed.forget();
}

/// Moves the focus to an element.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Moves the focus to a part of the page, and its beginning into view.
pub(crate) fn go_to(id: &str) {
    if let Some(element) = element(id) {
        if let Ok(Some(folded)) = element.query_selector(":scope > details") {
            let _ = folded.set_attribute("open", "");
        }
        let _ = element.focus();
        element.scroll_into_view();
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    gloo_utils::document()
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}

/// Whether there is an element of that id.
pub(crate) fn has_element(id: &str) -> bool {
    gloo_utils::document().get_element_by_id(id).is_some()
}

/// The text of a paste.
pub(crate) fn pasted_text(event: &Event) -> String {
    event
        .dyn_ref::<ClipboardEvent>()
        .and_then(ClipboardEvent::clipboard_data)
        .and_then(|data| data.get_data("text").ok())
        .unwrap_or_default()
}

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

/// The key that was pressed.
pub(crate) fn key(event: &Event) -> String {
    event
        .dyn_ref::<KeyboardEvent>()
        .map(KeyboardEvent::key)
        .unwrap_or_default()
}

/// Whether Enter was pressed, and not to choose a word of an input method.
pub(crate) fn is_enter(event: &Event) -> bool {
    event
        .dyn_ref::<KeyboardEvent>()
        .is_some_and(|event| event.key() == "Enter" && !event.is_composing())
}

/// Copies a text, and tells whether that worked.
pub(crate) fn copy(text: String, done: Box<dyn Fn(bool)>) {
    let navigator = gloo_utils::window().navigator();
    // Missing on addresses that are neither https nor loopback.
    let has_clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_truthy());
    if !has_clipboard {
        done(copy_by_selection(&text));
        return;
    }
    let written = navigator.clipboard().write_text(&text);
    let done = Rc::new(done);
    let failed = done.clone();
    let on_success = Closure::once_into_js(move |_: JsValue| done(true));
    let on_failure = Closure::once_into_js(move |_: JsValue| failed(copy_by_selection(&text)));
    let _ = Reflect::get(&written, &JsValue::from_str("then"))
        .ok()
        .and_then(|then| then.dyn_into::<Function>().ok())
        .map(|then| then.call2(&written, &on_success, &on_failure));
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
    if gloo_utils::body().append_child(&area).is_err() {
        return false;
    }
    area.select();
    let worked = document
        .dyn_ref::<web_sys::HtmlDocument>()
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

/// Opens the system's sheet for sharing a link. Closing it is no failure.
pub(crate) fn share(link: &str, failed: Box<dyn FnOnce()>) {
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
        failed();
        return;
    };
    let on_failure = Closure::once_into_js(move |error: JsValue| {
        let name = Reflect::get(&error, &JsValue::from_str("name")).unwrap_or(JsValue::UNDEFINED);
        if name.as_string().as_deref() != Some("AbortError") {
            failed();
        }
    });
    let _ = Reflect::get(&shared, &JsValue::from_str("catch"))
        .ok()
        .and_then(|catch| catch.dyn_into::<Function>().ok())
        .map(|catch| catch.call1(&shared, &on_failure));
}

/// Selects all that is in a field.
pub(crate) fn select(id: &str) {
    if let Some(field) = element(id)
        && let Some(select) = Reflect::get(&field, &JsValue::from_str("select"))
            .ok()
            .and_then(|select| select.dyn_into::<Function>().ok())
    {
        let _ = select.call0(&field);
    }
}

/// A picture as an address that holds it whole.
pub(crate) fn svg_address(svg: &str) -> String {
    let escaped = encode_uri_component(svg);
    ["data:image/svg+xml,", &String::from(escaped)].concat()
}

/// Gives a text to keep as a file.
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
    after(1000, move || {
        let _ = Url::revoke_object_url(&url);
    });
}

/// Chooses light or dark, or leaves it to the system.
pub(crate) fn set_theme(theme: Option<&str>) {
    let root = gloo_utils::document_element();
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// Whether the system asks for dark.
pub(crate) fn prefers_dark() -> bool {
    gloo_utils::window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Says that the page can be used, for whoever waits for that.
pub(crate) fn mark_ready() {
    let _ = gloo_utils::document_element().set_attribute("data-ready", "");
}

/// Says that the later part has come, or will not, for whoever waits for that.
pub(crate) fn mark_whole() {
    let _ = gloo_utils::document_element().set_attribute("data-whole", "");
}
