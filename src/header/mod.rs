//! The header, with the status line under it.

mod bar;
mod notices;
mod phone_bar;
mod status;
mod status_line;

pub(crate) use bar::{HELP, Header};
pub(crate) use notices::Notices;
pub(crate) use phone_bar::PhoneBar;
pub(crate) use status_line::FailureStrip;
