//! django-cors-headers.

use crate::code::{Language, Program, What};
use crate::finding::Code;
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::{AnyWithCredentials, Reading};
use crate::regex::Anchoring;

use super::common::{self, known_at_run_time, nearest, unknown_option, written};
use super::python::regexes;

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

pub(super) fn read(reading: &mut Reading<'_>) {
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
        if let What::Bool(any) = value.what {
            if any {
                let line = reading.line_at(value.at);
                reading.origins.push(Written::new(line, Form::Any));
            }
        } else {
            let what = "whether any origin is allowed is";
            known_at_run_time(reading, value.at, &written(&value), what);
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
