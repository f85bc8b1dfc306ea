//! `FastAPI` and Starlette, Django, Flask.

use crate::code::{Call, Language, Program, Value, What};
use crate::finding::{Code, Severity};
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::{AnyWithCredentials, Reading};
use crate::regex::Anchoring;

use super::common::{self, known_at_run_time, nearest, unknown_option, written};

const STARLETTE: &[&str] = &[
    "allow_origins",
    "allow_origin_regex",
    "allow_methods",
    "allow_headers",
    "allow_credentials",
    "allow_private_network",
    "expose_headers",
    "max_age",
];

pub(super) fn fastapi(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Python);
    reading.origins_name = "`allow_origins`";
    reading.any_with_credentials = AnyWithCredentials::Reflected;
    reading.sends_wildcards = false;
    let calls = program.calls(&["add_middleware", "Middleware", "CORSMiddleware"]);
    let is_cors = |call: &&Call| {
        call.name == "CORSMiddleware"
            || call
                .positional(0)
                .is_some_and(|value| written(value).contains("CORSMiddleware"))
    };
    let Some(call) = calls.iter().find(is_cors) else {
        let imports = program
            .tokens
            .iter()
            .find(|token| token.word() == Some("CORSMiddleware"));
        if let Some(token) = imports {
            reading.find(
                Code::RuleNotUsed,
                reading.line_at(token.at),
                "`CORSMiddleware` isn't added to the app.",
                "Call `app.add_middleware(CORSMiddleware, …)`.",
            );
        }
        return;
    };
    reading.seen = true;
    options::preflight_status(reading, 1, "200");
    for argument in &call.arguments {
        let Some(name) = &argument.name else { continue };
        if STARLETTE.contains(&name.as_str()) || name == "app" {
            continue;
        }
        unknown_option(reading, argument.value.at, name, nearest(name, STARLETTE));
    }
    let option = |name: &str| {
        call.named(name).or_else(|| {
            call.arguments
                .iter()
                .filter(|argument| {
                    argument.name.as_deref().is_some_and(|given| {
                        !STARLETTE.contains(&given)
                            && nearest(given, STARLETTE)
                                == Some(
                                    STARLETTE
                                        .iter()
                                        .find(|known| **known == name)
                                        .copied()
                                        .unwrap_or_default(),
                                )
                    })
                })
                .map(|argument| &argument.value)
                .next()
        })
    };
    if let Some(value) = option("allow_credentials") {
        common::credentials(reading, &program, value.at, value);
    }
    if let Some(value) = option("allow_origins") {
        list(reading, &program, value);
    }
    if let Some(value) = option("allow_origin_regex") {
        regexes(reading, &program, value, Anchoring::Whole);
    }
    match option("allow_methods") {
        Some(value) => common::methods(reading, &program, value.at, value),
        None => reading.policy.allow_methods = vec!["GET".to_owned()],
    }
    if let Some(value) = option("allow_headers") {
        common::headers(reading, &program, value.at, value);
    }
    if let Some(value) = option("expose_headers") {
        common::expose(reading, &program, value.at, value);
    }
    match option("max_age") {
        Some(value) => common::max_age(reading, &program, value.at, value),
        None => "600".clone_into(&mut reading.policy.max_age),
    }
    starlette_order(reading, &program, &calls, call);
}

/// Middleware that is added later runs earlier.
fn starlette_order(reading: &mut Reading<'_>, program: &Program, calls: &[Call], cors: &Call) {
    for call in calls
        .iter()
        .filter(|call| call.at > cors.at && call.name == "add_middleware")
    {
        let name = call.positional(0).map(written).unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        if lower.contains("auth") || lower.contains("jwt") {
            reading.find(
                Code::PreflightAfterAuth,
                reading.line_at(call.at),
                "Middleware that is added later runs earlier: authentication responds to preflights, which carry no token, before CORS.",
                "Add `CORSMiddleware` last.",
            );
        } else if lower.contains("httpsredirect") {
            reading.find(
                Code::RedirectBeforeCors,
                reading.line_at(call.at),
                "Middleware that is added later runs earlier: preflights over http are redirected, which browsers block.",
                "Add `CORSMiddleware` last.",
            );
        }
    }
    let mounts = program.calls(&["middleware"]);
    let _ = mounts;
}

