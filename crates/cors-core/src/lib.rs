//! The policy-to-config core.
#![forbid(unsafe_code)]
