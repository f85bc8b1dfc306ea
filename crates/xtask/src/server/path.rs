//! From the path of a request to a path below the served folder.

use std::path::PathBuf;

/// The relative path of a file, and whether the request named a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// No slash at the end.
    File(PathBuf),
    /// A slash at the end: its `index.html` is meant.
    Folder(PathBuf),
}

/// Resolves an absolute, percent-encoded path; `None` for all that could leave the folder.
pub(crate) fn resolve(path: &str) -> Option<Named> {
    let path = path.strip_prefix('/')?;
    let mut file = PathBuf::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        if segment.is_empty() {
            // Only the last segment may be empty; `//` would name an absolute path.
            return segments.peek().is_none().then_some(Named::Folder(file));
        }
        let segment = percent_decode(segment)?;
        if segment == "." || segment == ".." || segment.contains(['/', '\\', '\0', ':']) {
            return None;
        }
        file.push(segment);
    }
    Some(Named::File(file))
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_file(path: &str, expected: &str) {
        assert_eq!(resolve(path), Some(Named::File(expected.into())), "{path}");
    }

    #[track_caller]
    fn check_folder(path: &str, expected: &str) {
        assert_eq!(
            resolve(path),
            Some(Named::Folder(expected.into())),
            "{path}"
        );
    }

    #[track_caller]
    fn check_refused(path: &str) {
        assert_eq!(resolve(path), None, "{path}");
    }

    #[test]
    fn ordinary_paths_are_relative_to_the_folder() {
        check_file("/a.css", "a.css");
        check_file("/assets/a%20b.wasm", "assets/a b.wasm");
        check_file("/%C3%BC", "ü");
        check_file("/..a", "..a");
        check_file("/a..", "a..");
    }

    #[test]
    fn slash_at_the_end_names_a_folder() {
        check_folder("/", "");
        check_folder("/a/", "a");
    }

    #[test]
    fn path_that_could_leave_the_folder_is_refused() {
        for path in [
            "",
            "a",
            "/..",
            "/../a",
            "/a/../../b",
            "/.",
            "/a/./b",
            "//a",
            "//",
            "/a//b",
            "/%2e%2e/a",
            "/%2E.",
            "/a%2fb",
            "/a%2Fb",
            "/..%2f",
            "/a%5cb",
            "/a\\b",
            "/%00",
            "/c:",
            "/c%3a",
        ] {
            check_refused(path);
        }
    }

    #[test]
    fn broken_escape_is_refused() {
        for path in ["/%", "/%4", "/%zz", "/%+1", "/%ff", "/%C3"] {
            check_refused(path);
        }
    }
}
