use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

/// A type that JSON writes as an object with a fixed set of keys.
pub(super) trait Object: Default {
    /// What it is called in messages, with an example.
    const EXPECTED: &'static str;
    /// Its keys.
    const KEYS: &'static [&'static str];

    /// Reads the value of one of its keys.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// Reads an [`Object`].
pub(super) struct ObjectOf<T>(PhantomData<T>);

impl<T> ObjectOf<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Object> DeserializeSeed<'de> for ObjectOf<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Object> Visitor<'de> for ObjectOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        let mut seen = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let Some(&key) = T::KEYS.iter().find(|key| **key == name) else {
                return Err(A::Error::custom(format_args!(
                    "unknown key “{name}”; the keys here are {}",
                    T::KEYS.join(", ")
                )));
            };
            if seen.contains(&key) {
                return Err(A::Error::custom(format_args!(
                    "the key “{key}” is there twice; give it once"
                )));
            }
            seen.push(key);
            object.read(key, &mut map)?;
        }
        Ok(object)
    }
}

/// A key that is in the table of its type and that nothing reads.
pub(super) fn unread<E: Error>(key: &str) -> E {
    E::custom(format_args!(
        "the key “{key}” has no reader; this is a mistake of ours"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::fetch::RequestDraft;
    use crate::policy::PolicyDraft;

    /// Whatever is wrong with the value, somebody looks at it.
    #[track_caller]
    fn check<T: serde::de::DeserializeOwned>(keys: &[&str]) {
        for key in keys {
            let json = format!("{{\"{key}\":[[[]]]}}");
            if let Err(error) = serde_json::from_str::<T>(&json) {
                assert!(!error.to_string().contains("has no reader"), "{error}");
            }
        }
    }

    #[test]
    fn every_key_has_a_reader() {
        check::<PolicyDraft>(<PolicyDraft as Object>::KEYS);
        check::<RequestDraft>(crate::json::request::PartialRequest::KEYS);
        check::<Draft>(crate::json::state::PartialDraft::KEYS);
    }
}
