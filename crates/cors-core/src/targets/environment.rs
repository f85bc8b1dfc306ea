//! The option by which a program reads its allowed origins from the environment.

use super::Unsupported;
use super::option::Choice;
use crate::policy::{AllowCredentials, AllowOrigin, OriginPattern, Policy};

pub(super) const fn choice<T: Copy>(code: T, environment: T) -> Choice<T, 2> {
    Choice {
        id: "origins",
        label: "Allowed origins",
        values: [
            ("code", "in the code", code),
            ("environment", "from the variable CORS_ORIGINS", environment),
        ],
    }
}

/// Only exact origins can come from the environment.
pub(super) fn check(policy: &Policy) -> Result<(), Unsupported> {
    let AllowOrigin::Listed(patterns) = &policy.origins else {
        return Unsupported::because(
            "Any origin is allowed, so there is no list to read from the environment. List the origins, or keep them in the code.",
        );
    };
    let mut others = patterns
        .iter()
        .filter(|pattern| !matches!(pattern, OriginPattern::Exact(_)));
    match others.next() {
        None => Ok(()),
        Some(pattern) => Unsupported::because(format!(
            "`{pattern}` is not one origin, and only whole origins can come from the environment. Remove it, or keep the origins in the code."
        )),
    }
}

/// The command that starts a program, with the variable that it reads.
pub(super) fn start(policy: &Policy, program: &str) -> String {
    let origins: Vec<String> = policy
        .origins
        .patterns()
        .iter()
        .map(ToString::to_string)
        .collect();
    format!("CORS_ORIGINS='{}' {program}", origins.join(","))
}

/// What is wrong with `*` in the variable.
pub(super) fn star(policy: &Policy) -> &'static str {
    match policy.credentials {
        AllowCredentials::Yes => "can't be used with credentials: list the allowed origins",
        AllowCredentials::No => "is not an origin: list the allowed origins",
    }
}
