//! What people paste when CORS fails, and what it means.
//!
//! [`diagnose`] takes a text as it was pasted: lines of a console, response headers, commands, a HAR, or several of these
//! at once. It says what each part was taken for, which causes fit and how sure that is, and gives a state that shows
//! the failure. Recorded responses go through the same [`main_fetch`](cors_fetch::main_fetch) as everything else here.
//!
//! Nothing is sent or stored. Values that could be secret are dropped while the text is read.
//!
//! ```
//! use cors_diagnose::{Cause, diagnose};
//! use cors_http::Platform;
//!
//! let line = "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been \
//!     blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
//! let diagnosis = diagnose(line, &Platform::BARE);
//! assert_eq!(diagnosis.cause(), Cause::AllowOriginMissing);
//! assert_eq!(diagnosis.main.page_origin.as_deref(), Some("https://app.example.com"));
//! ```
#![forbid(unsafe_code)]

mod combine;
mod console;
mod diagnosis;
mod explain;
mod json;
mod judge;
mod key;
mod message;
mod parts;
mod roots;
mod said;
mod secret;
mod state;
mod text;
mod view;

pub use combine::diagnose;
pub use diagnosis::{
    Diagnosis, Failure, Fix, Found, FoundRequest, NotUnderstood, RankedCause, RootCheck,
};
pub use json::diagnosis_json;
pub use key::{At, Cause, Certainty, Kind, Root};
pub use view::{DiagnosisView, PartView, view};
