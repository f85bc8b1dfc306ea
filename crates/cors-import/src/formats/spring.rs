//! Spring.

use crate::code::{Call, Kind, Program};
use crate::finding::Code;
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::{AnyWithCredentials, Reading};

use super::builder::{Field, Table, literal, names, program, read as read_calls};
use super::common;

const SPRING: Table = &[
    ("allowedOrigins", Field::Origins),
    ("setAllowedOrigins", Field::Origins),
    ("addAllowedOrigin", Field::Origins),
    ("allowedOriginPatterns", Field::Patterns),
    ("setAllowedOriginPatterns", Field::Patterns),
    ("addAllowedOriginPattern", Field::Patterns),
    ("allowedMethods", Field::Methods),
    ("setAllowedMethods", Field::Methods),
    ("addAllowedMethod", Field::Methods),
    ("allowedHeaders", Field::Headers),
    ("setAllowedHeaders", Field::Headers),
    ("addAllowedHeader", Field::Headers),
    ("exposedHeaders", Field::Expose),
    ("setExposedHeaders", Field::Expose),
    ("addExposedHeader", Field::Expose),
    ("allowCredentials", Field::Credentials),
    ("setAllowCredentials", Field::Credentials),
    ("maxAge", Field::MaxAge),
    ("setMaxAge", Field::MaxAge),
];

pub(super) fn read(reading: &mut Reading<'_>) {
    let program = program(reading);
    reading.origins_name = "`allowedOrigins`";
    reading.sends_wildcards = false;
    reading.any_with_credentials = AnyWithCredentials::Rejected(
        Code::WildcardWithCredentials,
        "Spring rejects `*` together with credentials: every request with an `Origin` header ends in an exception (500).",
    );
    let mappings = program.calls(&["addMapping"]);
    let end = mappings.get(1).map_or(usize::MAX, |second| second.open);
    for other in mappings.iter().skip(1) {
        reading.not_imported(
            other.at,
            "another path with a policy of its own; only the first one is imported",
        );
    }
    let calls = read_calls(reading, &program, SPRING, (0, end));
    let annotated = annotation(reading, &program, calls.is_empty());
    let permits = !program.calls(&["applyPermitDefaultValues"]).is_empty();
    if !reading.seen {
        security(reading, &program);
        return;
    }
    options::preflight_status(reading, 1, "200");
    if !mappings.is_empty() || permits || annotated {
        if reading.origins.is_empty() && !mappings.is_empty() {
            let line = mappings
                .first()
                .map_or(1, |mapping| reading.line_at(mapping.at));
            reading.origins.push(Written::new(line, Form::Any));
        }
        if reading.policy.allow_methods.is_empty() && !annotated {
            reading.policy.allow_methods = names(&["GET", "HEAD", "POST"]);
        }
        if reading.policy.allow_headers.is_empty() {
            reading.policy.allow_headers = names(&["*"]);
        }
        if reading.policy.max_age.is_empty() {
            "1800".clone_into(&mut reading.policy.max_age);
        }
    }
    let has = |word: &str| {
        program
            .tokens
            .iter()
            .any(|token| token.word() == Some(word))
    };
    if has("WebMvcConfigurer")
        && !mappings.is_empty()
        && has("implements")
        && !has("Configuration")
        && !has("Component")
    {
        let line = mappings
            .first()
            .map_or(1, |mapping| reading.line_at(mapping.at));
        reading.find(
            Code::RuleNotUsed,
            line,
            "The class has no `@Configuration`, so Spring doesn't find these settings.",
            "Add `@Configuration` to the class.",
        );
    }
    security(reading, &program);
}

