//! The browser's half: the Fetch standard, one file per named algorithm (<https://fetch.spec.whatwg.org/>).
//!
//! [`main_fetch`] is the entry point. Where engines differ from the standard, an algorithm looks up a [`Deviation`] by
//! name; one table says which engine shows which. The server is a function that can fail, and the time is a number, so
//! the server can be a model, a recording or a running server.
#![forbid(unsafe_code)]

mod bad_port;
mod console;
mod cors_check;
mod cors_preflight_fetch;
mod deviation;
mod event;
mod exchange;
mod extract_header_list_values;
mod fetch_state;
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
mod unsafe_request_header_names;

pub use console::{
    CONSOLE_LINES, ConsoleContext, ConsoleLine, ConsoleReading, Fields, read_console_line,
};
pub use deviation::{DEVIATIONS, Deviation, DeviationEntry, OBSERVED, Source};
pub use event::{
    CorsCheckSuccess, Event, EventKind, ExposedHeaders, MethodAllowedBy, Place, Redirection,
};
pub use exchange::{Exchange, FilteredResponse, Hop, Leg, Outcome, Preflight, PreflightReasons};
pub use forbidden_request_header::is_forbidden_request_header;
pub use main_fetch::main_fetch;
pub use max_age::{DEFAULT_MAX_AGE, MaxAgeReading, imposed_limit, max_age, read_max_age};
pub use network_error::{Cause, CauseRow, Malformed, NetworkError, NetworkFailure, Stage};
pub use preflight_cache::PreflightCache;
pub use profile::Profile;
pub use request::{Api, Body, CacheMode, CredentialsMode, Mode, RedirectMode, Request};
pub use request_draft::{
    ParsedRequest, RequestDraft, RequestField, RequestProblem, RequestProblemKind,
};
pub use safelisted_request_header::{
    UnsafeBecause, is_cors_safelisted_request_header, is_cors_unsafe_request_header_byte,
};
pub use unsafe_request_header_names::{UnsafeHeader, cors_unsafe_request_header_names};
