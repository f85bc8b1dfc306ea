//! Flask-CORS.

use crate::code::{Language, Program, Value};
use crate::finding::Code;
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::{AnyWithCredentials, Reading};
use crate::regex::Anchoring;

use super::common::{self, known_at_run_time, nearest, unknown_option};

const FLASK: &[&str] = &[
    "origins",
    "methods",
    "allow_headers",
    "expose_headers",
    "supports_credentials",
    "max_age",
    "resources",
    "send_wildcard",
    "vary_header",
    "automatic_options",
    "always_send",
    "intercept_exceptions",
    "app",
    "allow_private_network",
];

pub(super) fn read(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Python);
    reading.origins_name = "`origins`";
    reading.any_with_credentials = AnyWithCredentials::Reflected;
    reading.sends_wildcards = false;
    let calls = program.calls(&["CORS", "cross_origin", "init_app"]);
    let Some(call) = calls.first() else {
        return;
    };
    reading.seen = true;
    options::preflight_status(reading, 1, "200");
    let line = reading.line_at(call.at);
    let mut found: Vec<(String, Value)> = Vec::new();
    for argument in &call.arguments {
        if let Some(name) = &argument.name {
            found.push((name.clone(), argument.value.clone()));
        }
    }
    if let Some((_, resources)) = found.iter().find(|(name, _)| name == "resources") {
        let resources = program.resolve(resources);
        for (index, entry) in resources.entries().iter().enumerate() {
            if index > 0 {
                reading.not_imported(
                    entry.at,
                    "another path with a policy of its own; only the first one is imported",
                );
                continue;
            }
            let inner = program.resolve(&entry.value);
            found.extend(
                inner
                    .entries()
                    .iter()
                    .map(|entry| (entry.key.clone(), entry.value.clone())),
            );
        }
    }
    for (name, value) in &found {
        if !FLASK.contains(&name.as_str()) {
            unknown_option(reading, value.at, name, nearest(name, FLASK));
        }
    }
    let option = |name: &str| {
        let meant = |given: &str| {
            FLASK.contains(&given)
                || nearest(given, FLASK) != FLASK.iter().find(|known| **known == name).copied()
        };
        found
            .iter()
            .find(|(given, _)| given == name || !meant(given))
            .map(|(_, value)| value)
    };
    if let Some(value) = option("supports_credentials") {
        common::credentials(reading, &program, value.at, value);
    }
    match option("origins") {
        Some(value) => flask_origins(reading, &program, value),
        None => reading.origins.push(Written::new(line, Form::Any)),
    }
    if let Some(value) = option("methods") {
        common::methods(reading, &program, value.at, value);
    } else {
        let methods = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"];
        reading.policy.allow_methods = methods.map(str::to_owned).into();
    }
    match option("allow_headers") {
        Some(value) => common::headers(reading, &program, value.at, value),
        None => reading.policy.allow_headers = vec!["*".to_owned()],
    }
    if let Some(value) = option("expose_headers") {
        common::expose(reading, &program, value.at, value);
    }
    if let Some(value) = option("max_age") {
        common::max_age(reading, &program, value.at, value);
    }
    for call in calls.iter().skip(1) {
        reading.not_imported(call.at, "another policy; only the first one is imported");
    }
}

fn flask_origins(reading: &mut Reading<'_>, program: &Program, value: &Value) {
    let texts = common::texts(program, value, false);
    for (at, text) in texts.items {
        let line = reading.line_at(at);
        let is_regex = ["*", "\\", "]", "?", "$", "^", "[", "(", "+"]
            .iter()
            .any(|mark| text.contains(mark));
        let form = if text == "*" {
            Form::Any
        } else if text.contains("://*.") {
            reading.find(
                Code::OriginPatternInHeader,
                line,
                "Flask-CORS reads this as a regular expression, in which `*` repeats the slash before it. No subdomain matches.",
                "Write a regular expression that ends in `\\Z`.",
            );
            Form::Pattern(text)
        } else if is_regex {
            Form::of_regex(&text, "i", Anchoring::Start)
        } else {
            Form::Listed(text)
        };
        reading.origins.push(Written::new(line, form));
    }
    for (at, name) in texts.unknown {
        known_at_run_time(reading, at, &name, "the origins are");
    }
}
