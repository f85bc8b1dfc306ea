//! Fixes that several targets share.

pub(super) const PROXY_STRIPS: &str = "Fix this in the proxy in front, not here: let it pass the `Access-Control-*` headers (in nginx, remove the `proxy_hide_header` lines for them), or set them there and nowhere else.";

pub(super) const PROXY_DOUBLES: &str = "Set the headers in one place only: remove them from the proxy in front (in nginx, `add_header Access-Control-…`), or remove them here and let the proxy set them.";

pub(super) const VARY: &str = "Send `Vary: Origin` on every response, also for blocked origins and without `Origin`. Then clear the caches.";
