//! The browser's half: the Fetch standard, one file per named algorithm (<https://fetch.spec.whatwg.org/>).

mod main_fetch;
mod network_error;
mod preflight_cache;
mod profile;
mod request;
mod request_draft;

pub use main_fetch::main_fetch;
pub use network_error::NetworkError;
pub use preflight_cache::PreflightCache;
pub use profile::Profile;
pub use request::{Api, Body, CacheMode, CredentialsMode, Mode, RedirectMode, Request};
pub use request_draft::{ParsedRequest, RequestDraft, RequestProblem, RequestProblemKind};
