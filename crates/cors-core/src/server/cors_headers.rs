use cors_http::{HeaderList, HeaderName, HeaderValue};

/// The response headers of the CORS protocol (<https://fetch.spec.whatwg.org/#http-responses>), and the
/// one of Private Network Access, which was abandoned but is sent by several libraries.
pub const CORS_RESPONSE_HEADERS: [&str; 7] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Private-Network",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
];

/// Whether the name is one of [`CORS_RESPONSE_HEADERS`].
pub fn is_cors_response_header(name: &HeaderName) -> bool {
    CORS_RESPONSE_HEADERS.iter().any(|cors| name.is(cors))
}

/// Appends a header, if there is a value.
pub(crate) fn append(
    headers: &mut HeaderList,
    name: &'static str,
    value: Option<impl Into<HeaderValue>>,
) {
    if let Some(value) = value {
        headers.append(HeaderName::literal(name), value);
    }
}
