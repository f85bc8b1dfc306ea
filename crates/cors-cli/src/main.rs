//! The `cors` command.
fn main() {}
