// CORS for actix-web with actix-cors. Verified on actix-cors 0.7.2.
use actix_cors::Cors;

/// The last .wrap on the App, so that it is the outermost: preflights are answered before
/// authentication, and errors carry the headers too.
pub fn cors() -> Cors {
    Cors::default()
        .allowed_origin("https://app.example.com")
        .allowed_origin("https://admin.example.com:8443")
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
        .allowed_headers(["Content-Type", "Authorization", "X-Request-Id"])
        .expose_headers(["X-Total-Count"])
        .supports_credentials()
        .max_age(600)
}
