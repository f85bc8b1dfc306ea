//! The policy-to-config core of the CORS Header Builder.
//!
//! A policy goes in; configuration for real servers, the answers those servers give, and the exchange
//! that a browser has with them come out. Everything is a pure function of its arguments.
//!
//! What this crate does not do: no input or output, no clock, no Unicode tables, no dependency. Whoever
//! calls it passes the time, the server and the conversion of international hosts in.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod attack;
pub mod diagnostic;
pub mod draft;
pub mod exchange;
pub mod export;
pub mod fetch;
pub mod field;
pub mod host;
pub mod http;
#[cfg(feature = "serde")]
mod json;
pub mod link;
pub mod origin;
pub mod pitfall;
pub mod platform;
pub mod policy;
pub mod server;
pub mod site;
pub mod targets;
mod text_index;
pub mod url;
