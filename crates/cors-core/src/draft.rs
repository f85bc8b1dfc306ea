//! The whole state of the page: everything else is derived from it.

use crate::fetch::{CredentialsMode, Mode, Profile, RequestDraft};
use crate::policy::{PolicyDraft, PreflightStatus};

/// Everything that a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What is allowed.
    pub policy: PolicyDraft,
    /// What the page sends.
    pub request: RequestDraft,
    /// The id of the target shown.
    pub target: String,
    /// The version of the target; empty for the newest verified.
    pub version: String,
    /// Whose behaviour is predicted.
    pub browser: Profile,
}

impl Draft {
    /// What a bare address shows: the classic case, whole and correct.
    pub fn teaching_example() -> Self {
        let list = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        Self {
            policy: PolicyDraft {
                allow_origins: list(&["https://app.example.com"]),
                allow_methods: list(&["GET", "POST", "PUT", "DELETE"]),
                allow_headers: list(&["content-type", "authorization"]),
                expose_headers: Vec::new(),
                allow_credentials: false,
                max_age: "3600".to_owned(),
                preflight_status: PreflightStatus::NoContent,
            },
            request: RequestDraft {
                page_origin: "https://app.example.com".to_owned(),
                url: "https://api.example.com/api/users".to_owned(),
                method: "POST".to_owned(),
                headers: vec![
                    ("Content-Type".to_owned(), "application/json".to_owned()),
                    ("Authorization".to_owned(), String::new()),
                ],
                credentials: CredentialsMode::SameOrigin,
                mode: Mode::Cors,
            },
            target: "nginx".to_owned(),
            version: String::new(),
            browser: Profile::Standard,
        }
    }
}
