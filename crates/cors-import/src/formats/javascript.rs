//! What JavaScript libraries accept as origins.

use crate::code::{Kind, Program, Value, What};
use crate::finding::Code;
use crate::origins::{Form, Written};
use crate::reading::Reading;
use crate::regex::Anchoring;

use super::common::{known_at_run_time, written};

/// How a library treats one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OneText {
    /// It is sent to everyone.
    Sent,
    /// It is compared with the request's origin.
    Compared,
}

/// Reads the option `origin`.
pub(super) fn origin(
    reading: &mut Reading<'_>,
    program: &Program,
    at: usize,
    value: &Value,
    one_text: OneText,
) {
    let value = program.resolve(value);
    let line = reading.line_at(value.at.max(at));
    match &value.what {
        What::Text(text) if text == "*" => add(reading, line, Form::Any),
        What::Text(text) => {
            let form = match one_text {
                OneText::Sent => Form::Value(text.clone()),
                OneText::Compared => Form::Listed(text.clone()),
            };
            add(reading, line, form);
        }
        What::Bool(true) => add(reading, line, Form::Reflected("`true`".to_owned())),
        What::Bool(false) => reading.approximate("CORS is switched off here: no headers are sent"),
        What::Null => {}
        What::Regex(source, flags) => regex(reading, line, source, flags),
        What::List(items) => {
            for item in items.iter().take(500) {
                in_list(reading, program, item);
            }
        }
        What::Function(from, to) => function(reading, program, *from, *to),
        What::Either(choices) => either(reading, program, choices, one_text),
        What::Template(_)
        | What::Number(_)
        | What::Map(_)
        | What::Name(_)
        | What::Call(..)
        | What::Code => {
            unknown(reading, program, &value);
        }
    }
}

fn add(reading: &mut Reading<'_>, line: u32, form: Form) {
    reading.seen = true;
    reading.origins.push(Written::new(line, form));
}

fn unknown(reading: &mut Reading<'_>, program: &Program, value: &Value) {
    let texts = super::common::texts(program, value, false);
    if texts.unknown.is_empty() && !texts.items.is_empty() {
        for (at, text) in texts.items {
            add(reading, reading.line_at(at), Form::Listed(text));
        }
        return;
    }
    reading.seen = true;
    known_at_run_time(reading, value.at, &written(value), "the origins are");
}

fn in_list(reading: &mut Reading<'_>, program: &Program, item: &Value) {
    let item = program.resolve(item);
    let line = reading.line_at(item.at);
    match &item.what {
        What::Text(text) => add(reading, line, Form::Listed(text.clone())),
        What::Regex(source, flags) => regex(reading, line, source, flags),
        What::Call(name, arguments, _) if name.ends_with("RegExp") => {
            if let Some(source) = arguments
                .first()
                .and_then(|argument| argument.value.as_text())
            {
                regex(reading, line, source, "");
            }
        }
        What::List(items) => {
            for item in items.iter().take(100) {
                if let Some(text) = item.as_text() {
                    add(reading, line, Form::Listed(text.to_owned()));
                }
            }
        }
        What::Either(choices) => {
            for choice in choices {
                match choice.as_text() {
                    Some(text) => add(reading, line, Form::Listed(text.to_owned())),
                    None => {
                        known_at_run_time(reading, choice.at, &written(choice), "the origin is");
                    }
                }
            }
        }
        What::Null | What::Bool(false) => {}
        What::Template(_)
        | What::Number(_)
        | What::Bool(true)
        | What::Map(_)
        | What::Name(_)
        | What::Call(..)
        | What::Function(..)
        | What::Code => {
            reading.seen = true;
            known_at_run_time(reading, item.at, &written(&item), "the origin is");
        }
    }
}

fn regex(reading: &mut Reading<'_>, line: u32, source: &str, flags: &str) {
    if flags.contains(['g', 'y']) {
        reading.find(
            Code::PatternWithState,
            line,
            "With the flag `g`, the expression keeps the place where it stopped: every second request of an allowed origin is blocked.",
            "Remove the flag.",
        );
    }
    add(
        reading,
        line,
        Form::of_regex(source, flags, Anchoring::Search),
    );
}

fn either(reading: &mut Reading<'_>, program: &Program, choices: &[Value], one_text: OneText) {
    let resolved: Vec<Value> = choices
        .iter()
        .map(|choice| program.resolve(choice))
        .collect();
    let is_known = |value: &Value| match &value.what {
        What::Text(_) | What::Bool(_) | What::List(_) | What::Regex(..) | What::Null => true,
        What::Template(_)
        | What::Number(_)
        | What::Map(_)
        | What::Name(_)
        | What::Call(..)
        | What::Either(_)
        | What::Function(..)
        | What::Code => false,
    };
    let all_known = resolved.iter().all(is_known);
    for value in &resolved {
        let line = reading.line_at(value.at);
        let is_true = matches!(value.what, What::Bool(true));
        let is_any = value.as_text() == Some("*");
        match () {
            () if is_true && !all_known => {
                reading.seen = true;
                if reading.policy.allow_credentials {
                    reading.find(
                        Code::AnyOriginReflected,
                        line,
                        "If the variable isn't set, `true` sends back every origin, with credentials. The origins can't be read from this text.",
                        "Stop at startup if the variable isn't set, or fall back to an empty list.",
                    );
                } else {
                    reading.approximate("if the variable isn't set, `true` allows any origin");
                }
            }
            () if is_any && !all_known => {
                reading.seen = true;
                if reading.policy.allow_credentials {
                    reading.find(
                        Code::WildcardWithCredentials,
                        line,
                        "If the variable isn't set, `*` is sent with credentials, which browsers block.",
                        "Stop at startup if the variable isn't set.",
                    );
                } else {
                    reading.approximate("if the variable isn't set, `*` allows any origin");
                }
            }
            () if is_known(value) => origin(reading, program, value.at, value, one_text),
            () => unknown(reading, program, value),
        }
    }
    if all_known {
        reading.approximate(
            "which of the origins apply is decided when it runs; the policy has all of them",
        );
    }
}

