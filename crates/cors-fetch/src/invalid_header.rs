//! <https://fetch.spec.whatwg.org/#concept-header-value>: bytes that a header value can't contain.

use cors_http::{HeaderList, HeaderName};

/// The first header with a NUL, carriage return or line feed. Browsers drop the whole response.
pub(super) fn invalid_response_header(headers: &HeaderList) -> Option<(HeaderName, u8)> {
    headers.iter().find_map(|header| {
        let byte = header
            .value
            .as_bytes()
            .iter()
            .find(|byte| matches!(byte, 0 | b'\r' | b'\n'))?;
        Some((header.name.clone(), *byte))
    })
}