/// A list of origins, of which `*` allows any.
fn list(reading: &mut Reading<'_>, program: &Program, value: &Value) {
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

fn regexes(reading: &mut Reading<'_>, program: &Program, value: &Value, anchoring: Anchoring) {
    reading.seen = true;
    let resolved = program.resolve(value);
    let items = match &resolved.what {
        What::List(items) => items.clone(),
        _ => vec![resolved],
    };
    for item in items {
        let item = program.resolve(&item);
        let text = match &item.what {
            What::Text(text) => Some(text.clone()),
            What::Call(name, arguments, _) if name.ends_with("compile") => arguments
                .first()
                .and_then(|argument| argument.value.as_text())
                .map(str::to_owned),
            _ => None,
        };
        match text {
            Some(source) => {
                let line = reading.line_at(item.at);
                reading
                    .origins
                    .push(Written::new(line, Form::of_regex(&source, "", anchoring)));
            }
            None => known_at_run_time(reading, item.at, &written(&item), "the origins are"),
        }
    }
}

/// The settings of django-cors-headers.
const DJANGO: &[&str] = &[
    "CORS_ALLOWED_ORIGINS",
    "CORS_ALLOWED_ORIGIN_REGEXES",
    "CORS_ALLOW_ALL_ORIGINS",
    "CORS_ALLOW_METHODS",
    "CORS_ALLOW_HEADERS",
    "CORS_EXPOSE_HEADERS",
    "CORS_ALLOW_CREDENTIALS",
    "CORS_PREFLIGHT_MAX_AGE",
    "CORS_URLS_REGEX",
    "CORS_ALLOW_PRIVATE_NETWORK",
    "CORS_ORIGIN_WHITELIST",
    "CORS_ORIGIN_REGEX_WHITELIST",
    "CORS_ORIGIN_ALLOW_ALL",
    "CORS_REPLACE_HTTPS_REFERER",
];

pub(super) fn django(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::Python);
    reading.origins_name = "`CORS_ALLOWED_ORIGINS`";
    reading.any_with_credentials = AnyWithCredentials::Reflected;
    reading.seen = true;
    for index in 0..program.tokens.len() {
        let name = program.word(index);
        if name.starts_with("CORS_") && program.is(index + 1, '=') && !DJANGO.contains(&name) {
            let at = program.token(index).map_or(0, |token| token.at);
            let name = name.to_owned();
            unknown_option(reading, at, &name, nearest(&name, DJANGO));
        }
    }
    let setting = |names: &[&str]| names.iter().find_map(|name| program.assigned(name));
    if let Some(value) = setting(&["CORS_ALLOW_CREDENTIALS"]) {
        common::credentials(reading, &program, value.at, &value);
    }
    if let Some(value) = setting(&["CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"]) {
        let texts = common::texts(&program, &value, false);
        for (at, text) in texts.items {
            if text == "*" || !text.contains("://") && text != "null" {
                reading.find(
                    Code::StartupError,
                    reading.line_at(at),
                    "django-cors-headers checks its settings: an entry without a scheme stops the start.",
                    "Write scheme and host, or set `CORS_ALLOW_ALL_ORIGINS = True` for any origin.",
                );
            }
            reading
                .origins
                .push(Written::new(reading.line_at(at), Form::Listed(text)));
        }
        for (at, name) in texts.unknown {
            known_at_run_time(reading, at, &name, "the origins are");
        }
    }
    if let Some(value) = setting(&["CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST"]) {
        regexes(reading, &program, &value, Anchoring::Start);
    }
    if let Some(value) = setting(&["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"]) {
        match value.what {
            What::Bool(true) => {
                let line = reading.line_at(value.at);
                reading.origins.push(Written::new(line, Form::Any));
            }
            What::Bool(false) => {}
            _ => known_at_run_time(
                reading,
                value.at,
                &written(&value),
                "whether any origin is allowed is",
            ),
        }
    }
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    match setting(&["CORS_ALLOW_METHODS"]) {
        Some(value) => common::methods(reading, &program, value.at, &value),
        None => {
            reading.policy.allow_methods =
                names(&["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"]);
        }
    }
    let defaults = [
        "accept",
        "authorization",
        "content-type",
        "user-agent",
        "x-csrftoken",
        "x-requested-with",
    ];
    match setting(&["CORS_ALLOW_HEADERS"]) {
        Some(value) => {
            common::headers(reading, &program, value.at, &value);
            // `list(default_headers) + [...]`
            if mentions_defaults(&program) {
                let own = core::mem::take(&mut reading.policy.allow_headers);
                let all = names(&defaults).into_iter().chain(own);
                all.for_each(|name| {
                    if !reading.policy.allow_headers.contains(&name) {
                        reading.policy.allow_headers.push(name);
                    }
                });
            }
        }
        None => reading.policy.allow_headers = names(&defaults),
    }
    if let Some(value) = setting(&["CORS_EXPOSE_HEADERS"]) {
        common::expose(reading, &program, value.at, &value);
    }
    match setting(&["CORS_PREFLIGHT_MAX_AGE"]) {
        Some(value) => common::max_age(reading, &program, value.at, &value),
        None => "86400".clone_into(&mut reading.policy.max_age),
    }
    options::preflight_status(reading, 1, "200");
    django_order(reading, &program);
}

fn mentions_defaults(program: &Program) -> bool {
    program
        .tokens
        .iter()
        .any(|token| token.word() == Some("default_headers"))
}

fn django_order(reading: &mut Reading<'_>, program: &Program) {
    let Some(middleware) = program.assigned("MIDDLEWARE") else {
        return;
    };
    let texts = common::texts(program, &middleware, false).items;
    let cors = texts
        .iter()
        .position(|(_, name)| name == "corsheaders.middleware.CorsMiddleware");
    let Some(cors) = cors else {
        reading.find(
            Code::RuleNotUsed,
            reading.line_at(middleware.at),
            "`corsheaders.middleware.CorsMiddleware` isn't in `MIDDLEWARE`, so the settings have no effect.",
            "Add it above `CommonMiddleware`.",
        );
        return;
    };
    for (at, name) in texts.iter().take(cors) {
        let line = reading.line_at(*at);
        if name.ends_with(".CommonMiddleware") {
            reading.find(
                Code::LayerOrder,
                line,
                "`CommonMiddleware` redirects when the slash at the end is missing, before `CorsMiddleware` runs. That redirect has no CORS headers.",
                "Move `CorsMiddleware` above it.",
            );
        } else if name.ends_with("WhiteNoiseMiddleware") {
            reading.find(
                Code::LayerOrder,
                line,
                "`WhiteNoiseMiddleware` responds before `CorsMiddleware` runs, so static files have no CORS headers.",
                "Move `CorsMiddleware` above it.",
            );
        }
    }
}

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

pub(super) fn flask(reading: &mut Reading<'_>) {
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
    if let Some(value) = option("methods") { common::methods(reading, &program, value.at, value) } else {
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
    let _ = Severity::Tip;
}
