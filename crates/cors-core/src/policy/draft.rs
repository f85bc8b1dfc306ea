use super::PreflightStatus;

/// A policy as typed. Every text can be held, so that a form, a link or a file may be half finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyDraft {
    /// Entries of the allow list; `*` means any.
    pub allow_origins: Vec<String>,
    /// Methods; `*` means any.
    pub allow_methods: Vec<String>,
    /// Request header names; `*` means any.
    pub allow_headers: Vec<String>,
    /// Response header names; `*` means any.
    pub expose_headers: Vec<String>,
    /// Whether requests with credentials are shared.
    pub allow_credentials: bool,
    /// Seconds; empty means not set.
    pub max_age: String,
    /// The status of an answer to a preflight.
    pub preflight_status: PreflightStatus,
}
