//! The server's half: what a server with the canonical configuration answers.

mod app;
mod respond;

pub use app::{App, Authentication, Failure};
pub use respond::{Reply, respond};
