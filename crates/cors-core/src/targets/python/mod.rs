//! What applications in Python have in common: the options of a module, and how one is used.

pub(super) mod gunicorn;
mod module;
mod origins;

pub(super) use module::{Module, OPTIONS, Usage};
pub(super) use origins::Origins;
