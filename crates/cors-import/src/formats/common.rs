//! Lists, names and numbers in programs.

use cors_http::in_code;

use crate::code::{Argument, Program, Value, What};
use crate::finding::Code;
use crate::options::{self, Item};
use crate::reading::Reading;

/// The texts of a value.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) items: Vec<(usize, String)>,
    /// What isn't text: where, and how it is written.
    pub(super) unknown: Vec<(usize, String)>,
}

/// Calls that only pass on what they are given.
const WRAPPERS: [&str; 34] = [
    "asList",
    "of",
    "from",
    "Set",
    "Array",
    "HashSet",
    "set",
    "list",
    "tuple",
    "frozenset",
    "listOf",
    "setOf",
    "arrayOf",
    "mutableListOf",
    "from_static",
    "parse",
    "unwrap",
    "expect",
    "into",
    "to_string",
    "to_owned",
    "String",
    "name",
    "toString",
    "singletonList",
    "iter",
    "collect",
    "map",
    "flatMap",
    "trim",
    "ToArray",
    "from_bytes",
    "unwrap_or_default",
    "try_from",
];

/// Reads texts. `constants` says whether a name such as `HttpMethod.GET` means its last part.
pub(super) fn texts(program: &Program, value: &Value, constants: bool) -> Texts {
    let mut texts = Texts::default();
    gather(program, value, constants, &mut texts, 0);
    texts
}

fn gather(program: &Program, value: &Value, constants: bool, texts: &mut Texts, depth: usize) {
    if depth > 12 || texts.items.len() + texts.unknown.len() > 500 {
        return;
    }
    if let What::Name(name) = &value.what
        && constants
        && let Some(constant) = constant(name)
    {
        texts.items.push((value.at, constant));
        return;
    }
    let value = program.resolve(value);
    match &value.what {
        What::Text(text) => texts.items.push((value.at, text.clone())),
        What::List(items) => {
            for item in items {
                gather(program, item, constants, texts, depth + 1);
            }
        }
        What::Call(name, arguments, receiver) => {
            let last = name.rsplit('.').next().unwrap_or(name);
            let receiver = receiver.as_deref();
            if let ("split" | "Split", Some(text)) = (last, receiver.and_then(Value::as_text)) {
                let separator = arguments
                    .first()
                    .and_then(|argument| argument.value.as_text())
                    .unwrap_or(" ");
                let parts = text
                    .split(separator)
                    .map(|part| (value.at, part.trim().to_owned()));
                texts.items.extend(parts.take(200));
            } else if WRAPPERS.contains(&last) {
                let before = texts.items.len();
                if let Some(receiver) = receiver {
                    gather(program, receiver, constants, texts, depth + 1);
                }
                if texts.items.len() == before {
                    for Argument { value, .. } in arguments {
                        gather(program, value, constants, texts, depth + 1);
                    }
                }
                // `HttpMethod.PUT.name()`
                let subject = name
                    .rsplit_once('.')
                    .and_then(|(subject, _)| constant(subject));
                match subject {
                    Some(constant) if constants && texts.items.len() == before => {
                        texts.items.push((value.at, constant));
                    }
                    Some(_) | None => {}
                }
                if arguments.is_empty() && receiver.is_none() && texts.items.len() == before {
                    texts.unknown.push((value.at, written(&value)));
                }
            } else {
                texts.unknown.push((value.at, written(&value)));
            }
        }
        What::Null => {}
        What::Template(_)
        | What::Number(_)
        | What::Bool(_)
        | What::Regex(..)
        | What::Map(_)
        | What::Name(_)
        | What::Either(_)
        | What::Function(..)
        | What::Code => {
            texts.unknown.push((value.at, written(&value)));
        }
    }
}

/// `CONTENT_TYPE`, `MethodGet`.
fn constant(name: &str) -> Option<String> {
    let last = name.rsplit(['.', ':']).next().unwrap_or(name);
    if let Some(method) = last
        .strip_prefix("Method")
        .filter(|method| !method.is_empty())
    {
        return Some(method.to_ascii_uppercase());
    }
    let is_constant = last.len() > 1
        && last
            .chars()
            .all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit());
    is_constant.then(|| last.replace('_', "-"))
}

/// How an expression is named in a sentence.
pub(super) fn written(value: &Value) -> String {
    match &value.what {
        What::Name(name) => name.clone(),
        What::Call(name, ..) => {
            let known = [
                ".split",
                ".Split",
                ".map",
                ".filter",
                ".trim",
                ".toString",
                ".unwrap",
            ];
            let end = known
                .iter()
                .filter_map(|suffix| name.find(suffix))
                .min()
                .unwrap_or(name.len());
            let short = name.get(..end).unwrap_or(name);
            if short.len() < name.len() {
                short.to_owned()
            } else {
                format!("{name}(…)")
            }
        }
        What::Template(text) => format!("`{text}`"),
        What::Text(text) => text.clone(),
        What::Number(number) => number.clone(),
        What::Bool(value) => value.to_string(),
        What::Null => "null".to_owned(),
        What::Regex(source, _) => format!("/{source}/"),
        What::Function(..) => "function".to_owned(),
        What::List(_) | What::Map(_) | What::Either(_) | What::Code => "…".to_owned(),
    }
}

