//! The policy-to-config core: policies, which of them are sound, and the servers and libraries that there is
//! config for.
//!
//! The input is a policy. The output is config for a server, and this server's response to any request when it runs the
//! config. All functions are pure: there is no input or output, and no clock.
#![forbid(unsafe_code)]

pub mod policy;
pub mod server;
pub mod targets;
