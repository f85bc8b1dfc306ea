// CORS for actix-web with actix-cors. Verified on actix-cors 0.7.2.
use actix_cors::Cors;

/// The last .wrap on the App, so that it is the outermost: preflights are answered before
/// authentication, and errors carry the headers too.
pub fn cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(["GET", "HEAD", "POST"])
        .allowed_headers(["content-type"])
        .max_age(3600)
}
