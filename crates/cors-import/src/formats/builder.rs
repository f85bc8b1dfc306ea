//! Libraries whose options are methods that are called one after the other: Spring, ASP.NET, tower-http, actix-cors.

use crate::code::{Call, Language, Program, Value, What};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;

use super::common::{self, known_at_run_time, last_is};

/// What a method sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Origins,
    Patterns,
    Decides,
    Methods,
    Headers,
    Expose,
    Credentials,
    MaxAge,
    AnyOrigin,
    AnyMethod,
    AnyHeader,
    AnyExpose,
    Everything,
}

pub(super) type Table = &'static [(&'static str, Field)];

/// Reads the calls of a table that are between two tokens.
pub(super) fn read(
    reading: &mut Reading<'_>,
    program: &Program,
    table: Table,
    within: (usize, usize),
) -> Vec<Call> {
    let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
    let calls: Vec<Call> = program
        .calls(&names)
        .into_iter()
        .filter(|call| (within.0..within.1).contains(&call.open))
        .collect();
    for call in &calls {
        let field = table
            .iter()
            .find(|(name, _)| *name == call.name)
            .map(|(_, field)| *field);
        if let Some(field) = field {
            reading.seen = true;
            set(reading, program, call, field);
        }
    }
    calls
}

fn set(reading: &mut Reading<'_>, program: &Program, call: &Call, field: Field) {
    let line = reading.line_at(call.at);
    let list = Value {
        at: call.at,
        what: What::List(
            call.arguments
                .iter()
                .map(|argument| argument.value.clone())
                .collect(),
        ),
    };
    let any = |list: &mut Vec<String>| *list = vec!["*".to_owned()];
    match field {
        Field::Origins => origins(reading, program, &list, line),
        Field::Patterns => {
            for (at, text) in common::texts(program, &list, false).items {
                let line = reading.line_at(at);
                let form = if text == "*" {
                    Form::Reflected(String::new())
                } else {
                    Form::Glob(text.replace("[*]", "*"))
                };
                reading.origins.push(Written::new(line, form));
            }
        }
        Field::Decides => decides(reading, program, call, line),
        Field::Methods | Field::Headers | Field::Expose if is_any(call) => {
            let kind = (field, line);
            match kind {
                (Field::Methods, line) => {
                    options::methods(reading, line, &[(line, "*".to_owned())]);
                }
                (Field::Headers, line) => {
                    options::headers(reading, line, &[(line, "*".to_owned())]);
                }
                (_, line) => options::expose(reading, line, &[(line, "*".to_owned())]),
            }
        }
        Field::Methods => {
            let before = core::mem::take(&mut reading.policy.allow_methods);
            common::methods(reading, program, call.at, &list);
            add_before(before, &mut reading.policy.allow_methods, call);
        }
        Field::Headers => {
            let before = core::mem::take(&mut reading.policy.allow_headers);
            common::headers(reading, program, call.at, &list);
            add_before(before, &mut reading.policy.allow_headers, call);
        }
        Field::Expose => {
            let before = core::mem::take(&mut reading.policy.expose_headers);
            common::expose(reading, program, call.at, &list);
            add_before(before, &mut reading.policy.expose_headers, call);
        }
        Field::Credentials => match call.positional(0) {
            Some(value) => common::credentials(reading, program, call.at, value),
            None => options::credentials(reading, line, true),
        },
        Field::MaxAge => {
            if let Some(value) = call.positional(0) {
                common::max_age(reading, program, call.at, value);
            }
        }
        Field::AnyOrigin => reading.origins.push(Written::new(line, Form::Any)),
        Field::AnyMethod => any(&mut reading.policy.allow_methods),
        Field::AnyHeader => any(&mut reading.policy.allow_headers),
        Field::AnyExpose => any(&mut reading.policy.expose_headers),
        Field::Everything => {
            let form = if call.name == "permissive" {
                Form::Any
            } else {
                options::credentials(reading, line, true);
                Form::Reflected("`very_permissive`".to_owned())
            };
            reading.origins.push(Written::new(line, form));
            any(&mut reading.policy.allow_methods);
            any(&mut reading.policy.allow_headers);
            any(&mut reading.policy.expose_headers);
        }
    }
}

/// `addAllowedMethod` adds to what is there; the others take its place.
fn add_before(before: Vec<String>, list: &mut Vec<String>, call: &Call) {
    if call.name.starts_with("add") || call.name == "allowed_header" {
        let added = core::mem::replace(list, before);
        list.extend(added);
    }
}

/// `Any`, `tower_http::cors::Any`, `AllowHeaders::any()`, `mirror_request()`.
fn is_any(call: &Call) -> bool {
    let Some(value) = call.positional(0) else {
        return false;
    };
    let called = value.as_call().map_or("", |(name, _)| name);
    value.as_name().is_some_and(is_any_name)
        || last_is(called, "any")
        || called.ends_with("mirror_request")
}

/// `Any`, `tower_http::cors::Any`
fn is_any_name(name: &str) -> bool {
    name == "Any" || last_is(name, "Any")
}

fn origins(reading: &mut Reading<'_>, program: &Program, list: &Value, line: u32) {
    let What::List(items) = &list.what else {
        return;
    };
    for item in items {
        let (called, arguments) = item.as_call().unwrap_or_default();
        if item.as_name().is_some_and(is_any_name) || last_is(called, "any") {
            reading.origins.push(Written::new(line, Form::Any));
        } else if called.ends_with("mirror_request") {
            let form = Form::Reflected("`mirror_request`".to_owned());
            reading.origins.push(Written::new(line, form));
        } else if called.ends_with("predicate") {
            reading.not_imported(
                item.at,
                "a function decides about the origins, and code isn't executed here",
            );
        } else if last_is(called, "exact") || last_is(called, "list") {
            for argument in arguments {
                literal(reading, program, &argument.value);
            }
        } else {
            literal(reading, program, item);
        }
    }
}

pub(super) fn literal(reading: &mut Reading<'_>, program: &Program, value: &Value) {
    let texts = common::texts(program, value, false);
    for (at, text) in texts.items {
        let form = if text == "*" {
            Form::Any
        } else {
            Form::Listed(text)
        };
        reading
            .origins
            .push(Written::new(reading.line_at(at), form));
    }
    for (at, name) in texts.unknown {
        known_at_run_time(reading, at, &name, "the origins are");
    }
}

/// `SetIsOriginAllowed(_ => true)`
fn decides(reading: &mut Reading<'_>, program: &Program, call: &Call, line: u32) {
    let words: Vec<&str> = (call.open..call.close.min(call.open + 12))
        .map(|index| program.word(index))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() <= 2 && words.last() == Some(&"true") {
        reading.origins.push(Written::new(
            line,
            Form::Reflected(format!("`{}` with `true`", call.name)),
        ));
    } else {
        reading.not_imported(
            call.at,
            "a function decides about the origins, and code isn't executed here",
        );
    }
}

pub(super) fn program(reading: &Reading<'_>) -> Program {
    Program::new(reading.source.text(), Language::Braces)
}

pub(super) fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}
