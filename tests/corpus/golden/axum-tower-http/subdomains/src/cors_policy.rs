// CORS for axum with tower-http 0.7.
use std::time::Duration;

use axum::http::Method;
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

/// Add this last, so it is the outermost layer: it handles preflights before auth, and errors get the headers too.
pub fn cors_layer() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|origin, _| {
            origin.to_str().is_ok_and(is_allowed)
        }))
        .allow_methods([Method::GET, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .allow_credentials(true)
        .max_age(Duration::from_secs(7200))
}

/// Is this origin allowed? Compared byte for byte.
fn is_allowed(origin: &str) -> bool {
    origin == "https://example.com"
        || between(origin, "https://", ".example.com").is_some_and(is_labels)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.strip_suffix(end)
}

/// One or more labels with dots between them.
fn is_labels(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    })
}
