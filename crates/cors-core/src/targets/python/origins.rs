use crate::policy::Policy;
use crate::targets::language::Text;
use crate::targets::option::Choice;
use crate::targets::{OptionValue, Options, Unsupported, environment};

/// Where the allowed origins are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::targets) enum Origins {
    Code,
    Environment,
}

pub(super) const ORIGINS_VALUES: [OptionValue; 2] = ORIGINS.option_values();

pub(super) const ORIGINS: Choice<Origins, 2> =
    environment::choice(Origins::Code, Origins::Environment);

impl Origins {
    pub(in crate::targets) fn of(options: &Options) -> Self {
        ORIGINS.of(options)
    }

    /// Why a list for this policy can't come from the environment, if it can't.
    pub(in crate::targets) fn check(self, policy: &Policy) -> Result<(), Unsupported> {
        match self {
            Self::Code => Ok(()),
            Self::Environment => environment::check(policy),
        }
    }

    /// The command that starts a program, with the variable that it reads.
    pub(super) fn start(self, policy: &Policy, program: &str) -> String {
        match self {
            Self::Code => program.to_owned(),
            Self::Environment => environment::start(policy, program),
        }
    }

    /// Imports what reading the list needs, above all other imports.
    pub(in crate::targets) fn import(self, text: &mut Text) {
        if self == Self::Environment {
            text.line("import os");
            text.line("import re");
            text.line("");
        }
    }

    /// Ends the module with the functions that read the list and end the program if it isn't one.
    pub(in crate::targets) fn read(self, text: &mut Text, policy: &Policy) {
        if self == Self::Environment {
            text.line("");
            text.line("");
            text.line(READ.replace("STAR", environment::star(policy)));
        }
    }
}

const READ: &str = r#"def read_origins() -> list[str]:
    # CORS_ORIGINS is a list such as https://app.example.com,https://admin.example.com.
    origins = os.environ.get("CORS_ORIGINS", "").replace(",", " ").split()
    if not origins:
        raise ValueError("CORS_ORIGINS is empty: list the allowed origins")
    for origin in origins:
        problem = problem_of(origin)
        if problem is not None:
            raise ValueError(f"CORS_ORIGINS: {origin} {problem}")
    return origins


def problem_of(origin: str) -> str | None:
    # Browsers send scheme://host[:port] in lowercase, and it is compared exactly.
    if origin == "*":
        return "STAR"
    if "*" in origin:
        return "is a pattern: list each origin"
    if re.fullmatch(r"[a-z][a-z0-9+.-]*://[a-z0-9._:\[\]-]+", origin) is None:
        return "is not an origin: write scheme://host[:port]"
    if re.fullmatch(r"http://.*:80|https://.*:443", origin) is not None:
        return "is not an origin: leave out the default port"
    return None"#;
