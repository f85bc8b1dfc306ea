// CORS for axum with tower-http 0.7.
use std::time::Duration;

use axum::http::{HeaderName, Method};
use tower_http::cors::{Any, CorsLayer};

/// Add this last, so it is the outermost layer: it handles preflights before auth, and errors get the headers too.
pub fn cors_layer() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([HeaderName::from_static("content-type")])
        .max_age(Duration::from_secs(3600))
}
