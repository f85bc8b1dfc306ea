// CORS for actix-web with actix-cors 0.7.
use actix_cors::Cors;

/// Wrap the App in this last, so it is the outermost: it handles preflights before auth, and errors get the headers too.
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
