//! The program around what is written for actix-web, and what its parser cannot read.

use std::borrow::Cow;

use crate::policy::{AllowMethods, Policy};
use crate::server::{App, Conduct, OnPanic};
use crate::targets::Unsupported;
use crate::targets::quirk::Quirk;
use cors_http::{HttpRequest, Method, Status};

/// The version that everything for actix-web is run with.
pub(in crate::targets) const ACTIX_WEB: &str = "4.18.1";

/// What it does where the application gives no answer of its own.
pub(in crate::targets) fn conduct(quirks: &[Quirk]) -> Conduct {
    Conduct {
        panic: if quirks.contains(&Quirk::ActixPanicCloses) {
            OnPanic::Closes
        } else {
            OnPanic::Answers(Status::INTERNAL_SERVER_ERROR)
        },
        other_method: Status::METHOD_NOT_ALLOWED,
    }
}

/// Whether its parser takes the method. The HTTP types that it is built on leave five characters of a
/// token out.
pub(in crate::targets) fn is_readable(method: &str) -> bool {
    !method.is_empty()
        && method.bytes().all(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(
                    byte,
                    b'!' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
                )
        })
}

/// The application as actix-web sees it for this request: a route with `GET` alone has no `HEAD`.
pub(in crate::targets) fn with_own_head<'a>(app: &'a App, request: &HttpRequest) -> Cow<'a, App> {
    match &app.methods {
        Some(methods)
            if request.method.as_str() == "HEAD" && !methods.contains(&request.method) =>
        {
            Cow::Owned(App {
                methods: Some(Vec::new()),
                ..app.clone()
            })
        }
        _ => Cow::Borrowed(app),
    }
}

/// A policy that lists a method which never arrives cannot be expressed.
pub(in crate::targets) fn check_methods(policy: &Policy) -> Result<(), Unsupported> {
    let unreadable = |method: &&Method| !is_readable(method.as_str());
    match &policy.methods {
        AllowMethods::Listed(methods) => match methods.iter().find(unreadable) {
            Some(method) => Err(Unsupported {
                reason: format!(
                    "actix-web answers 400 to the method `{method}` before any middleware sees the request, because its parser takes no #, $, %, & or ' in a method. Remove it."
                ),
            }),
            None => Ok(()),
        },
        AllowMethods::Any => Ok(()),
    }
}

/// `Cargo.toml`, with the dependencies that are needed beside actix-web as further lines.
pub(in crate::targets) fn manifest(actix_web: &str, more: &str) -> String {
    MANIFEST.replace("ACTIX", actix_web).replace("MORE", more)
}

/// `src/main.rs`, with what goes into the last `.wrap`.
pub(in crate::targets) fn main(wrap: &str) -> String {
    MAIN.replace("WRAP", wrap)
}

const MANIFEST: &str = r#"[package]
name = "api"
version = "0.1.0"
edition = "2024"

[dependencies]
MOREactix-web = { version = "ACTIX", default-features = false, features = ["macros"] }
"#;

const MAIN: &str = r#"//! A whole application: `cargo run`.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorUnauthorized;
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpServer, web};

mod cors_policy;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let server = HttpServer::new(|| {
        App::new()
            .route("/", web::get().to(|| async { "hello, world" }))
            .wrap(from_fn(authenticate))
            // Last, so that preflights are answered before the authentication.
            .wrap(WRAP)
    })
    .bind(format!("127.0.0.1:{port}"))?;
    println!("listening at port {port}");
    server.run().await
}

async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        next.call(request).await
    } else {
        Err(ErrorUnauthorized("no Authorization\n"))
    }
}
"#;

/// What whoever pastes it has to know about the order.
pub(in crate::targets) const NOTES: [&str; 2] = [
    "The order of the calls decides: the last .wrap is the outermost. With the authentication outside, a preflight gets 401 and no CORS headers.",
    "On App it covers everything, unknown paths too. On web::scope it covers the scope alone, and the 404 of other paths has no CORS headers.",
];
