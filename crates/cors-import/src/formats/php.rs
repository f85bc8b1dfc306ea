//! PHP: Laravel's `cors.php`, and `header()`.

use crate::code::{Call, Kind, Language, Program};
use crate::finding::{Code, Severity};
use crate::headers::{self, Sent, Value as HeaderValue};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::{AnyWithCredentials, Reading};
use crate::regex::Anchoring;

use super::common::{self, known_at_run_time};

const OPTIONS: &[&str] = &[
    "paths",
    "allowed_methods",
    "allowed_origins",
    "allowed_origins_patterns",
    "allowed_headers",
    "exposed_headers",
    "max_age",
    "supports_credentials",
];

pub(super) fn laravel(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Php);
    reading.origins_name = "`allowed_origins`";
    reading.any_with_credentials = AnyWithCredentials::Reflected;
    reading.sends_wildcards = false;
    let opening = (0..program.tokens.len())
        .filter(|index| program.is(*index, '['))
        .take(200);
    let options = opening.map(|index| program.value(index)).find(|value| {
        value
            .entries()
            .iter()
            .any(|entry| OPTIONS.contains(&entry.key.as_str()))
    });
    let Some(options) = options else {
        return;
    };
    reading.seen = true;
    for entry in options.entries() {
        if !OPTIONS.contains(&entry.key.as_str()) {
            common::unknown_option(
                reading,
                entry.at,
                &entry.key,
                common::nearest(&entry.key, OPTIONS),
            );
        }
    }
    if let Some(entry) = options.get("supports_credentials") {
        common::credentials(reading, &program, entry.at, &entry.value);
    }
    if let Some(entry) = options.get("allowed_origins") {
        let texts = common::texts(&program, &entry.value, false);
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
    if let Some(entry) = options.get("allowed_origins_patterns") {
        for (at, text) in common::texts(&program, &entry.value, false).items {
            delimited(reading, at, &text);
        }
    }
    if let Some(entry) = options.get("allowed_methods") {
        common::methods(reading, &program, entry.at, &entry.value);
    }
    if let Some(entry) = options.get("allowed_headers") {
        common::headers(reading, &program, entry.at, &entry.value);
    }
    if let Some(entry) = options.get("exposed_headers") {
        common::expose(reading, &program, entry.at, &entry.value);
    }
    if let Some(entry) = options.get("max_age") {
        common::max_age(reading, &program, entry.at, &entry.value);
    }
    if let Some(entry) = options.get("paths") {
        let paths = common::texts(&program, &entry.value, false).items;
        let covers = |path: &str| {
            paths
                .iter()
                .any(|(_, known)| known == path || known == "*" || known.starts_with("sanctum"))
        };
        if reading.policy.allow_credentials && !covers("sanctum/csrf-cookie") {
            reading.find(
                Code::ScopeNotCovered,
                reading.line_at(entry.at),
                &format!("`sanctum/csrf-cookie` and `login` are not below {}, so their responses have no CORS headers.", paths.first().map_or_else(|| "these paths".to_owned(), |(_, path)| cors_http::in_code(path))),
                "Add the paths that signing in uses.",
            );
        }
    }
}

/// `#^https://…$#i`
fn delimited(reading: &mut Reading<'_>, at: usize, text: &str) {
    let line = reading.line_at(at);
    let end = text.chars().next().and_then(|delimiter| {
        let closes = match delimiter {
            '(' => ')',
            '{' => '}',
            '[' => ']',
            other => other,
        };
        text.rfind(closes)
            .filter(|end| *end > 0 && !delimiter.is_alphanumeric() && delimiter != '^')
    });
    let Some(end) = end else {
        reading.find(
            Code::StartupError,
            line,
            "A pattern of PHP needs a delimiter at both ends.",
            "Write it as `#^…$#`.",
        );
        reading.origins.push(Written::new(
            line,
            Form::of_regex(text, "", Anchoring::Search),
        ));
        return;
    };
    let source = text.get(1..end).unwrap_or_default();
    let flags = text.get(end + 1..).unwrap_or_default();
    reading.origins.push(Written::new(
        line,
        Form::of_regex(source, flags, Anchoring::Search),
    ));
}

pub(super) fn by_hand(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Php);
    let mut sent = Vec::new();
    for call in program.calls(&["header"]) {
        let text = (call.open..call.close.min(call.open + 3)).find_map(|index| {
            let token = program.token(index)?;
            token.text().or(token.template()).map(str::to_owned)
        });
        if let Some((name, value)) = text.as_deref().and_then(|text| text.split_once(':')) {
            sent.push(Sent {
                line: reading.line_at(call.at),
                name: name.trim().to_owned(),
                value: header_value(&program, reading, &call, value.trim()),
                on_errors: true,
            });
        }
    }
    headers::read(reading, &sent);
    headers::vary(
        reading,
        &sent,
        "Call `header('Vary: Origin', false)` next to it.",
    );
    let handles = program
        .tokens
        .iter()
        .any(|token| matches!(&token.kind, Kind::Text(text) if text == "OPTIONS"));
    match headers::allow_origin_line(&sent) {
        Some(_) if handles => options::preflight_status(reading, 1, status(&program)),
        Some(line) => reading.find_as(
            Code::PreflightNotAnswered,
            Severity::Tip,
            line,
            "Nothing here handles `OPTIONS`, so the rest of the program responds to preflights.",
            "Respond with 204 and stop if the method is `OPTIONS`.",
        ),
        None => {}
    }
}

fn status(program: &Program) -> &'static str {
    let codes = program.calls(&["http_response_code", "header"]);
    let is_204 = |call: &Call| {
        (call.open..call.close.min(call.open + 4)).any(|index| {
            program.token(index).is_some_and(|token| {
                token.number() == Some("204")
                    || token.text().is_some_and(|text| text.contains(" 204"))
            })
        })
    };
    if codes.iter().any(is_204) {
        "204"
    } else {
        "200"
    }
}

fn header_value(program: &Program, reading: &Reading<'_>, call: &Call, text: &str) -> HeaderValue {
    let mut words = (call.open..call.close.min(call.open + 20)).map(|index| {
        let token = program.token(index);
        token
            .and_then(|token| token.word().or(token.text()).or(token.template()))
            .unwrap_or_default()
    });
    let names_origin = words
        .any(|word| word.contains("HTTP_ORIGIN") || word.to_ascii_lowercase().contains("$origin"));
    if !names_origin {
        return if text.is_empty() || text.contains('$') {
            HeaderValue::Unknown("its value is known only when it runs".to_owned())
        } else {
            HeaderValue::Text(text.to_owned())
        };
    }
    // `if (in_array($origin, $allowed))`
    let guard = program
        .calls(&["in_array"])
        .into_iter()
        .find(|guard| guard.open < call.open && call.open < guard.open + 60);
    let Some(list) = guard.as_ref().and_then(|guard| guard.positional(1)) else {
        return HeaderValue::Request;
    };
    let texts = common::texts(program, list, false);
    let written = texts
        .items
        .into_iter()
        .map(|(at, text)| Written::new(reading.line_at(at), Form::Listed(text)));
    let written: Vec<Written> = written.collect();
    if written.is_empty() {
        HeaderValue::Unknown("which origins are allowed is known only when it runs".to_owned())
    } else {
        HeaderValue::Origins(written)
    }
}
