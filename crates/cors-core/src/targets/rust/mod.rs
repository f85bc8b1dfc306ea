//! What the targets in Rust have in common: the test of an origin, the middleware without a library, and the
//! programs of the full examples.

pub(super) mod actix;
pub(super) mod axum;
mod module;
#[cfg(feature = "proof")]
mod mutations;
mod origins;
mod without_library;

pub(super) use module::{Module, OPTIONS, Usage};
#[cfg(feature = "proof")]
pub(super) use mutations::{ALL as MUTATIONS, WITHOUT_LIBRARY as WITHOUT_LIBRARY_MUTATIONS};
pub(super) use origins::{ORIGINS_READ_ONCE, Origins, exact, families, is_allowed, read_origins};
pub(super) use without_library::{Framework, middleware};
