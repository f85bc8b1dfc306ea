use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::object::{Object, ObjectOf, unread};
use super::value::{Flag, OneNumberOf, Seconds, Texts};
use crate::policy::{PolicyDraft, PreflightStatus};

impl Object for PolicyDraft {
    const EXPECTED: &'static str =
        "a policy such as {\"allow_origins\":[\"https://app.example.com\"]}";
    const KEYS: &'static [&'static str] = &[
        "allow_origins",
        "allow_methods",
        "allow_headers",
        "expose_headers",
        "allow_credentials",
        "max_age",
        "preflight_status",
    ];

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let mut texts = |example| map.next_value_seed(Texts { key, example });
        match key {
            "allow_origins" => self.allow_origins = texts("https://app.example.com")?,
            "allow_methods" => self.allow_methods = texts("PUT")?,
            "allow_headers" => self.allow_headers = texts("content-type")?,
            "expose_headers" => self.expose_headers = texts("x-total-count")?,
            "allow_credentials" => self.allow_credentials = map.next_value_seed(Flag { key })?,
            "max_age" => self.max_age = map.next_value_seed(Seconds { key })?,
            "preflight_status" => {
                self.preflight_status = map.next_value_seed(OneNumberOf {
                    key,
                    allowed: "204 or 200",
                    find: |status| match status {
                        204 => Some(PreflightStatus::NoContent),
                        200 => Some(PreflightStatus::Ok),
                        _ => None,
                    },
                })?;
            }
            other => return Err(unread(other)),
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for PolicyDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ObjectOf::new().deserialize(deserializer)
    }
}

/// Every key is written, but `max_age` only when it is set: as a number if it is written like one.
impl Serialize for PolicyDraft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("allow_origins", &self.allow_origins)?;
        map.serialize_entry("allow_methods", &self.allow_methods)?;
        map.serialize_entry("allow_headers", &self.allow_headers)?;
        map.serialize_entry("expose_headers", &self.expose_headers)?;
        map.serialize_entry("allow_credentials", &self.allow_credentials)?;
        match self.max_age.parse::<u32>() {
            Ok(seconds) if seconds.to_string() == self.max_age => {
                map.serialize_entry("max_age", &seconds)?;
            }
            _ if self.max_age.is_empty() => {}
            _ => map.serialize_entry("max_age", &self.max_age)?,
        }
        map.serialize_entry("preflight_status", &self.preflight_status.status().code())?;
        map.end()
    }
}
