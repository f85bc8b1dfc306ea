//! The requests that browser and server really have.

mod browsers;
mod diagram;
mod failure;
mod in_short;
mod message;
mod panel;
mod request_form;
mod summary;
mod verdict;

pub(crate) use in_short::FlowInShort;
pub(crate) use panel::FlowPanel;
