//! The link: the whole state of the page as the fragment of a URL, readable and easy to write by hand.
//!
//! The state is in the fragment, so it never reaches a server. This is a public interface: every
//! link that ever worked keeps working, and `tests/corpus/links.json` has the links that prove it.
//!
//! # Grammar
//!
//! A link consists of `key=value` pairs joined by `&`. Readers accept any order; writers use the order of the table
//! and leave out defaults, so equal states have equal links. A link that would end with
//! punctuation gets one more `&`, because chats and Markdown wouldn't include the punctuation.
//!
//! [`KEYS`] is the table of the keys.
//!
//! - **Lists** are items joined by `,`. One `,` at the end is ignored, so a list with an empty last item
//!   ends with one more.
//! - **Escapes.** `%`, `&`, `#`, spaces and everything beyond ASCII are percent-encoded as UTF-8, and so
//!   are `,` inside an item and `:` inside a header name. A `%` that starts no escape is kept and reported.
//! - **An empty value** means the default, except that `from=`, `url=` and `method=` mean an empty field.
//! - **Repeated keys**: lists are joined; of other values the first one counts. Both are reported.
//! - **A key without `=`** is on if it is a flag (`embed`), and empty otherwise. It is reported.
//! - **Unknown keys** and values are reported and ignored; ids of targets, versions and faults are kept.
//! - **No key at all** means the teaching example. With one known key, the others have their
//!   defaults.
//! - **In the query** (`?`) the same keys work, for systems that strip the fragment. There a `+`
//!   is a space, as form encoders write it, unless it is between two letters or digits
//!   (`application/ld+json`); and `%2C` and `%3A` separate like `,` and `:` where nothing else is
//!   possible. If both have known keys, the fragment counts.
//!
//! # Secrets stay out
//!
//! The value of a header is written only if it matters for CORS (see [`carries_value`]); of all others
//! only the name is written, and a value in a link is removed. A password in a URL becomes
//! `***`. [`shareable`] is a draft without secrets.

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
