//! Go: rs/cors, gin-contrib/cors, and headers that a handler sets.

use crate::code::{Call, Entry, Language, Program, Value, What};
use crate::finding::{Code, Severity};
use crate::headers::{self, Sent, Value as HeaderValue};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;

use super::common::{self, known_at_run_time};

const OPTIONS: &[&str] = &[
    "AllowedOrigins",
    "AllowedMethods",
    "AllowedHeaders",
    "ExposedHeaders",
    "AllowCredentials",
    "MaxAge",
    "AllowOriginFunc",
    "AllowOriginRequestFunc",
    "AllowOriginVaryRequestFunc",
    "AllowPrivateNetwork",
    "OptionsPassthrough",
    "OptionsSuccessStatus",
    "Debug",
    "Logger",
    "AllowOrigins",
    "AllowMethods",
    "AllowHeaders",
    "ExposeHeaders",
    "AllowAllOrigins",
    "AllowWildcard",
    "AllowOriginWithContextFunc",
    "AllowBrowserExtensions",
    "AllowWebSockets",
    "AllowFiles",
    "CustomSchemas",
    "OptionsResponseStatusCode",
    "AllowOriginsFunc",
    "Next",
    "Skipper",
    "UnsafeWildcardOriginWithAllowCredentials",
];

pub(super) fn read(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Braces);
    reading.origins_name = "`AllowedOrigins`";
    let opening = (0..program.tokens.len())
        .filter(|index| program.is(*index, '{'))
        .take(300);
    let options = opening.map(|index| program.value(index)).find(|value| {
        value
            .entries()
            .iter()
            .any(|entry| OPTIONS.contains(&entry.key.as_str()) && entry.key.starts_with("Allow"))
    });
    if let Some(options) = options {
        read_options(reading, &program, &options);
        return;
    }
    if let Some(call) = program.calls(&["AllowAll", "Default"]).first() {
        reading.seen = true;
        let line = reading.line_at(call.at);
        reading.origins.push(Written::new(line, Form::Any));
        defaults(reading, true, true);
        if call.name == "AllowAll" {
            let methods = ["HEAD", "GET", "POST", "PUT", "PATCH", "DELETE"];
            reading.policy.allow_methods = methods.map(str::to_owned).into();
            reading.policy.allow_headers = vec!["*".to_owned()];
        }
        return;
    }
    by_hand(reading, &program);
}

