//! Arguments that name an input: a file, a link, or `-` for standard input.

use core::fmt;
use std::ffi::OsString;
use std::path::PathBuf;

use cors_state::link::LinkKey;

/// Where a policy or state comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// `-`
    StandardInput,
    /// A link to the page.
    Link(String),
    /// A file.
    File(PathBuf),
}

impl From<OsString> for Source {
    fn from(argument: OsString) -> Self {
        match argument.to_str() {
            Some("-") => Self::StandardInput,
            Some(text) if is_link(text) => Self::Link(text.to_owned()),
            Some(_) | None => Self::File(argument.into()),
        }
    }
}

/// Whether a text is a link: an address, a fragment, a query, or `key=value` with a key of a link.
pub(crate) fn is_link(text: &str) -> bool {
    let is_key = |(key, _): (&str, &str)| LinkKey::find(key).is_some();
    text.starts_with(['#', '?'])
        || text.starts_with("http://")
        || text.starts_with("https://")
        || text.split_once('=').is_some_and(is_key)
}

/// As an error names it.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StandardInput => f.write_str("standard input"),
            Self::Link(link) => f.write_str(link),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[track_caller]
    fn check(argument: &str, expected: &Source) {
        assert_eq!(Source::from(std::ffi::OsString::from(argument)), *expected);
    }

    #[test]
    fn links_are_told_from_files() {
        check("-", &Source::StandardInput);
        for link in [
            "#v=1",
            "?origins=*",
            "origins=https://app.example.com",
            "https://cors.example/#v=1",
            "http://127.0.0.1:8080/",
        ] {
            check(link, &Source::Link(link.to_owned()));
        }
        for file in ["policy.json", "./#v=1", "a=b.json", "/origins", ""] {
            check(file, &Source::File(file.into()));
        }
    }
}
