//! The link: the whole state of the page as the fragment of a URL, readable and easy to write by hand.
//!
//! The state lives in the fragment, so it never reaches a server. This is a public interface: every
//! link that ever worked keeps working, and `tests/corpus/links.json` holds the links that prove it.
//!
//! # Grammar
//!
//! A link is `key=value` pairs joined by `&`. The order is free when reading and that of this table when
//! writing; what equals its default is left out, so equal states have equal links. One that would end in
//! punctuation gets one more `&`, because chats and Markdown would not take that for a part of it.
//!
//! [`KEYS`] is the table of the keys.
//!
//! - **Lists** are items joined by `,`. One `,` at the end is ignored, so a list whose last item is empty
//!   is written with one more.
//! - **Escapes.** `%`, `&`, `#`, spaces and everything beyond ASCII are percent-encoded as UTF-8, and so
//!   are `,` inside an item and `:` inside a header name. A `%` that begins no escape is kept and reported.
//! - **An empty value** means the default; only `from=`, `url=` and `method=` mean an empty field.
//! - **Repeated keys**: lists are joined; of other values the first counts. Both are reported.
//! - **A key without `=`** is on if it can be (`embed`), and empty otherwise; reported.
//! - **Unknown keys** and values are reported and left out; ids of targets, versions and faults are kept.
//! - **No key at all** means the teaching example; as soon as there is one known key, missing ones mean
//!   the defaults above.
//! - **In the query** (`?`) the same keys are understood, for systems that strip fragments. There a `+`
//!   is a space, as form encoders write it, unless it stands between two letters or digits
//!   (`application/ld+json`); and `%2C` and `%3A` separate as `,` and `:` do where nothing else is
//!   possible. If both hold known keys, the fragment counts.
//!
//! # No secret travels
//!
//! A header's value is written only where it decides something (see [`carries_value`]); of all others
//! the name alone is written, and a value found in a link is dropped. A password inside a URL becomes
//! `***`. [`shareable`] is a draft after this.

mod decode;
mod encode;
mod notice;
mod percent;
mod secret;
mod table;

pub use decode::{Decoded, decode, decode_location, decode_url};
pub use encode::{encode, encode_url, permalink};
pub use notice::{Notice, NoticeKind};
pub use secret::{carries_value, shareable};
pub use table::{KEYS, LinkKey};
