//! The policy-to-config core: policies, which of them are sound, and the servers and libraries that they can
//! be written for.
//!
//! A policy goes in; configuration for a server, and the response that this server gives when it runs that
//! configuration, come out. Everything is a pure function of its arguments: no input or output, no clock.
#![forbid(unsafe_code)]

pub mod policy;
pub mod server;
pub mod targets;
