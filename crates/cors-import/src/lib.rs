//! Reads server configuration.
#![allow(dead_code)]
mod regex;
