//! Parts of HTTP messages as JSON, for derived readers: each says what was seen and what is allowed.

use core::fmt;
use core::marker::PhantomData;

use cors_http::{
    Header, HeaderList, HeaderName, HeaderValue, InvalidHeaderValue, Method, Status, Url,
};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;

use crate::platform::PLATFORM;

/// Reads an object. A derived reader alone would also take an array of the object's values.
#[derive(Debug, Default)]
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        let array = Value::deserialize(SeqAccessDeserializer::new(items))?;
        Err(A::Error::invalid_type(
            Unexpected::Other(&array.to_string()),
            &self,
        ))
    }
}

/// Name and value of a header.
#[derive(Debug, serde::Deserialize)]
#[serde(expecting = "a pair of name and value such as [\"accept\",\"text/html\"]")]
pub(crate) struct Pair(pub(crate) String, pub(crate) String);

/// A header in a message that is sent, which can't hold a line break.
struct Sent(Header);

/// A header in a response that was received: servers send any byte, and what browsers make of it is predicted.
struct Received(Header);

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Pair(name, text) = Pair::deserialize(deserializer)?;
        if text.contains(['\r', '\n']) {
            return Err(D::Error::invalid_value(
                Unexpected::Str(&text),
                &"a value without line breaks; write one pair for each header",
            ));
        }
        header(&name, &text).map(Self)
    }
}

impl<'de> Deserialize<'de> for Received {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Pair(name, text) = Pair::deserialize(deserializer)?;
        header(&name, &text).map(Self)
    }
}

fn header<E: Error>(name: &str, text: &str) -> Result<Header, E> {
    let value = HeaderValue::received(text).map_err(|error| match error {
        InvalidHeaderValue::NotLatin1(c) => E::invalid_value(
            Unexpected::Char(c),
            &"Latin-1: one character from U+0000 to U+00FF for each byte",
        ),
        InvalidHeaderValue::ControlByte(_) => {
            E::invalid_value(Unexpected::Str(text), &"a value without control characters")
        }
    })?;
    let name = HeaderName::parse(name).map_err(|_| {
        E::invalid_value(
            Unexpected::Str(name),
            &"a header name without spaces, such as \"content-type\"",
        )
    })?;
    Ok(Header { name, value })
}

/// Headers of a message that is sent.
pub(crate) fn sent_headers<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<HeaderList, D::Error> {
    let headers = Vec::<Sent>::deserialize(deserializer)?;
    Ok(headers.into_iter().map(|Sent(header)| header).collect())
}

/// Headers of a response that was received; `null` is none.
pub(crate) fn received_headers<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<HeaderList, D::Error> {
    let headers = Option::<Vec<Received>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(headers.into_iter().map(|Received(header)| header).collect())
}

/// A status.
pub(crate) fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Status, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let status = value.as_u64().and_then(|code| Status::new(code).ok());
    status.ok_or_else(|| {
        D::Error::invalid_value(
            Unexpected::Other(&value.to_string()),
            &"a number from 100 to 999",
        )
    })
}

/// The status of a response that says none.
pub(crate) fn default_status() -> Status {
    Status::OK
}

/// A method that can be sent.
#[derive(Debug)]
pub(crate) struct SentMethod(pub(crate) Method);

impl Default for SentMethod {
    fn default() -> Self {
        Self(Method::get())
    }
}

impl<'de> Deserialize<'de> for SentMethod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Method::parse(&text).map(Self).map_err(|_| {
            D::Error::invalid_value(
                Unexpected::Str(&text),
                &"a method such as GET, without spaces and line breaks",
            )
        })
    }
}

/// A path with its query, on a host that plays no part.
#[derive(Debug)]
pub(crate) struct Path(pub(crate) Url);

impl Path {
    fn parse(text: &str) -> Option<Self> {
        let url = format!("https://api.example.com{text}");
        Some(url)
            .filter(|_| text.starts_with('/'))
            .and_then(|url| Url::parse(&url, None, &PLATFORM).ok())
            .map(Self)
    }
}

impl Default for Path {
    #[expect(clippy::expect_used, reason = "a literal")]
    fn default() -> Self {
        Self::parse("/").expect("a slash is a path")
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::invalid_value(
                Unexpected::Str(&text),
                &"a path that begins with a slash, such as \"/users\"",
            )
        })
    }
}
