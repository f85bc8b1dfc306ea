//! Sends a running server what a browser would send, and nothing else.
//!
//! [`send`] hands the server to the same [`main_fetch`](cors_fetch::main_fetch) that simulates requests everywhere
//! else: it decides what is sent, and what a page gets. [`compare`] checks that the server does what a policy says,
//! and [`learn`] looks for the policy that the server's responses fit.
//!
//! It is no browser: it has no cookies but those given, no cache, no proxy settings of a browser, and certificates
//! are checked against Mozilla's list.
#![forbid(unsafe_code)]

mod ask;
mod client;
mod compare;
mod learn;
mod question;
mod trouble;

pub use ask::{Asked, send};
pub use client::{Client, Credentials};
pub use compare::{Compared, Expected, Path, compare};
pub use learn::{Learned, Tried, learn};
pub use question::Answer;
pub use trouble::Trouble;
