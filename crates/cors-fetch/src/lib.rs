//! The browser's half: the Fetch standard, one file per named algorithm (<https://fetch.spec.whatwg.org/>).
//!
//! [`main_fetch`] is the way in. Where engines differ from the standard, an algorithm asks for a [`Deviation`] by
//! name; which engine shows which is written down in one table. The server is a function that may fail, and the time
//! is a number, so that a model, a recording and a running server can all stand in.
#![forbid(unsafe_code)]

mod bad_port;
mod console_message;
mod cors_check;
mod cors_preflight_fetch;
mod course;
mod deviation;
mod exchange;
mod extract_header_list_values;
mod filtered_response;
mod forbidden_request_header;
mod http_fetch;
mod http_redirect_fetch;
mod invalid_header;
mod main_fetch;
mod max_age;
mod mime_type;
mod network_error;
mod preflight_cache;
mod prepare;
mod profile;
mod request;
mod request_draft;
mod resource_policy;
mod safelisted_request_header;
mod serialize_request_origin;
mod single_range;
mod spell;
mod told;
mod unsafe_request_header_names;
mod walk;

pub use console_message::ConsoleContext;
pub use cors_check::CorsCheckFailure;
pub use deviation::{DEVIATIONS, Deviation, DeviationEntry, OBSERVED, Source};
pub use exchange::{
    Exchange, FilteredResponse, Hop, Leg, Outcome, Place, Preflight, PreflightReasons, Step,
    StepResult,
};
pub use forbidden_request_header::is_forbidden_request_header;
pub use main_fetch::main_fetch;
pub use max_age::{DEFAULT_MAX_AGE, imposed_limit, max_age};
pub use network_error::{NetworkError, PreflightRefusal, RedirectRefusal};
pub use preflight_cache::PreflightCache;
pub use profile::Profile;
pub use request::{Api, Body, CacheMode, CredentialsMode, Mode, RedirectMode, Request};
pub use request_draft::{
    ParsedRequest, RequestDraft, RequestField, RequestProblem, RequestProblemKind,
};
pub use safelisted_request_header::{
    UnsafeBecause, is_cors_safelisted_request_header, is_cors_unsafe_request_header_byte,
};
use told::Walk;
pub use unsafe_request_header_names::{UnsafeHeader, cors_unsafe_request_header_names};
