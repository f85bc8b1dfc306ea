//! Reads what somebody pastes.

mod diagnosis;
mod imported;
mod panel;
mod symptoms;
mod understand;

pub(crate) use panel::panel;
