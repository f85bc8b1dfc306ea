//! Headers that JavaScript sets one by one.

use crate::code::{Call, Kind, Language, Program, Value as Expression, What};
use crate::finding::{Code, Severity};
use crate::headers::{self, Sent, Value};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;
use crate::regex::Anchoring;

use super::common::last_is;

const SETTERS: [&str; 7] = [
    "header",
    "setHeader",
    "set",
    "append",
    "writeHead",
    "headers",
    "vary",
];

pub(super) fn read(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::JavaScript);
    reading.origins_name = "a list that the request's `Origin` is compared with";
    let mut sent = Vec::new();
    for call in program.calls(&SETTERS) {
        set(&program, reading, &call, &mut sent);
    }
    if !sent.iter().any(Sent::is_cors) {
        loose(&program, reading, &mut sent);
    }
    headers::read(reading, &sent);
    headers::doubled(reading, &without_branches(&sent));
    headers::vary(reading, &sent, "Call `res.vary('Origin')` next to it.");
    preflight(reading, &program, &sent);
}

/// Branches set the same header for different origins.
fn without_branches(sent: &[Sent]) -> Vec<Sent> {
    sent.iter()
        .filter(|header| matches!(header.value, Value::Text(_)))
        .cloned()
        .collect()
}

fn set(program: &Program, reading: &Reading<'_>, call: &Call, sent: &mut Vec<Sent>) {
    for argument in &call.arguments {
        if let What::Map(entries) = &argument.value.what {
            for entry in entries {
                sent.push(Sent {
                    line: reading.line_at(entry.at),
                    name: entry.key.clone(),
                    value: value(program, reading, &entry.key, &entry.value, call.open),
                    on_errors: true,
                });
            }
        }
    }
    let Some(name) = call.positional(0).and_then(Expression::as_text) else {
        return;
    };
    if call.name == "vary" {
        sent.push(Sent {
            line: reading.line_at(call.at),
            name: "Vary".to_owned(),
            value: Value::Text(name.to_owned()),
            on_errors: true,
        });
    } else if let Some(written) = call.positional(1) {
        sent.push(Sent {
            line: reading.line_at(call.at),
            name: name.to_owned(),
            value: value(program, reading, name, written, call.open),
            on_errors: true,
        });
    }
}

/// An object with headers, as workers and route handlers have it.
fn loose(program: &Program, reading: &Reading<'_>, sent: &mut Vec<Sent>) {
    let opening = (0..program.tokens.len())
        .filter(|index| program.is(*index, '{'))
        .take(300);
    for index in opening {
        let map = program.value(index);
        let has = |entry: &crate::code::Entry| headers::is_cors(&entry.key);
        if map.entries().iter().any(has) {
            for entry in map.entries() {
                sent.push(Sent {
                    line: reading.line_at(entry.at),
                    name: entry.key.clone(),
                    value: value(program, reading, &entry.key, &entry.value, index),
                    on_errors: true,
                });
            }
            return;
        }
    }
}

fn value(
    program: &Program,
    reading: &Reading<'_>,
    name: &str,
    written: &Expression,
    at: usize,
) -> Value {
    let written = program.resolve(written);
    if is_request_origin(&written) {
        return condition(program, reading, at).map_or(Value::Request, Value::Origins);
    }
    if is_request_header(&written) {
        return Value::Request;
    }
    match &written.what {
        What::Text(text) | What::Number(text) => Value::Text(text.clone()),
        What::Bool(value) => Value::Text(value.to_string()),
        What::List(_) => {
            let texts = super::common::texts(program, &written, false);
            let items: Vec<String> = texts.items.into_iter().map(|(_, text)| text).collect();
            Value::Text(items.join(", "))
        }
        What::Either(choices) => either(program, reading, name, choices, at),
        What::Name(name) if name == "origin" || name.ends_with("rigin") => {
            match condition(program, reading, at) {
                Some(forms) => Value::Origins(forms),
                None => Value::Unknown("which origin is sent is decided when it runs".to_owned()),
            }
        }
        What::Call(name, _, receiver) if name.ends_with("join") => {
            let list = receiver
                .as_deref()
                .cloned()
                .or_else(|| program.assigned(name.split('.').next().unwrap_or_default()));
            match list {
                Some(list) => {
                    let texts = super::common::texts(program, &list, false);
                    let items: Vec<String> =
                        texts.items.into_iter().map(|(_, text)| text).collect();
                    Value::Text(items.join(", "))
                }
                None => Value::Unknown("its value is known only when it runs".to_owned()),
            }
        }
        What::Template(_)
        | What::Null
        | What::Regex(..)
        | What::Map(_)
        | What::Name(_)
        | What::Call(..)
        | What::Function(..)
        | What::Code => Value::Unknown(format!(
            "{} is known only when it runs",
            cors_http::in_code(&super::common::written(&written))
        )),
    }
}

