//! The state of the page: a policy, a test request and a target, written as a link and as JSON.
#![forbid(unsafe_code)]

mod draft;
mod faults;
mod follow;
mod json;
pub mod link;
mod presentation;

pub use draft::{Draft, default_request, default_target};
pub use faults::Faults;
pub use follow::request_that_follows;
pub use json::{JsonError, from_json};
pub use presentation::{Presentation, TABS, THEMES, VIEWS};
