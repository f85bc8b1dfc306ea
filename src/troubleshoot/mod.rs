//! Reads what somebody pastes.

mod panel;
mod understand;

pub(crate) use panel::panel;