fn either(
    program: &Program,
    reading: &Reading<'_>,
    name: &str,
    choices: &[Expression],
    at: usize,
) -> Value {
    let values: Vec<Value> = choices
        .iter()
        .map(|choice| value(program, reading, name, choice, at))
        .collect();
    let reflects = values.iter().any(|value| matches!(value, Value::Request));
    if reflects {
        return Value::Request;
    }
    values
        .into_iter()
        .find(|value| matches!(value, Value::Text(_) | Value::Origins(_)))
        .unwrap_or_else(|| Value::Unknown("its value is known only when it runs".to_owned()))
}

/// `req.headers.origin`, `req.get('Origin')`
fn is_request_origin(value: &Expression) -> bool {
    let is_name = |name: &str| name.ends_with("headers.origin") || name.ends_with("headers[]");
    value.as_name().is_some_and(is_name)
        || header_that_is_read(value).is_some_and(|name| name == "origin")
}

fn is_request_header(value: &Expression) -> bool {
    header_that_is_read(value).is_some_and(|name| name.starts_with("access-control-request-"))
}

/// The name in `req.get('Origin')`, in lowercase.
fn header_that_is_read(value: &Expression) -> Option<String> {
    let (called, arguments) = value.as_call()?;
    let name = arguments.first()?.value.as_text()?;
    (last_is(called, "get") || last_is(called, "header")).then(|| name.to_ascii_lowercase())
}

/// The origins that the `if` above a call compares with.
fn condition(program: &Program, reading: &Reading<'_>, at: usize) -> Option<Vec<Written>> {
    let from = at.saturating_sub(40);
    let line = |index: usize| {
        program
            .token(index)
            .map_or(1, |token| reading.line_at(token.at))
    };
    let mut forms = Vec::new();
    for index in (from..at).rev() {
        let subject = index
            .checked_sub(2)
            .map(|subject| program.word(subject).to_owned())
            .unwrap_or_default();
        if matches!(program.word(index), "includes" | "indexOf" | "has")
            && program.is(index + 1, '(')
        {
            let list = program.assigned(&subject)?;
            for (at, text) in super::common::texts(program, &list, false).items {
                forms.push(Written::new(reading.line_at(at), Form::Listed(text)));
            }
            return Some(forms);
        }
        if program.word(index) == "test"
            && let Some(Kind::Regex(source, flags)) = index
                .checked_sub(2)
                .and_then(|at| program.token(at))
                .map(|token| &token.kind)
        {
            let form = Form::of_regex(source, flags, Anchoring::Search);
            return Some(vec![Written::new(line(index), form)]);
        }
        if (program.is_mark(index, "===") || program.is_mark(index, "=="))
            && let Some(Kind::Text(text)) = program.token(index + 1).map(|token| &token.kind)
            && text.contains("://")
        {
            forms.push(Written::new(line(index), Form::Listed(text.clone())));
        }
        if program.word(index) == "if" {
            break;
        }
    }
    (!forms.is_empty()).then_some(forms)
}

/// Whether `OPTIONS` gets a response here.
fn preflight(reading: &mut Reading<'_>, program: &Program, sent: &[Sent]) {
    if !sent.iter().any(Sent::is_allow_origin) {
        return;
    }
    let compares = (0..program.tokens.len()).find(|&index| {
        matches!(program.token(index).map(|token| &token.kind), Some(Kind::Text(text)) if text.eq_ignore_ascii_case("OPTIONS"))
    });
    let handler = program.calls(&["options"]);
    match (compares, handler.first()) {
        (Some(index), _) => {
            let status = program
                .calls(&["sendStatus", "status", "writeHead"])
                .into_iter()
                .find(|call| call.open > index && call.open < index + 60);
            let status = status
                .as_ref()
                .and_then(|call| call.positional(0).map(|value| (call.at, value.clone())));
            match status {
                Some((
                    at,
                    Expression {
                        what: What::Number(status),
                        ..
                    },
                )) => {
                    options::preflight_status(reading, reading.line_at(at), &status);
                }
                // `res.end()` has the status 200.
                _ => options::preflight_status(reading, 1, "200"),
            }
        }
        (None, Some(_)) => {}
        (None, None) => {
            let next = program.calls(&["next"]);
            let line = next
                .first()
                .map(|call| reading.line_at(call.at))
                .or_else(|| headers::allow_origin_line(sent))
                .unwrap_or(1);
            reading.find_as(
                Code::PreflightNotAnswered,
                Severity::Tip,
                line,
                "`OPTIONS` is left to the routes: 200 where a route of that path exists, 404 elsewhere.",
                "Respond here: `if (req.method === 'OPTIONS') return res.sendStatus(204);`.",
            );
        }
    }
}
