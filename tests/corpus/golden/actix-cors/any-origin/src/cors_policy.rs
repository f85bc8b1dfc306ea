// CORS for actix-web with actix-cors 0.7.
use actix_cors::Cors;

/// Wrap the App in this last, so it is the outermost: it handles preflights before auth, and errors get the headers too.
pub fn cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(["GET", "HEAD", "POST"])
        .allowed_headers(["content-type"])
        .max_age(3600)
}
