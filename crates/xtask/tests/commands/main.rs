//! The commands as a person calls them, with a fake project and fake tools.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod fake_project;
mod foreground;
mod tools;
