//! Reads server config: the CORS policy that it means, and what is wrong with it.
//!
//! Only what is declarative is read. Everything else is listed as not imported, with its line and the reason.
//! Nothing is executed, and no file is opened.
#![forbid(unsafe_code)]

mod code;
mod finding;
mod format;
mod formats;
mod headers;
mod options;
mod origins;
mod reading;
mod redact;
mod regex;
mod risks;
mod source;
mod witness;

pub use finding::{Code, Finding, Severity};
pub use format::Format;
pub use reading::{Import, NotImported};
pub use source::LONGEST_TEXT;

use reading::Reading;
use source::Source;

/// Reads a config. Without a hint, the format is recognized from the text.
pub fn import(text: &str, hint: Option<Format>) -> Import {
    let source = Source::new(text);
    let Some(format) = hint.or_else(|| format::detect(source.text())) else {
        return Import::default();
    };
    let mut reading = Reading::new(&source, format);
    if source.is_cut {
        let reason = format!("only the first {LONGEST_TEXT} bytes are read");
        reading.not_imported_line(u32::MAX, &reason);
    }
    formats::read(&mut reading);
    reading.finish()
}
