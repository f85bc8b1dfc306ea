//! Config that name response headers one by one.

use cors_http::in_code;

use crate::finding::Code;
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;

/// A header that is set.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) line: u32,
    /// As written.
    pub(crate) name: String,
    pub(crate) value: Value,
    /// Whether it is on error responses too.
    pub(crate) on_errors: bool,
}

/// A header's value.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A fixed text.
    Text(String),
    /// The request's origin under a condition, or any of several values.
    Origins(Vec<Written>),
    /// The value of a request header.
    Request,
    /// What the text doesn't say.
    Unknown(String),
}

/// The headers that browsers look at.
const KNOWN: [&str; 6] = [
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-credentials",
    "access-control-expose-headers",
    "access-control-max-age",
];

impl Sent {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(crate) fn is_allow_origin(&self) -> bool {
        self.is("access-control-allow-origin")
    }

    pub(crate) fn is_cors(&self) -> bool {
        is_cors(&self.name)
    }
}

/// Whether a name is that of a CORS header, spelled right or wrong.
pub(crate) fn is_cors(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("access-control-") || misspelt(&lower).is_some()
}

/// The header that is meant.
fn misspelt(lower: &str) -> Option<&'static str> {
    if KNOWN.contains(&lower) || lower.len() > 60 || lower.len() < 12 {
        return None;
    }
    let tidy = lower.replace('_', "-");
    KNOWN
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&tidy, known), known))
        .filter(|(distance, _)| *distance <= 3)
        .min()
        .map(|(_, known)| known)
}

fn in_title_case(name: &str) -> String {
    name.split('-')
        .map(|part| {
            let (first, rest) = part.split_at(part.len().min(1));
            format!("{}{rest}", first.to_ascii_uppercase())
        })
        .collect::<Vec<_>>()
        .join("-")
}

/// The line of the header that decides about origins.
pub(crate) fn allow_origin_line(sent: &[Sent]) -> Option<u32> {
    sent.iter()
        .find(|header| header.is_allow_origin())
        .map(|header| header.line)
}

/// Takes over what the headers of a response say.
pub(crate) fn read(reading: &mut Reading<'_>, sent: &[Sent]) {
    for header in sent.iter().filter(|header| header.is_cors()) {
        reading.seen = true;
        let lower = header.name.to_ascii_lowercase();
        let name = if let Some(meant) = misspelt(&lower) {
            let meant_title = in_title_case(meant);
            reading.find(
                Code::HeaderNameMisspelt,
                header.line,
                &format!(
                    "Browsers know no header {}, so it has no effect.",
                    in_code(&header.name)
                ),
                &format!("Write {}.", in_code(&meant_title)),
            );
            meant
        } else {
            lower.as_str()
        };
        match name {
            "access-control-allow-origin" => allow_origin(reading, header),
            "access-control-allow-credentials" => {
                if let Some(text) = text(reading, header) {
                    options::credentials_value(reading, header.line, &text);
                }
            }
            "access-control-max-age" => {
                if let Some(text) = text(reading, header) {
                    options::max_age(reading, header.line, &text);
                }
            }
            "access-control-allow-methods" => {
                let items = items(reading, header);
                options::methods(reading, header.line, &items);
            }
            "access-control-allow-headers" => {
                let items = items(reading, header);
                options::headers(reading, header.line, &items);
                if matches!(header.value, Value::Request) {
                    reading.lines.headers = None;
                }
            }
            "access-control-expose-headers" => {
                let items = items(reading, header);
                options::expose(reading, header.line, &items);
            }
            "access-control-request-method" | "access-control-request-headers" => reading.find(
                Code::HeaderWithoutEffect,
                header.line,
                &format!("{} is a request header. In a response, browsers ignore it.", in_code(&header.name)),
                "Remove it.",
            ),
            "access-control-allow-private-network" | "access-control-allow-local-network" => reading.find(
                Code::HeaderWithoutEffect,
                header.line,
                &format!("Browsers ignore {} today. The visitor has to permit access to the local network; no header does.", in_code(&header.name)),
                "Remove it.",
            ),
            _ => reading.find(
                Code::HeaderWithoutEffect,
                header.line,
                &format!("Browsers know no header {}.", in_code(&header.name)),
                "Remove it.",
            ),
        }
    }
}

fn text(reading: &mut Reading<'_>, header: &Sent) -> Option<String> {
    match &header.value {
        Value::Text(text) => Some(text.clone()),
        Value::Origins(_) | Value::Request => {
            unknown(reading, header, "its value depends on the request");
            None
        }
        Value::Unknown(reason) => {
            unknown(reading, header, reason);
            None
        }
    }
}

fn unknown(reading: &mut Reading<'_>, header: &Sent, reason: &str) {
    reading.not_imported_line(header.line, &format!("{}: {reason}", in_code(&header.name)));
}

fn items(reading: &mut Reading<'_>, header: &Sent) -> Vec<options::Item> {
    match &header.value {
        Value::Text(text) => options::split(header.line, text),
        Value::Request => vec![(header.line, "*".to_owned())],
        Value::Origins(_) => Vec::new(),
        Value::Unknown(reason) => {
            unknown(reading, header, reason);
            Vec::new()
        }
    }
}

fn allow_origin(reading: &mut Reading<'_>, header: &Sent) {
    let mut add = |form| reading.origins.push(Written::new(header.line, form));
    if let Value::Origins(written) = &header.value {
        reading.origins.extend(written.iter().cloned());
        return;
    }
    match &header.value {
        Value::Text(text) if text.trim() == "*" => add(Form::Any),
        Value::Text(text) => add(Form::Value(text.clone())),
        Value::Origins(_) => {}
        Value::Request => add(Form::Reflected("the config".to_owned())),
        Value::Unknown(reason) => unknown(reading, header, reason),
    }
}

/// A response that depends on the request's origin has to say so.
pub(crate) fn vary(reading: &mut Reading<'_>, sent: &[Sent], fix: &str) {
    let says_so = sent.iter().any(|header| {
        header.is("vary")
            && match &header.value {
                Value::Text(text) => text.split(',').any(|name| {
                    ["origin", "*"].contains(&name.trim().to_ascii_lowercase().as_str())
                }),
                Value::Unknown(_) => true,
                Value::Origins(_) | Value::Request => false,
            }
    });
    let dynamic = sent.iter().find(|header| {
        header.is_allow_origin()
            && match &header.value {
                Value::Origins(_) | Value::Request => true,
                Value::Text(_) | Value::Unknown(_) => false,
            }
    });
    if let (false, Some(header)) = (says_so, dynamic) {
        reading.find(
            Code::VaryMissing,
            header.line,
            "The response depends on the request's `Origin`, and `Vary: Origin` is missing. Caches can give the response for one origin to another.",
            fix,
        );
    }
}

/// The same header twice in one response.
pub(crate) fn doubled(reading: &mut Reading<'_>, sent: &[Sent]) {
    for (index, header) in sent.iter().enumerate().take(500) {
        let before = sent.iter().take(index);
        if header.is_allow_origin() && before.clone().any(|other| other.is(&header.name)) {
            reading.find(
                Code::HeaderDoubled,
                header.line,
                &format!("{} is sent twice. Browsers join the values with a comma, and the result equals no origin.", in_code(&header.name)),
                "Send it once, with the origin that matches the request.",
            );
        }
    }
}