/// `@CrossOrigin`
fn annotation(reading: &mut Reading<'_>, program: &Program, is_only: bool) -> bool {
    let places: Vec<usize> = (0..program.tokens.len())
        .filter(|&index| {
            program.word(index) == "CrossOrigin" && program.is(index.wrapping_sub(1), '@')
        })
        .collect();
    let Some(&place) = places.first() else {
        return false;
    };
    if !is_only {
        return false;
    }
    for &other in places.iter().skip(1) {
        let at = program.token(other).map_or(0, |token| token.at);
        reading.not_imported(at, "another `@CrossOrigin`; only the first one is imported");
    }
    reading.seen = true;
    let at = program.token(place).map_or(0, |token| token.at);
    let line = reading.line_at(at);
    let calls = program.calls(&["CrossOrigin"]);
    let arguments = calls
        .first()
        .map(|call| call.arguments.clone())
        .unwrap_or_default();
    for argument in &arguments {
        let value = &argument.value;
        match argument.name.as_deref() {
            None | Some("origins" | "value") => literal(reading, program, value),
            Some("originPatterns") => {
                for (at, text) in common::texts(program, value, false).items {
                    let form = if text == "*" {
                        Form::Reflected(String::new())
                    } else {
                        Form::Glob(text)
                    };
                    reading
                        .origins
                        .push(Written::new(reading.line_at(at), form));
                }
            }
            Some("methods") => common::methods(reading, program, value.at, value),
            Some("allowedHeaders") => common::headers(reading, program, value.at, value),
            Some("exposedHeaders") => common::expose(reading, program, value.at, value),
            Some("maxAge") => common::max_age(reading, program, value.at, value),
            // The annotation takes a text.
            Some("allowCredentials") => {
                options::credentials(reading, line, value.as_text() == Some("true"));
            }
            Some(name) => common::unknown_option(reading, value.at, name, None),
        }
    }
    if reading.origins.is_empty() {
        reading.origins.push(Written::new(line, Form::Any));
    }
    if reading.policy.allow_methods.is_empty() {
        reading.policy.allow_methods = mapped_methods(program);
    }
    true
}

/// The methods that the handlers below an annotation have.
fn mapped_methods(program: &Program) -> Vec<String> {
    let mut methods = Vec::new();
    let mut add = |method: &str| {
        if !methods.iter().any(|known: &String| known == method) {
            methods.push(method.to_owned());
        }
    };
    for token in &program.tokens {
        match token.word() {
            Some("GetMapping") => add("GET"),
            Some("PostMapping") => add("POST"),
            Some("PutMapping") => add("PUT"),
            Some("PatchMapping") => add("PATCH"),
            Some("DeleteMapping") => add("DELETE"),
            _ => {}
        }
    }
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
    for (_, comment) in &program.comments {
        let words: Vec<&str> = comment
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .collect();
        // A comment that only names methods says what the handlers are.
        if !words.is_empty() && words.iter().all(|word| known.contains(word)) {
            for word in words {
                add(word);
            }
        }
    }
    methods
}

fn security(reading: &mut Reading<'_>, program: &Program) {
    let guards = program.calls(&[
        "authorizeHttpRequests",
        "authorizeRequests",
        "authorizeExchange",
    ]);
    let Some(guard) = guards.first() else {
        return;
    };
    let is_off = |call: &Call| {
        (call.open..(call.close + 4).min(call.open + 20))
            .any(|index| program.word(index) == "disable")
    };
    let cors = program.calls(&["cors"]);
    let is_on = cors.iter().any(|call| !is_off(call));
    let permits_options = program
        .calls(&[
            "requestMatchers",
            "antMatchers",
            "mvcMatchers",
            "pathMatchers",
        ])
        .iter()
        .any(|call| {
            (call.open..call.close.min(call.open + 10)).any(|index| {
                program.word(index) == "OPTIONS"
                    || program.token(index).is_some_and(
                        |token| matches!(&token.kind, Kind::Text(text) if text == "OPTIONS"),
                    )
            })
        });
    if is_on || permits_options {
        return;
    }
    reading.seen = true;
    let line = reading.line_at(guard.at);
    reading.find(
        Code::PreflightAfterAuth,
        line,
        "The security filters run before the controller: the preflight, which carries no token, gets 401.",
        "Add `.cors(withDefaults())`.",
    );
}
