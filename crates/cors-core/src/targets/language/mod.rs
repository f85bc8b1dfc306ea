//! The languages that snippets are written in: how each quotes a text, so that whatever was typed stays
//! text. One file per language.

mod comment;
pub(super) mod javascript;
pub(super) mod nginx;
mod regex;
pub(super) mod rust;
mod text;

pub(super) use comment::{Comment, header_comment};
pub(super) use text::Text;
