//! The kinds of values. Each knows the key that it stands under, so that errors can name it.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Unexpected, Visitor};

/// A text.
#[derive(Clone, Copy)]
pub(super) struct Text {
    pub(super) key: &'static str,
    pub(super) example: &'static str,
}

/// A list of texts.
pub(super) struct Texts {
    pub(super) key: &'static str,
    pub(super) example: &'static str,
}

/// `true` or `false`.
pub(super) struct Flag {
    pub(super) key: &'static str,
}

/// A number of seconds, or whatever was typed for one.
pub(super) struct Seconds {
    pub(super) key: &'static str,
}

/// One of a few numbers.
pub(super) struct OneNumberOf<T> {
    pub(super) key: &'static str,
    pub(super) allowed: &'static str,
    pub(super) find: fn(u64) -> Option<T>,
}

/// One of a few words.
pub(super) struct OneWordOf<T> {
    pub(super) key: &'static str,
    pub(super) allowed: &'static str,
    pub(super) find: fn(&str) -> Option<T>,
}

/// Headers: a list of pairs of name and value.
pub(super) struct Headers {
    pub(super) key: &'static str,
}

/// A pair of name and value.
struct NameAndValue {
    key: &'static str,
}

impl<'de> DeserializeSeed<'de> for Text {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” as a text such as “{}”", self.key, self.example)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

impl<'de> DeserializeSeed<'de> for Texts {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<String>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Texts {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, example } = self;
        write!(f, "“{key}” as a list of texts such as [\"{example}\"]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<String>, A::Error> {
        let Self { key, example } = self;
        let mut texts = Vec::new();
        while let Some(text) = items.next_element_seed(Text { key, example })? {
            texts.push(text);
        }
        Ok(texts)
    }
}

impl<'de> DeserializeSeed<'de> for Flag {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_bool(self)
    }
}

impl Visitor<'_> for Flag {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” as true or false", self.key)
    }

    fn visit_bool<E: Error>(self, on: bool) -> Result<bool, E> {
        Ok(on)
    }
}

impl<'de> DeserializeSeed<'de> for Seconds {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Numbers become the text that one would type for them. Whether they make sense is judged later, with
/// the same findings for a number and for a text.
impl Visitor<'_> for Seconds {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” as a number of seconds such as 600", self.key)
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

impl<'de, T> DeserializeSeed<'de> for OneNumberOf<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_u64(self)
    }
}

impl<T> Visitor<'_> for OneNumberOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” as {}", self.key, self.allowed)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        (self.find)(number).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
    }
}

impl<'de, T> DeserializeSeed<'de> for OneWordOf<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T> Visitor<'_> for OneWordOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” as {}", self.key, self.allowed)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        (self.find)(word).ok_or_else(|| E::invalid_value(Unexpected::Str(word), &self))
    }
}

impl<'de> DeserializeSeed<'de> for Headers {
    type Value = Vec<(String, String)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Headers {
    type Value = Vec<(String, String)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        NameAndValue { key: self.key }.expecting(f)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut headers = Vec::new();
        while let Some(header) = items.next_element_seed(NameAndValue { key: self.key })? {
            headers.push(header);
        }
        Ok(headers)
    }
}

impl<'de> DeserializeSeed<'de> for NameAndValue {
    type Value = (String, String);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for NameAndValue {
    type Value = (String, String);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "“{}” as a list of pairs of name and value such as [[\"content-type\",\"application/json\"]]",
            self.key
        )
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let text = Text {
            key: self.key,
            example: "content-type",
        };
        let name = items.next_element_seed(text)?;
        let value = items.next_element_seed(text)?;
        match (name, value, items.next_element::<serde::de::IgnoredAny>()?) {
            (Some(name), Some(value), None) => Ok((name, value)),
            (None, _, _) => Err(A::Error::invalid_length(0, &self)),
            (_, None, _) => Err(A::Error::invalid_length(1, &self)),
            (_, _, Some(_)) => Err(A::Error::invalid_length(3, &self)),
        }
    }
}
