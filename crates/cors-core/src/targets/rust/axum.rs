//! The program around what is written for axum.

/// `Cargo.toml`, with the dependencies that are needed beside axum as further lines.
pub(in crate::targets) fn manifest(axum: &str, more: &str) -> String {
    MANIFEST.replace("AXUM", axum) + more
}

/// `src/main.rs`, with what goes into the last `.layer`.
pub(in crate::targets) fn main(layer: &str) -> String {
    MAIN.replace("LAYER", layer)
}

const MANIFEST: &str = r#"[package]
name = "api"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = "AXUM"
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
"#;

const MAIN: &str = r#"//! A whole application: `cargo run`.

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

mod cors_policy;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/", get(|| async { "hello, world" }))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn(authenticate))
        // Last, so that preflights are answered before the authentication.
        .layer(LAYER);
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, app).await
}

async fn authenticate(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}
"#;

/// What whoever pastes it has to know about the order.
pub(in crate::targets) const NOTES: [&str; 2] = [
    "The order of the calls decides: the last .layer is the outermost. With the authentication outside, a preflight gets 401 and no CORS headers.",
    "A layer covers what was added to the router before it: routes, nested routers and the fallback that come after it have no CORS headers, and .route_layer never covers the fallback.",
];
