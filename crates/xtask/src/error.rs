//! The one error type of this crate. Its variants differ in who can do something about it.

use std::fmt;

/// Reason why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Error {
    /// A prerequisite is missing and a person has to install it.
    Missing {
        /// What is missing, as the start of a sentence.
        what: String,
        /// What to do about it, as an imperative.
        help: String,
    },
    /// An attempt failed.
    Failed(String),
}

impl Error {
    /// Makes an [`Error::Missing`].
    pub(crate) fn missing(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            help: help.into(),
        }
    }

    /// Makes an [`Error::Failed`].
    pub(crate) fn failed(what: impl Into<String>) -> Self {
        Self::Failed(what.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what, help } => write!(out, "{what} (help: {help})"),
            Self::Failed(what) => out.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

/// Adds what an I/O error is about; for `map_err`.
pub(crate) fn at(what: impl fmt::Display) -> impl FnOnce(std::io::Error) -> Error {
    move |error| Error::Failed(format!("{what}: {error}"))
}
