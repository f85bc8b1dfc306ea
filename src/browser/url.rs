//! The browser's own URL parser.

use web_sys::Url;

/// The ASCII form of a host with other characters. `None` for what is no host, and outside a browser.
pub(crate) fn host_to_ascii(host: &str) -> Option<String> {
    if !cfg!(target_family = "wasm") {
        return None;
    }
    let url = Url::new(&format!("https://{host}/")).ok()?;
    let is_host_alone = url.pathname() == "/" && url.username().is_empty() && url.port().is_empty();
    is_host_alone.then(|| url.hostname())
}
