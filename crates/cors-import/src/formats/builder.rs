//! Libraries whose options are methods that are called one after the other: Spring, ASP.NET, tower-http, actix-cors.

use crate::code::{Call, Kind, Language, Program, Value, What};
use crate::finding::{Code, Severity};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::{AnyWithCredentials, Reading};

use super::common::{self, known_at_run_time, last_is};

/// What a method sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
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

type Table = &'static [(&'static str, Field)];

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

const ASPNET: Table = &[
    ("WithOrigins", Field::Origins),
    ("SetIsOriginAllowed", Field::Decides),
    ("WithMethods", Field::Methods),
    ("WithHeaders", Field::Headers),
    ("WithExposedHeaders", Field::Expose),
    ("AllowCredentials", Field::Credentials),
    ("SetPreflightMaxAge", Field::MaxAge),
    ("AllowAnyOrigin", Field::AnyOrigin),
    ("AllowAnyMethod", Field::AnyMethod),
    ("AllowAnyHeader", Field::AnyHeader),
];

const AXUM: Table = &[
    ("allow_origin", Field::Origins),
    ("allow_methods", Field::Methods),
    ("allow_headers", Field::Headers),
    ("expose_headers", Field::Expose),
    ("allow_credentials", Field::Credentials),
    ("max_age", Field::MaxAge),
    ("permissive", Field::Everything),
    ("very_permissive", Field::Everything),
];

const ACTIX: Table = &[
    ("allowed_origin", Field::Origins),
    ("allowed_origin_fn", Field::Decides),
    ("allowed_methods", Field::Methods),
    ("allowed_headers", Field::Headers),
    ("allowed_header", Field::Headers),
    ("expose_headers", Field::Expose),
    ("supports_credentials", Field::Credentials),
    ("max_age", Field::MaxAge),
    ("allow_any_origin", Field::AnyOrigin),
    ("allow_any_method", Field::AnyMethod),
    ("allow_any_header", Field::AnyHeader),
    ("expose_any_header", Field::AnyExpose),
    ("permissive", Field::Everything),
];

/// Reads the calls of a table that are between two tokens.
fn read(
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
    match &value.what {
        What::Name(name) => name == "Any" || last_is(name, "Any"),
        What::Call(name, ..) => last_is(name, "any") || name.ends_with("mirror_request"),
        _ => false,
    }
}

fn origins(reading: &mut Reading<'_>, program: &Program, list: &Value, line: u32) {
    let What::List(items) = &list.what else {
        return;
    };
    for item in items {
        match &item.what {
            What::Name(name) if name == "Any" || last_is(name, "Any") => {
                reading.origins.push(Written::new(line, Form::Any));
            }
            What::Call(name, ..) if last_is(name, "any") => {
                reading.origins.push(Written::new(line, Form::Any));
            }
            What::Call(name, ..) if name.ends_with("mirror_request") => {
                reading.origins.push(Written::new(
                    line,
                    Form::Reflected("`mirror_request`".to_owned()),
                ));
            }
            What::Call(name, ..) if name.ends_with("predicate") => {
                reading.not_imported(
                    item.at,
                    "a function decides about the origins, and code isn't executed here",
                );
            }
            What::Call(name, arguments, _) if last_is(name, "exact") || last_is(name, "list") => {
                let inner = Value {
                    at: item.at,
                    what: What::List(
                        arguments
                            .iter()
                            .map(|argument| argument.value.clone())
                            .collect(),
                    ),
                };
                literal(reading, program, &inner);
            }
            _ => literal(reading, program, item),
        }
    }
}

