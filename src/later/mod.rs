//! What the page does not need for its first screen.

pub(crate) mod pitfalls;
