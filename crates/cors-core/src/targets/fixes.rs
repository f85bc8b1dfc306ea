//! Fixes that several targets share.

pub(super) const VARY: &str = "Send `Vary: Origin` on every response, including those to requests without `Origin` or from other origins. Then clear the caches.";
