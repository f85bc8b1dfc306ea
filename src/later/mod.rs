//! What the page does not need for its first screen: one module for each feature, whose function is awaited, takes
//! what it needs and gives what it made, so that the module can be loaded when somebody asks for it.

pub(crate) mod attackers;
pub(crate) mod host_messages;
pub(crate) mod pitfalls;
