//! What leaves the page: the link, the embed code, and files.

mod dialog;
mod embed;
mod files;
mod link;

pub(crate) use dialog::{SHARE, ShareDialog};
pub(crate) use embed::embed_panel;
pub(crate) use files::files_panel;
