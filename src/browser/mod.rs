//! The browser's interfaces as the page uses them: one small module each, typed, over `web-sys`.
//!
//! Nothing in here knows anything about CORS, and nothing else names `web_sys` but for [`Event`](web_sys::Event).

pub(crate) mod address;
pub(crate) mod clipboard;
pub(crate) mod dialog;
pub(crate) mod download;
pub(crate) mod element;
pub(crate) mod event;
pub(crate) mod host;
pub(crate) mod page;
pub(crate) mod screen;
pub(crate) mod storage;
pub(crate) mod time;
pub(crate) mod typed;
pub(crate) mod url;