/// A function that decides. Only lists and expressions that it names are read.
fn function(reading: &mut Reading<'_>, program: &Program, from: usize, to: usize) {
    reading.seen = true;
    let before = reading.origins.len();
    let to = to.min(from + 2_000);
    let at = program.token(from).map_or(0, |token| token.at);
    for index in from..to {
        let word = program.word(index);
        let line = program
            .token(index)
            .map_or(1, |token| reading.line_at(token.at));
        let subject = index.checked_sub(2).filter(|_| {
            program.is(index.wrapping_sub(1), '.') || program.is_mark(index.wrapping_sub(1), "?.")
        });
        if let Some(subject) = subject.filter(|_| program.is(index + 1, '(')) {
            match (word, program.token(subject).map(|token| &token.kind)) {
                ("includes" | "indexOf" | "has", Some(Kind::Word(name))) => {
                    if let Some(list) = program.assigned(name) {
                        members(reading, program, &list);
                    }
                }
                ("includes" | "indexOf", Some(Kind::Other(']'))) => {
                    let open = (from..subject)
                        .rev()
                        .take(200)
                        .find(|index| program.close(*index) == subject);
                    if let Some(open) = open {
                        members(reading, program, &program.value(open));
                    }
                }
                ("test", Some(Kind::Regex(source, flags))) => regex(reading, line, source, flags),
                ("test", Some(Kind::Word(name))) => {
                    if let Some(Value {
                        what: What::Regex(source, flags),
                        ..
                    }) = program.assigned(name)
                    {
                        regex(reading, line, &source, &flags);
                    }
                }
                ("endsWith", _) => {
                    if let Some(Kind::Text(end)) = program.token(index + 2).map(|token| &token.kind)
                    {
                        let source: String = end
                            .chars()
                            .map(|c| {
                                if c.is_ascii_alphanumeric() {
                                    c.to_string()
                                } else {
                                    format!("\\{c}")
                                }
                            })
                            .collect();
                        regex(reading, line, &format!("{source}$"), "");
                    }
                }
                ("startsWith", _) => {
                    if let Some(Kind::Text(start)) =
                        program.token(index + 2).map(|token| &token.kind)
                    {
                        let source: String = start
                            .chars()
                            .map(|c| {
                                if c.is_ascii_alphanumeric() {
                                    c.to_string()
                                } else {
                                    format!("\\{c}")
                                }
                            })
                            .collect();
                        regex(reading, line, &format!("^{source}"), "");
                    }
                }
                _ => {}
            }
        }
        if (program.is_mark(index, "===") || program.is_mark(index, "=="))
            && let Some(Kind::Text(text)) = program.token(index + 1).map(|token| &token.kind)
            && text.contains("://")
        {
            add(reading, line, Form::Listed(text.clone()));
        }
        if word == "Error" && program.word(index.wrapping_sub(1)) == "new" {
            reading.find(
                Code::RefusalIsAnError,
                line,
                "A blocked origin becomes an error of the server: the response is a 500 without CORS headers, also for requests without an `Origin` unless the function allows them.",
                "Call `callback(null, false)` instead.",
            );
        }
    }
    if reading.origins.len() > before {
        reading.approximate(
            "a function decides about the origins; the policy has the origins that it names",
        );
        return;
    }
    let says_yes = (from..to).any(|index| {
        program.word(index) == "null"
            && program.is(index + 1, ',')
            && matches!(program.word(index + 2), "true" | "origin")
    });
    let decides = (from..to).any(|index| program.word(index) == "if" || program.is(index, '?'));
    if says_yes && !decides {
        add(
            reading,
            reading.line_at(at),
            Form::Reflected("the function".to_owned()),
        );
    } else {
        reading.not_imported(
            at,
            "a function decides about the origins, and code isn't executed here",
        );
    }
}

fn members(reading: &mut Reading<'_>, program: &Program, list: &Value) {
    let texts = super::common::texts(program, list, false);
    for (at, text) in texts.items {
        let line = reading.line_at(at);
        if text == "*" {
            continue;
        }
        add(reading, line, Form::Listed(text));
    }
    for (at, written) in texts.unknown {
        known_at_run_time(reading, at, &written, "the origins are");
    }
}
