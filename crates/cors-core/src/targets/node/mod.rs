//! What is common to applications on Node: the parser in front of all of them, and the middleware that
//! is written by hand.

mod by_hand;
mod parser;

pub(super) use by_hand::middleware;
pub(super) use parser::{check_methods, own_reply};
