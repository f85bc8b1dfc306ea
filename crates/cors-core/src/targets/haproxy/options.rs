use crate::targets::option::{Choice, NAME, name};
use crate::targets::{OptionValue, Options, TargetOption};

/// What the policy governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Server,
    Location,
}

pub(super) const ALL: &[TargetOption] = &[SCOPE.option(&SCOPE_VALUES), NAME];

const SCOPE_VALUES: [OptionValue; 2] = SCOPE.option_values();

const SCOPE: Choice<Scope, 2> = Choice {
    id: "scope",
    label: "Applies to",
    values: [
        ("server", "the whole frontend", Scope::Server),
        ("location", "one backend", Scope::Location),
    ],
};

pub(super) fn scope(options: &Options) -> Scope {
    SCOPE.of(options)
}

impl Scope {
    /// Where the rules go.
    pub(super) fn context(self) -> &'static str {
        match self {
            Self::Server => {
                "Put this in the `frontend` of your API, above its other `http-request` rules. It handles preflights before auth runs."
            }
            Self::Location => {
                "Put this in the `backend` of your API, above its other `http-request` rules. It handles preflights before auth runs."
            }
        }
    }

    /// The section that they go in.
    pub(super) fn section(self) -> &'static str {
        match self {
            Self::Server => "frontend",
            Self::Location => "backend",
        }
    }
}

/// The name of the file.
pub(super) fn path(options: &Options) -> String {
    match name(options) {
        None => "cors.cfg".to_owned(),
        Some(name) => format!("cors-{name}.cfg"),
    }
}
