//! Reads JSON objects whose keys are known, with errors that name them.

use cors_http::{HeaderList, HeaderName, HeaderValue, InvalidHeaderValue, Method};
use serde_json::{Map, Value};

/// An object with a fixed set of keys.
pub(crate) struct Fields<'a> {
    object: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// Takes `value` if it is an object that has none but these keys. `what` names it in messages.
    pub(crate) fn of(value: &'a Value, what: &str, keys: &[&str]) -> Result<Self, String> {
        let known = keys.join(", ");
        let Value::Object(object) = value else {
            return Err(format!(
                "{what} is {value}, but it has to be an object; its keys are {known}"
            ));
        };
        match object.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(key) => Err(format!(
                "{what} has an unknown key “{key}”; its keys are {known}"
            )),
            None => Ok(Self { object }),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.object.get(key)
    }

    pub(crate) fn text(&self, key: &str, default: &'a str) -> Result<&'a str, String> {
        match self.get(key) {
            None => Ok(default),
            Some(Value::String(text)) => Ok(text),
            Some(other) => Err(wrong(key, other, "a text")),
        }
    }

    /// Whether the key is there and `true`.
    pub(crate) fn flag(&self, key: &str) -> Result<bool, String> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Bool(on)) => Ok(*on),
            Some(other) => Err(wrong(key, other, "true or false")),
        }
    }

    pub(crate) fn list(&self, key: &str) -> Result<&'a [Value], String> {
        match self.get(key) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(wrong(key, other, "a list")),
        }
    }

    /// Headers as they travel.
    pub(crate) fn headers(&self, key: &str) -> Result<HeaderList, String> {
        let mut headers = HeaderList::new();
        for item in self.list(key)? {
            let pair = match item.as_array().map(Vec::as_slice) {
                Some([Value::String(name), Value::String(value)]) => Some((name, value)),
                _ => None,
            };
            let Some((name, value)) = pair else {
                return Err(wrong(
                    key,
                    item,
                    "a list of pairs of name and value such as [[\"accept\",\"text/html\"]]",
                ));
            };
            headers.append(header_name(key, name)?, header_value(name, value)?);
        }
        Ok(headers)
    }
}

/// “key” is …, but it has to be ….
pub(crate) fn wrong(key: &str, value: &Value, expected: &str) -> String {
    format!("“{key}” is {value}, but it has to be {expected}")
}

/// A method that can travel.
pub(crate) fn method(key: &str, text: &str) -> Result<Method, String> {
    Method::parse(text).map_err(|_| {
        wrong(
            key,
            &Value::from(text),
            "a method such as GET, without spaces and line breaks",
        )
    })
}

fn header_name(key: &str, text: &str) -> Result<HeaderName, String> {
    HeaderName::parse(text).map_err(|_| {
        format!(
            "“{key}” has the header name {}, but a name has letters, digits and dashes and no spaces",
            Value::from(text)
        )
    })
}

fn header_value(name: &str, text: &str) -> Result<HeaderValue, String> {
    if text.contains(['\r', '\n']) {
        return Err(format!(
            "the header “{name}” has the value {}, but no header holds a line break; write two headers",
            Value::from(text)
        ));
    }
    HeaderValue::received(text).map_err(|error| match error {
        InvalidHeaderValue::NotLatin1(c) => format!(
            "the header “{name}” has the character “{c}” (U+{:04X}), but a header holds bytes: write each as a character from U+0000 to U+00FF",
            u32::from(c)
        ),
        InvalidHeaderValue::ControlByte(byte) => format!(
            "the header “{name}” has the control character U+{byte:04X}; leave it out"
        ),
    })
}
