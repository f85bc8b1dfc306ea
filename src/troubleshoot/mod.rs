//! Reads what somebody pastes.

mod diagnosis;
mod panel;
mod symptoms;
mod understand;

pub(crate) use panel::panel;
