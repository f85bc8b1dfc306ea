// CORS for axum with tower-http. Verified on tower-http 0.7.1.
use std::time::Duration;

use axum::http::{HeaderName, Method};
use tower_http::cors::{Any, CorsLayer};

/// The last layer of the router, so that it is the outermost: preflights are answered before
/// authentication, and errors carry the headers too.
pub fn cors_layer() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([HeaderName::from_static("content-type")])
        .max_age(Duration::from_secs(3600))
}
