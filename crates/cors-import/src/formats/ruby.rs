//! rack-cors.

use crate::code::{Language, Program, What};
use crate::finding::Code;
use crate::origins::{Form, Written};
use crate::reading::{AnyWithCredentials, Reading};
use crate::regex::Anchoring;

use super::common;

pub(super) fn rack(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Ruby);
    reading.origins_name = "`origins`";
    reading.sends_wildcards = false;
    reading.any_with_credentials = AnyWithCredentials::Rejected(
        Code::StartupError,
        "rack-cors raises an error for `credentials: true` together with any origin.",
    );
    let places = |name: &str| {
        (0..program.tokens.len())
            .filter(|&index| program.word(index) == name)
            .take(50)
            .collect::<Vec<_>>()
    };
    let (origins, resources) = (places("origins"), places("resource"));
    for other in origins.iter().skip(1) {
        let at = program.token(*other).map_or(0, |token| token.at);
        reading.not_imported(at, "another `allow` block; only the first one is imported");
    }
    if let Some(resource) = resources.first() {
        let end = origins.get(1).copied().unwrap_or(usize::MAX);
        for other in resources.iter().skip(1).filter(|other| **other < end) {
            let at = program.token(*other).map_or(0, |token| token.at);
            reading.not_imported(at, "another `resource`; only the first one is imported");
        }
        self::resource(reading, &program, *resource);
    }
    let Some(first) = origins.first() else {
        return;
    };
    reading.seen = true;
    for argument in program.bare_arguments(first + 1) {
        let value = program.resolve(&argument.value);
        let line = reading.line_at(value.at);
        let form = if let What::Regex(source, flags) = &value.what {
            Form::of_regex(source, flags, Anchoring::Search)
        } else if let Some(text) = value.as_text() {
            let has_scheme = text.contains("://") || text == "null";
            if text == "*" {
                Form::Any
            } else if has_scheme {
                Form::Listed(text.to_owned())
            } else {
                // Without a scheme, both match.
                let form = Form::Listed(format!("https://{text}"));
                reading.origins.push(Written::new(line, form));
                Form::Listed(format!("http://{text}"))
            }
        } else {
            let name = common::written(&value);
            common::known_at_run_time(reading, value.at, &name, "the origins are");
            continue;
        };
        reading.origins.push(Written::new(line, form));
    }
}

fn resource(reading: &mut Reading<'_>, program: &Program, place: usize) {
    reading.seen = true;
    let arguments = program.bare_arguments(place + 1);
    let named = |name: &str| {
        arguments
            .iter()
            .find(|argument| argument.name.as_deref() == Some(name))
            .map(|argument| &argument.value)
    };
    if let Some(value) = named("credentials") {
        common::credentials(reading, program, value.at, value);
    }
    match named("methods") {
        Some(value) => list(reading, program, value, common::methods),
        None => reading.policy.allow_methods = vec!["GET".to_owned()],
    }
    if let Some(value) = named("headers") {
        list(reading, program, value, common::headers);
    }
    if let Some(value) = named("expose") {
        list(reading, program, value, common::expose);
    }
    match named("max_age") {
        Some(value) => common::max_age(reading, program, value.at, value),
        None => "7200".clone_into(&mut reading.policy.max_age),
    }
    crate::options::preflight_status(reading, 1, "200");
}

type Reader = fn(&mut Reading<'_>, &Program, usize, &crate::code::Value);

/// Symbols are names in lowercase; `:any` is all of them.
fn list(reading: &mut Reading<'_>, program: &Program, value: &crate::code::Value, read: Reader) {
    let value = program.resolve(value);
    let text = |value: &crate::code::Value| {
        let what = match &value.what {
            What::Name(name) if name == "any" => What::Text("*".to_owned()),
            What::Name(name) => What::Text(name.to_ascii_uppercase()),
            other => other.clone(),
        };
        crate::code::Value { at: value.at, what }
    };
    let value = match value.as_list() {
        Some(items) => crate::code::Value {
            at: value.at,
            what: What::List(items.iter().map(text).collect()),
        },
        None => text(&value),
    };
    read(reading, program, value.at, &value);
}
