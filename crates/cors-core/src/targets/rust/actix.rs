//! The program around what is written for actix-web, and what its parser cannot read.

use std::borrow::Cow;

use crate::policy::{AllowMethods, Policy};
use crate::server::{App, Authentication, Failure, Fault, FrameworkDefaults, OnPanic};
use crate::targets::Unsupported;
use crate::targets::difference::{NoticedBy, Rule};
use crate::targets::rust::Module;
use cors_http::{HttpRequest, Method, Status};

/// What it does where the application gives no response of its own.
pub(in crate::targets) const DEFAULTS: FrameworkDefaults = FrameworkDefaults {
    panic: OnPanic::Closes,
    other_method: Status::METHOD_NOT_ALLOWED,
};

pub(in crate::targets) const PANIC_CLOSES: Rule = Rule {
    code: "panic-closes",
    text: "A panic in a handler closes the connection without a response, which your code sees as a network error. An error that a handler returns gets a response with CORS headers.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

pub(in crate::targets) const READS_SOME_METHODS_ONLY: Rule = Rule {
    code: "reads-some-methods-only",
    text: "A method that contains #, $, %, & or ' gets 400, although the preflight allows every method.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| policy.methods == AllowMethods::Any,
};

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

/// Whether authentication rejects the request with an error, as middleware does that is a function.
pub(in crate::targets) fn is_error_of_middleware(app: &App, request: &HttpRequest) -> bool {
    app.authentication == Authentication::After
        && !request.headers.contains("Authorization")
        && matches!(app.failure, Some(Failure::Panics) | None)
}

/// A policy that lists a method which never arrives cannot be expressed.
pub(in crate::targets) fn check_methods(policy: &Policy) -> Result<(), Unsupported> {
    let unreadable = |method: &&Method| !is_readable(method.as_str());
    match &policy.methods {
        AllowMethods::Listed(methods) => match methods.iter().find(unreadable) {
            Some(method) => Unsupported::because(format!(
                "actix-web responds with 400 to the method `{method}` before any middleware sees the request, because its parser accepts no #, $, %, & or ' in a method. Remove it."
            )),
            None => Ok(()),
        },
        AllowMethods::Any => Ok(()),
    }
}

/// `Cargo.toml`, with the dependencies that are needed next to actix-web as further lines.
pub(in crate::targets) fn manifest(actix_web: &str, more: &str) -> String {
    MANIFEST.replace("ACTIX", actix_web).replace("MORE", more)
}

/// `src/main.rs`, with the module of the policy and what goes in the last `.wrap`.
pub(in crate::targets) fn main(module: &Module, wrap: &str) -> String {
    let program = MAIN.replace("MODULE", &module.name).replace("WRAP", wrap);
    program.replace("START", &module.start("    "))
}

const MANIFEST: &str = r#"[package]
name = "api"
version = "0.1.0"
edition = "2024"

[dependencies]
MOREactix-web = { version = "ACTIX", default-features = false, features = ["macros"] }
"#;

const MAIN: &str = r#"use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorUnauthorized;
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpServer, web};

mod MODULE;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
START    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let server = HttpServer::new(|| {
        App::new()
            .route("/", web::get().to(|| async { "hello, world" }))
            .wrap(from_fn(authenticate))
            // Last, so that preflights are handled before auth.
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

/// The program with a response instead of an error of its authentication.
pub(in crate::targets) fn with_response_of_authentication(main: &str) -> String {
    main.replace("use actix_web::error::ErrorUnauthorized;\n", "")
        .replace(
            "{App, Error, HttpServer, web}",
            "{App, Error, HttpResponse, HttpServer, web}",
        )
        .replace("Next<impl MessageBody>", "Next<impl MessageBody + 'static>")
        .replace(
            "        next.call(request).await\n",
            "        Ok(next.call(request).await?.map_into_left_body())\n",
        )
        .replace(
            "        Err(ErrorUnauthorized(\"no Authorization\\n\"))\n",
            RESPONSE,
        )
}

const RESPONSE: &str = r#"        // An error would have no CORS headers.
        let response = HttpResponse::Unauthorized().body("no Authorization\n");
        Ok(request.into_response(response).map_into_right_body())
"#;

/// What to know about the order.
pub(in crate::targets) const NOTES: [&str; 2] = [
    "The last `.wrap` is the outermost. If auth is the outer one, preflights get 401 and no CORS headers.",
    "On `App` it covers everything, unknown paths too. On `web::scope` it covers that scope only, and the 404 of other paths has no CORS headers.",
];

/// Where the call goes.
pub(in crate::targets) const PLACE: &str = "your App, after the `.wrap` that authenticates";

/// How to use it for one path only.
pub(in crate::targets) const ONE_PATH: &str =
    "For one path only, call it on `web::scope(\"/api\")` instead.";

/// The fixes of both targets for actix-web but for `Vary`.
pub(in crate::targets) const PREFLIGHT_NOT_ROUTED: (Fault, &str) = (
    Fault::PreflightNotRouted,
    "Call `.wrap(…)` on the `App`, not on a resource or scope. There it handles OPTIONS before the routes do.",
);
pub(in crate::targets) const AUTHENTICATION_BEFORE_CORS: (Fault, &str) = (
    Fault::AuthenticationBeforeCors,
    "Move the CORS `.wrap(…)` below the one for auth. The last one is the first to see a request.",
);
pub(in crate::targets) const HEADERS_MISSING_ON_ERRORS: (Fault, &str) = (
    Fault::HeadersMissingOnErrors,
    "Keep the CORS `.wrap(…)` last, and return errors instead of panicking. A panic closes the connection. Then look in the log for the error itself.",
);
pub(in crate::targets) const REDIRECTS_TO_SLASH: (Fault, &str) = (
    Fault::RedirectsToSlash,
    "Write the slash in your code's URL, or use `NormalizePath::trim()`, which serves both paths without a redirect.",
);
