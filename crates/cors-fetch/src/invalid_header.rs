//! <https://fetch.spec.whatwg.org/#concept-header-value>: which bytes no header value can have.

use cors_http::{HeaderList, HeaderName};

/// The first header with a NUL, carriage return or line feed. Browsers drop such an answer as a whole.
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
