//! What can go wrong, told apart by what a person can do about it.

use std::fmt;

/// The reason why a command did not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A prerequisite is not here and cannot be installed by us; the cure is for a person.
    Missing {
        /// What is missing, as the beginning of a sentence.
        what: String,
        /// What to do, as an order.
        cure: String,
    },
    /// Something was tried and failed.
    Failed(String),
}

impl Trouble {
    /// A prerequisite that only a person can bring.
    pub(crate) fn missing(what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            cure: cure.into(),
        }
    }

    /// A failed attempt.
    pub(crate) fn failed(what: impl Into<String>) -> Self {
        Self::Failed(what.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what, cure } => write!(out, "{what} (cure: {cure})"),
            Self::Failed(what) => out.write_str(what),
        }
    }
}

/// Gives an input or output error the name of what it happened to.
pub(crate) fn at(what: impl fmt::Display) -> impl FnOnce(std::io::Error) -> Trouble {
    move |error| Trouble::Failed(format!("{what}: {error}"))
}
