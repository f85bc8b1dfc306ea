//! The server's half: what a server with the reference config sends.

mod app;
mod cors_headers;
mod fault;
mod respond;

pub use app::{App, Authentication, Failure};
pub(crate) use app::{FrameworkDefaults, OnPanic};
pub use cors_headers::CORS_RESPONSE_HEADERS;
pub(crate) use cors_headers::append;
pub use cors_headers::is_cors_response_header;
pub use fault::{
    Before, CachePlace, Circumstances, Fault, FaultError, FaultRow, HttpCache, Layer, Layers,
    StatusArgument,
};
pub use respond::{Reply, respond};
pub(crate) use respond::{respond_with, share};