fn literal(reading: &mut Reading<'_>, program: &Program, value: &Value) {
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

fn program(reading: &Reading<'_>) -> Program {
    Program::new(reading.source.text(), Language::Braces)
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

pub(super) fn axum(reading: &mut Reading<'_>) {
    let program = program(reading);
    reading.origins_name = "`allow_origin`";
    options::preflight_status(reading, 1, "200");
    let calls = read(reading, &program, AXUM, (0, usize::MAX));
    let wildcard = "tower-http panics for credentials together with any origin, method or header, when the layer is added.";
    reading.any_with_credentials = AnyWithCredentials::Rejected(Code::StartupError, wildcard);
    reading.sends_wildcards = false;
    let policy = &reading.policy;
    let is_any = |list: &[String]| list == ["*"];
    if policy.allow_credentials && !calls.iter().any(|call| call.name == "very_permissive") {
        let line = if is_any(&policy.allow_methods) {
            reading.lines.methods
        } else if is_any(&policy.allow_headers) {
            reading.lines.headers
        } else {
            None
        };
        let mirrors = program
            .tokens
            .iter()
            .any(|token| token.word() == Some("mirror_request"));
        if let (Some(line), false) = (line, mirrors) {
            reading.find(
                Code::StartupError,
                line,
                wildcard,
                "List the names, or use `mirror_request()`.",
            );
        }
    }
    let layers = program.calls(&["layer", "route_layer"]);
    let routes = program.calls(&["route", "nest", "merge"]);
    let cors_names = ["cors", "cors_layer", "CorsLayer"];
    let is_cors = |call: &&Call| {
        (call.open..call.close.min(call.open + 4)).any(|index| {
            cors_names.contains(&program.word(index)) || program.word(index).contains("cors")
        })
    };
    if let Some(layer) = layers.iter().find(is_cors)
        && routes.iter().any(|route| route.open > layer.close)
    {
        let line = reading.line_at(layer.at);
        reading.find(
            Code::LayerOrder,
            line,
            "`.layer` covers only the routes that were added before it. Preflights for the routes below it get 405.",
            "Move `.layer(cors)` behind the last `.route`.",
        );
    } else if layers.is_empty() && !routes.is_empty() {
        let line = calls.first().map_or(1, |call| reading.line_at(call.at));
        reading.find(
            Code::RuleNotUsed,
            line,
            "The layer isn't added to the router.",
            "Add `.layer(cors)` behind the last `.route`.",
        );
    }
}

pub(super) fn actix(reading: &mut Reading<'_>) {
    let program = program(reading);
    reading.origins_name = "`allowed_origin`";
    reading.sends_wildcards = false;
    reading.any_with_credentials = AnyWithCredentials::Reflected;
    options::preflight_status(reading, 1, "200");
    read(reading, &program, ACTIX, (0, usize::MAX));
}

pub(super) fn aspnet(reading: &mut Reading<'_>) {
    let program = program(reading);
    reading.origins_name = "`WithOrigins`";
    reading.any_with_credentials = AnyWithCredentials::Rejected(
        Code::StartupError,
        "ASP.NET Core throws an exception for `AllowAnyOrigin` together with `AllowCredentials`.",
    );
    reading.sends_wildcards = false;
    let within = aspnet_policy(reading, &program);
    let calls = read(reading, &program, ASPNET, within);
    let subdomains = !program
        .calls(&["SetIsOriginAllowedToAllowWildcardSubdomains"])
        .is_empty();
    if subdomains {
        for entry in &mut reading.origins {
            if let Form::Listed(text) = &entry.form {
                entry.form = Form::Pattern(text.clone());
            }
        }
    }
    if let Some(first) = calls.first()
        && reading.policy.allow_methods.is_empty()
    {
        let line = reading.line_at(first.at);
        reading.find_as(
            Code::MethodNotAllowed,
            Severity::Tip,
            line,
            "No methods are allowed beyond GET, HEAD and POST.",
            "Call `WithMethods` or `AllowAnyMethod`.",
        );
    }
    aspnet_order(reading, &program, calls.first());
}

/// The tokens of the policy that `UseCors` names.
fn aspnet_policy(reading: &mut Reading<'_>, program: &Program) -> (usize, usize) {
    let policies = program.calls(&["AddPolicy", "AddDefaultPolicy"]);
    let used = program.calls(&["UseCors", "EnableCors", "RequireCors"]);
    let name = used
        .iter()
        .find_map(|call| call.positional(0).and_then(Value::as_text));
    let name_of = |call: &Call| {
        call.positional(0)
            .and_then(Value::as_text)
            .map(str::to_owned)
    };
    let chosen = policies
        .iter()
        .find(|call| name.is_some() && name_of(call).as_deref() == name);
    let chosen = chosen
        .or(policies.iter().find(|call| call.name == "AddDefaultPolicy"))
        .or(policies.first());
    let Some(chosen) = chosen else {
        return (0, usize::MAX);
    };
    for other in policies.iter().filter(|other| other.open != chosen.open) {
        reading.not_imported(other.at, "another policy; only the one in use is imported");
    }
    (chosen.open, chosen.close)
}

fn aspnet_order(reading: &mut Reading<'_>, program: &Program, first: Option<&Call>) {
    let before = program.calls(&[
        "UseAuthentication",
        "UseAuthorization",
        "MapControllers",
        "UseHttpsRedirection",
        "UseResponseCaching",
        "UseEndpoints",
    ]);
    let Some(cors) = program.calls(&["UseCors"]).into_iter().next() else {
        let attached = ["EnableCors", "RequireCors"].iter().any(|name| {
            program
                .tokens
                .iter()
                .any(|token| token.word() == Some(name))
        });
        if let (false, Some(first), false) = (attached, first, program.calls(&["Build"]).is_empty())
        {
            let line = reading.line_at(first.at);
            reading.find(
                Code::RuleNotUsed,
                line,
                "`UseCors` isn't called, so the policy has no effect.",
                "Call `app.UseCors(…)` before authentication.",
            );
        }
        return;
    };
    let line = reading.line_at(cors.at);
    for call in before.iter().filter(|call| call.at < cors.at) {
        match call.name.as_str() {
            "UseHttpsRedirection" => {
                let line = reading.line_at(call.at);
                reading.find_as(
                    Code::RedirectBeforeCors,
                    Severity::Tip,
                    line,
                    "Requests over http are redirected before `UseCors` runs, and preflights must not be redirected.",
                    "Let pages use the https address.",
                );
            }
            name => reading.find(
                Code::LayerOrder,
                line,
                &format!(
                    "`UseCors` has to come before `{name}`; otherwise a 401 has no CORS headers."
                ),
                "Move `UseCors` above authentication and authorization, below routing.",
            ),
        }
    }
}

pub(super) fn spring(reading: &mut Reading<'_>) {
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
    let calls = read(reading, &program, SPRING, (0, end));
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
            words.iter().for_each(|word| add(word));
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
