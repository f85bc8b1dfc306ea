//! A number of seconds in JSON: a number, or whatever was typed for one.

use core::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;

/// A number, if it is written like one.
pub(super) fn serialize<S: Serializer>(typed: &String, serializer: S) -> Result<S::Ok, S::Error> {
    match typed.parse::<u32>() {
        Ok(seconds) if seconds.to_string() == *typed => serializer.serialize_u32(seconds),
        _ => serializer.serialize_str(typed),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(Seconds)
}

/// Numbers become the text that one would type for them. Whether they make sense is judged later, with
/// the same findings for a number and for a text.
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

    /// What JavaScript writes for "not set".
    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }
}
