//! An exchange explained: what was checked, against what, with which result. The forms that the page
//! exports too are in the core.

mod build;
mod fault;
mod json;
mod text;

pub(crate) use build::of_case;
pub(crate) use json::json;
pub(crate) use text::text;
