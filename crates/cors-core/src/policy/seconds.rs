//! A number of seconds in JSON: a number, or the text that was typed.

use core::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;

/// Writes a number if the text is one.
pub(super) fn serialize<S: Serializer>(typed: &String, serializer: S) -> Result<S::Ok, S::Error> {
    match typed.parse::<u32>() {
        Ok(seconds) if seconds.to_string() == *typed => serializer.serialize_u32(seconds),
        _ => serializer.serialize_str(typed),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(Seconds)
}

/// Converts a number to the text that a user would type. Findings check both in the same way.
struct Seconds;

impl Visitor<'_> for Seconds {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of seconds such as 600")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<String, E> {
        Ok(seconds.to_string())
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<String, E> {
        Ok(seconds.to_string())
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<String, E> {
        Ok(seconds.to_string())
    }

    /// The value that JavaScript uses for "not set".
    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }
}