fn read_options(reading: &mut Reading<'_>, program: &Program, options: &Value) {
    reading.seen = true;
    reading.sends_wildcards = false;
    let find = |names: &[&str]| {
        options
            .entries()
            .iter()
            .find(|entry| names.contains(&entry.key.as_str()))
    };
    for entry in options.entries() {
        if !OPTIONS.contains(&entry.key.as_str()) {
            let meant = common::nearest(&entry.key, OPTIONS);
            reading.find(
                Code::StartupError,
                reading.line_at(entry.at),
                &format!(
                    "There is no field `{}`, so the program doesn't compile.",
                    entry.key
                ),
                &meant.map_or_else(String::new, |meant| format!("Write `{meant}`.")),
            );
        }
    }
    if let Some(entry) = find(&["AllowCredentials"]) {
        common::credentials(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find(&["AllowedOrigins", "AllowOrigins"]) {
        origins(reading, program, entry);
    }
    if let Some(entry) = find(&["AllowAllOrigins"])
        && matches!(entry.value.what, What::Bool(true))
    {
        reading
            .origins
            .push(Written::new(reading.line_at(entry.at), Form::Any));
    }
    let decides = [
        "AllowOriginFunc",
        "AllowOriginRequestFunc",
        "AllowOriginVaryRequestFunc",
        "AllowOriginWithContextFunc",
        "AllowOriginsFunc",
    ];
    if let Some(entry) = find(&decides) {
        function(reading, program, entry);
    }
    let methods = find(&["AllowedMethods", "AllowMethods"]);
    if let Some(entry) = methods {
        common::methods(reading, program, entry.at, &entry.value);
        let policy = &reading.policy.allow_methods;
        let has = |name: &str| policy.iter().any(|method| method == name || method == "*");
        if entry.key == "AllowedMethods" && !has("HEAD") {
            reading.find_as(
                Code::MethodNotAllowed,
                Severity::Tip,
                reading.line_at(entry.at),
                "HEAD isn't listed: rs/cors sends no headers even for a HEAD without a preflight.",
                "Add `http.MethodHead`.",
            );
        }
    }
    let headers = find(&["AllowedHeaders", "AllowHeaders"]);
    if let Some(entry) = headers {
        common::headers(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find(&["ExposedHeaders", "ExposeHeaders"]) {
        common::expose(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find(&["MaxAge"]) {
        max_age(reading, program, entry);
    }
    if let Some(entry) = find(&["OptionsSuccessStatus", "OptionsResponseStatusCode"]) {
        let is_ok = entry
            .value
            .as_name()
            .is_some_and(|name| name.ends_with("StatusOK"));
        let default = if is_ok { "200" } else { "204" };
        let status = entry.value.as_number().unwrap_or(default);
        options::preflight_status(reading, reading.line_at(entry.at), status);
    }
    if reading.origins.is_empty()
        && find(&["AllowedOrigins", "AllowOrigins"]).is_none()
        && find(&decides).is_none()
    {
        reading
            .origins
            .push(Written::new(reading.line_at(options.at), Form::Any));
    }
    defaults(reading, methods.is_none(), headers.is_none());
}

fn defaults(reading: &mut Reading<'_>, methods: bool, headers: bool) {
    if methods {
        reading.policy.allow_methods = ["GET", "POST", "HEAD"].map(str::to_owned).into();
    }
    if headers {
        reading.policy.allow_headers = ["accept", "content-type", "x-requested-with"]
            .map(str::to_owned)
            .into();
    }
}

fn origins(reading: &mut Reading<'_>, program: &Program, entry: &Entry) {
    let texts = common::texts(program, &entry.value, false);
    for (at, text) in texts.items {
        let form = if text == "*" {
            Form::Any
        } else {
            Form::Glob(text)
        };
        reading
            .origins
            .push(Written::new(reading.line_at(at), form));
    }
    for (at, name) in texts.unknown {
        known_at_run_time(reading, at, &name, "the origins are");
    }
}

fn function(reading: &mut Reading<'_>, program: &Program, entry: &Entry) {
    if let What::Function(from, to) = entry.value.what {
        let returns: Vec<&str> = (from..to.min(from + 500))
            .filter(|index| program.word(*index) == "return")
            .map(|index| program.word(index + 1))
            .collect();
        if returns == ["true"] {
            let line = reading.line_at(entry.at);
            reading.origins.push(Written::new(
                line,
                Form::Reflected("the function".to_owned()),
            ));
            return;
        }
    }
    reading.not_imported(
        entry.at,
        "a function decides about the origins, and code isn't executed here",
    );
}

/// Seconds, or `12 * time.Hour`.
fn max_age(reading: &mut Reading<'_>, program: &Program, entry: &Entry) {
    let line = reading.line_at(entry.at);
    let text = reading.source.line(line).to_owned();
    let factor = [
        ("time.Hour", 3_600),
        ("time.Minute", 60),
        ("time.Second", 1),
    ]
    .into_iter()
    .find(|(name, _)| text.contains(name));
    match factor {
        Some((_, factor)) => {
            let behind = text.split("MaxAge").nth(1).unwrap_or_default();
            let digits: String = behind.chars().filter(char::is_ascii_digit).collect();
            let number: u64 = digits.parse().unwrap_or(1);
            options::max_age(reading, line, &number.saturating_mul(factor).to_string());
        }
        None => common::max_age(reading, program, entry.at, &entry.value),
    }
}

fn by_hand(reading: &mut Reading<'_>, program: &Program) {
    let mut sent = Vec::new();
    for call in program.calls(&["Set", "Add"]) {
        let Some(name) = call.positional(0).and_then(Value::as_text) else {
            continue;
        };
        sent.push(Sent {
            line: reading.line_at(call.at),
            name: name.to_owned(),
            value: header_value(program, &call),
            on_errors: true,
        });
    }
    headers::read(reading, &sent);
    headers::vary(
        reading,
        &sent,
        "Add `w.Header().Add(\"Vary\", \"Origin\")`.",
    );
    let handles = program.tokens.iter().any(|token| {
        token.word() == Some("MethodOptions")
            || matches!(&token.kind, crate::code::Kind::Text(text) if text == "OPTIONS")
    });
    if let (false, Some(line)) = (handles, headers::allow_origin_line(&sent)) {
        reading.find_as(
            Code::PreflightNotAnswered,
            Severity::Tip,
            line,
            "Nothing here handles `OPTIONS`, so it is left to the handlers.",
            "Respond to `http.MethodOptions` with 204 here.",
        );
    }
}

fn header_value(program: &Program, call: &Call) -> HeaderValue {
    let Some(value) = call.positional(1) else {
        return HeaderValue::Unknown("its value is missing".to_owned());
    };
    let value = program.resolve(value);
    let names_origin = (call.open..call.close.min(call.open + 20)).any(|index| {
        matches!(program.token(index).map(|token| &token.kind), Some(crate::code::Kind::Text(text)) if text == "Origin")
    });
    if let Some(text) = value.as_text() {
        HeaderValue::Text(text.to_owned())
    } else if names_origin {
        HeaderValue::Request
    } else {
        HeaderValue::Unknown("its value is known only when it runs".to_owned())
    }
}
