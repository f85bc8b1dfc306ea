//! Media types by file ending.

use std::path::Path;

/// The value of `Content-Type` for a file; unknown endings are bytes, which no browser interprets.
pub(crate) fn of(file: &Path) -> &'static str {
    let ending = file.extension().and_then(|ending| ending.to_str());
    match ending {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/vnd.microsoft.icon",
        Some("txt") => "text/plain; charset=utf-8",
        Some("xml") => "application/xml",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_browsers_insist_on_are_exact() {
        assert_eq!(of(Path::new("a/b_bg.wasm")), "application/wasm");
        assert_eq!(of(Path::new("boot.js")), "text/javascript; charset=utf-8");
        assert_eq!(of(Path::new("main.css")), "text/css; charset=utf-8");
        assert_eq!(of(Path::new("favicon.svg")), "image/svg+xml");
        assert_eq!(of(Path::new("html")), "application/octet-stream");
    }
}