/// Says that an expression isn't read because only the running program knows it.
pub(super) fn known_at_run_time(reading: &mut Reading<'_>, at: usize, written: &str, what: &str) {
    let subject = if written == "…" {
        "this expression".to_owned()
    } else {
        in_code(written)
    };
    reading.not_imported(at, &format!("{subject}: {what} known only when it runs"));
}

fn items(reading: &mut Reading<'_>, texts: &Texts, what: &str) -> Vec<Item> {
    for (at, written) in &texts.unknown {
        known_at_run_time(reading, *at, written, what);
    }
    texts
        .items
        .iter()
        .flat_map(|(at, text)| options::split(reading.line_at(*at), text))
        .collect()
}

/// Methods from a list, a text with commas, or constants.
pub(super) fn methods(reading: &mut Reading<'_>, program: &Program, at: usize, value: &Value) {
    let texts = texts(program, value, true);
    let items = items(reading, &texts, "the methods are");
    options::methods(reading, reading.line_at(at), &items);
}

/// Request headers from a list, a text with commas, or constants.
pub(super) fn headers(reading: &mut Reading<'_>, program: &Program, at: usize, value: &Value) {
    let texts = texts(program, value, true);
    let items = items(reading, &texts, "the headers are");
    options::headers(reading, reading.line_at(at), &items);
}

/// Response headers from a list, a text with commas, or constants.
pub(super) fn expose(reading: &mut Reading<'_>, program: &Program, at: usize, value: &Value) {
    let texts = texts(program, value, true);
    let items = items(reading, &texts, "the exposed headers are");
    options::expose(reading, reading.line_at(at), &items);
}

/// A boolean, which some write as text.
pub(super) fn credentials(reading: &mut Reading<'_>, program: &Program, at: usize, value: &Value) {
    let line = reading.line_at(at);
    let value = program.resolve(value);
    match &value.what {
        What::Bool(allowed) => options::credentials(reading, line, *allowed),
        What::Text(text) => {
            options::credentials(reading, line, text == "true");
            reading.find(
                Code::CredentialsAsText,
                line,
                &format!("{} is text, and a boolean is needed here. The library doesn't send the header.", in_code(text)),
                "Write `true` without quotes.",
            );
        }
        What::Null => {}
        What::Template(_)
        | What::Number(_)
        | What::Regex(..)
        | What::List(_)
        | What::Map(_)
        | What::Name(_)
        | What::Call(..)
        | What::Either(_)
        | What::Function(..)
        | What::Code => {
            known_at_run_time(
                reading,
                value.at,
                &written(&value),
                "whether credentials are allowed is",
            );
        }
    }
}

/// A number of seconds.
pub(super) fn max_age(reading: &mut Reading<'_>, program: &Program, at: usize, value: &Value) {
    let line = reading.line_at(at);
    let value = program.resolve(value);
    match &value.what {
        What::Number(number) => {
            let number = number.trim_end_matches(['L', 'l', 'u']);
            options::max_age(reading, line, number);
        }
        What::Text(text) => options::max_age(reading, line, text),
        What::Null | What::Bool(false) => {}
        What::Call(name, arguments, _) => {
            let unit = name.rsplit('.').next().unwrap_or_default();
            let factor = match unit {
                "from_secs" | "ofSeconds" | "FromSeconds" => Some(1),
                "ofMinutes" | "FromMinutes" | "from_mins" => Some(60),
                "ofHours" | "FromHours" | "from_hours" => Some(3_600),
                "ofDays" | "FromDays" => Some(86_400),
                _ => None,
            };
            let number = arguments
                .first()
                .and_then(|argument| argument.value.as_number());
            let number = number.and_then(|number| number.parse::<u64>().ok());
            match (number, factor) {
                (Some(number), Some(factor)) => {
                    options::max_age(reading, line, &number.saturating_mul(factor).to_string());
                }
                _ => known_at_run_time(reading, value.at, &written(&value), "the max age is"),
            }
        }
        What::Template(_)
        | What::Bool(true)
        | What::Regex(..)
        | What::List(_)
        | What::Map(_)
        | What::Name(_)
        | What::Either(_)
        | What::Function(..)
        | What::Code => {
            known_at_run_time(reading, value.at, &written(&value), "the max age is");
        }
    }
}

/// The option of a library that is meant by an unknown name.
pub(super) fn nearest(name: &str, known: &'static [&'static str]) -> Option<&'static str> {
    let tidy = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    let wanted = tidy(name);
    let near = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&wanted, &tidy(known)), *known))
        .min()
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, known)| known);
    near.or_else(|| {
        let has = |part: &str| wanted.contains(part);
        let part = ["expose", "origin", "method", "credential", "age", "header"]
            .into_iter()
            .find(|part| has(part))?;
        known
            .iter()
            .copied()
            .find(|known| tidy(known).contains(part))
    })
}

/// Says that a library has no such option.
pub(super) fn unknown_option(
    reading: &mut Reading<'_>,
    at: usize,
    name: &str,
    meant: Option<&str>,
) {
    let fix = meant.map_or_else(
        || "Remove it.".to_owned(),
        |meant| format!("Write {}.", in_code(meant)),
    );
    reading.find(
        Code::UnknownOption,
        reading.line_at(at),
        &format!("There is no option {}, so it is ignored.", in_code(name)),
        &fix,
    );
}

/// Whether a name with dots ends in this part.
pub(super) fn last_is(name: &str, last: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, part)| part == last)
}
