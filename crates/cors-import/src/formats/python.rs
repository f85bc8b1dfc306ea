//! What Python's libraries accept as origins.

use crate::code::{Program, Value, What};
use crate::finding::Code;
use crate::origins::{Form, Written};
use crate::reading::Reading;
use crate::regex::Anchoring;

use super::common::{self, known_at_run_time, written};

/// A list of origins, of which `*` allows any.
pub(super) fn list(reading: &mut Reading<'_>, program: &Program, value: &Value) {
    reading.seen = true;
    let resolved = program.resolve(value);
    if let What::Text(text) = &resolved.what {
        let line = reading.line_at(resolved.at);
        let form = if text == "*" {
            Form::Any
        } else {
            Form::Value(text.clone())
        };
        reading.find(
            Code::OriginListInOneHeader,
            line,
            "This is one text, and a list is needed: every character of it becomes an entry.",
            "Put it in brackets.",
        );
        reading.origins.push(Written::new(line, form));
        return;
    }
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

pub(super) fn regexes(
    reading: &mut Reading<'_>,
    program: &Program,
    value: &Value,
    anchoring: Anchoring,
) {
    reading.seen = true;
    let resolved = program.resolve(value);
    let items = resolved
        .as_list()
        .map_or_else(|| vec![resolved.clone()], <[Value]>::to_vec);
    for item in items {
        let item = program.resolve(&item);
        // `re.compile(r"…")`
        let compiled = item
            .as_call()
            .filter(|(name, _)| name.ends_with("compile"))
            .and_then(|(_, arguments)| arguments.first()?.value.as_text());
        match item.as_text().or(compiled) {
            Some(source) => {
                let line = reading.line_at(item.at);
                let form = Form::of_regex(source, "", anchoring);
                reading.origins.push(Written::new(line, form));
            }
            None => known_at_run_time(reading, item.at, &written(&item), "the origins are"),
        }
    }
}
