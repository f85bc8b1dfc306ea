//! The program around what is written for axum.

use crate::server::{Fault, FrameworkDefaults, OnPanic, Reply, append};
use crate::targets::difference::{NoticedBy, Rule};
use crate::targets::rust::Module;
use cors_http::{HttpRequest, Status};

/// What it does where the application gives no response of its own.
pub(in crate::targets) const DEFAULTS: FrameworkDefaults = FrameworkDefaults {
    panic: OnPanic::Closes,
    other_method: Status::METHOD_NOT_ALLOWED,
};

/// The response as axum sends it: to `HEAD` with the length that the body would have.
pub(in crate::targets) fn with_length(request: &HttpRequest, mut reply: Reply) -> Reply {
    if let Ok(response) = &mut reply.answer
        && request.method.as_str() == "HEAD"
        && response.status == Status::NO_CONTENT
        && !response.headers.contains("Content-Length")
    {
        append(&mut response.headers, "Content-Length", Some("0"));
    }
    reply
}

pub(in crate::targets) const PANIC_CLOSES: Rule = Rule {
    code: "panic-closes",
    text: "A panic in a handler closes the connection without a response, which your code sees as a network error. `tower_http::catch_panic::CatchPanicLayer`, added before this layer, turns it into a 500 with CORS headers.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

/// `Cargo.toml`, with the dependencies that are needed next to axum as further lines.
pub(in crate::targets) fn manifest(axum: &str, more: &str) -> String {
    MANIFEST.replace("AXUM", axum) + more
}

/// `src/main.rs`, with the module of the policy and what goes in the last `.layer`.
pub(in crate::targets) fn main(module: &Module, layer: &str) -> String {
    let program = MAIN.replace("MODULE", &module.name).replace("LAYER", layer);
    program.replace("START", &module.start("    "))
}

const MANIFEST: &str = r#"[package]
name = "api"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = "AXUM"
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
"#;

const MAIN: &str = r#"use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

mod MODULE;

#[tokio::main]
async fn main() -> std::io::Result<()> {
START    let app = Router::new()
        .route("/", get(|| async { "hello, world" }))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn(authenticate))
        // Last, so that preflights are handled before auth.
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

/// What to know about the order.
pub(in crate::targets) const NOTES: [&str; 2] = [
    "The last `.layer` is the outermost. If auth is the outer layer, preflights get 401 and no CORS headers.",
    "A layer covers what was added to the router before it: routes, nested routers and the fallback that are added later have no CORS headers, and `.route_layer` never covers the fallback.",
];

/// Where the call goes.
pub(in crate::targets) const PLACE: &str =
    "the router, after its routes, its fallback and the layer that authenticates";

/// How to use it for one path only.
pub(in crate::targets) const ONE_PATH: &str = "For one path only, make it the last call on a router of its own and `.nest(\"/api\", …)` that.";

/// The fixes of both targets for axum but for `Vary`.
pub(in crate::targets) const PREFLIGHT_NOT_ROUTED: (Fault, &str) = (
    Fault::PreflightNotRouted,
    "Move `.layer(…)` below the last `.route(…)`. A layer covers only the routes above it, and handles OPTIONS before the router returns 405.",
);
pub(in crate::targets) const AUTHENTICATION_BEFORE_CORS: (Fault, &str) = (
    Fault::AuthenticationBeforeCors,
    "Move the CORS `.layer(…)` below the one for auth. The last layer is the first to see a request.",
);
pub(in crate::targets) const HEADERS_MISSING_ON_ERRORS: (Fault, &str) = (
    Fault::HeadersMissingOnErrors,
    "Keep the CORS layer last, and put `CatchPanicLayer` above it. A panic that isn't caught closes the connection. Then look in the log for the error itself.",
);
pub(in crate::targets) const REDIRECTS_TO_SLASH: (Fault, &str) = (
    Fault::RedirectsToSlash,
    "Write the slash in your code's URL, or wrap the router in `NormalizePathLayer::trim_trailing_slash()`, which serves both paths without a redirect.",
);
