//! Reads server configuration.
#![allow(dead_code)]
mod finding;
mod redact;
mod regex;
mod source;
