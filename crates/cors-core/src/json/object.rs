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
