//! What to paste into the server.

mod commands;
mod files;
mod options;
mod panel;
mod server;
mod whole;

pub(crate) use panel::ConfigPanel;
pub(crate) use whole::CopyConfig;
