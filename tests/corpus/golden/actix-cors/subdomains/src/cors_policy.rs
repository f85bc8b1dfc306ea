// CORS for actix-web with actix-cors 0.7.
use actix_cors::Cors;

/// Wrap the App in this last, so it is the outermost: it handles preflights before auth, and errors get the headers too.
pub fn cors() -> Cors {
    Cors::default()
        .allowed_origin("https://example.com")
        .allowed_origin_fn(|origin, _| origin.to_str().is_ok_and(is_allowed))
        .allowed_methods(["GET", "HEAD", "POST", "DELETE"])
        .allow_any_header()
        .supports_credentials()
        .max_age(7200)
}

/// Is this origin allowed? Compared byte for byte.
fn is_allowed(origin: &str) -> bool {
    between(origin, "https://", ".example.com").is_some_and(is_labels)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.strip_suffix(end)
}

/// One or more labels with dots between them.
fn is_labels(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    })
}
