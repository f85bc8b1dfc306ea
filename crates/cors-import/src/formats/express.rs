//! Options of the libraries for Express, `NestJS`, Fastify, Hono and Koa.

use crate::code::{Call, Language, Program, Value, What};
use crate::finding::Code;
use crate::format::Format;
use crate::options;
use crate::origins::{Form, Written};
use crate::reading::Reading;

use super::common::{self, nearest, unknown_option};
use super::javascript::{self, OneText};

/// What a library calls its options, and what it does without them.
struct Library {
    options: &'static [&'static str],
    headers: &'static str,
    expose: &'static str,
    methods: &'static str,
    one_text: OneText,
    default_methods: &'static [&'static str],
    reflects_headers: bool,
}

const EXPRESS: Library = Library {
    options: &[
        "origin",
        "methods",
        "allowedHeaders",
        "exposedHeaders",
        "credentials",
        "maxAge",
        "preflightContinue",
        "optionsSuccessStatus",
    ],
    headers: "allowedHeaders",
    expose: "exposedHeaders",
    methods: "methods",
    one_text: OneText::Sent,
    default_methods: &["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"],
    reflects_headers: true,
};

const FASTIFY: Library = Library {
    options: &[
        "origin",
        "methods",
        "allowedHeaders",
        "exposedHeaders",
        "credentials",
        "maxAge",
        "preflightContinue",
        "optionsSuccessStatus",
        "strictPreflight",
        "hideOptionsRoute",
        "preflight",
        "cacheControl",
        "logLevel",
        "hook",
        "delegator",
    ],
    default_methods: &["GET", "HEAD", "POST"],
    reflects_headers: false,
    ..EXPRESS
};

const HONO: Library = Library {
    options: &[
        "origin",
        "allowMethods",
        "allowHeaders",
        "exposeHeaders",
        "credentials",
        "maxAge",
    ],
    headers: "allowHeaders",
    expose: "exposeHeaders",
    methods: "allowMethods",
    one_text: OneText::Compared,
    default_methods: &["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"],
    reflects_headers: true,
};

const KOA: Library = Library {
    options: &[
        "origin",
        "allowMethods",
        "allowHeaders",
        "exposeHeaders",
        "credentials",
        "maxAge",
        "keepHeadersOnError",
        "secureContext",
        "privateNetworkAccess",
    ],
    one_text: OneText::Sent,
    ..HONO
};

fn library(format: Format) -> &'static Library {
    if format == Format::Fastify {
        &FASTIFY
    } else if format == Format::Hono {
        &HONO
    } else if format == Format::Koa {
        &KOA
    } else {
        &EXPRESS
    }
}

pub(super) fn read(reading: &mut Reading<'_>) {
    let program = Program::new(reading.source.text(), Language::JavaScript);
    reading.origins_name = "`origin`";
    let library = library(reading.format);
    let names = names(&program);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let calls: Vec<Call> = program
        .calls(&names)
        .into_iter()
        .filter(|call| !is_import(&program, call))
        .collect();
    let with_options = |call: &&Call| options_of(&program, call).is_some();
    let chosen = calls.iter().find(with_options).or(calls.first());
    let options = chosen
        .and_then(|call| options_of(&program, call))
        .or_else(|| {
            if calls.is_empty() {
                loose_options(&program)
            } else {
                None
            }
        });
    if chosen.is_none() && options.is_none() {
        return;
    }
    reading.seen = true;
    if let Some(options) = &options {
        read_options(reading, &program, library, options);
    } else {
        let line = chosen.map_or(1, |call| reading.line_at(call.at));
        reading.origins.push(Written::new(line, Form::Any));
        defaults(reading, library, None);
    }
    if reading.format == Format::ExpressCors {
        order(reading, &program, &calls, chosen, options.as_ref());
    }
}

/// The names of the functions that take the options.
fn names(program: &Program) -> Vec<String> {
    let mut names = ["cors", "enableCors", "register"]
        .map(str::to_owned)
        .to_vec();
    for index in 0..program.tokens.len() {
        let is_cors = |index: usize| matches!(&program.token(index).map(|token| &token.kind), Some(crate::code::Kind::Text(text)) if matches!(text.as_str(), "cors" | "@koa/cors" | "hono/cors"));
        // `x = require('cors')` and `import x from 'cors'`
        if program.word(index) == "require"
            && is_cors(index + 2)
            && program.is(index.wrapping_sub(1), '=')
        {
            names.push(program.word(index.saturating_sub(2)).to_owned());
        }
        if program.word(index) == "from" && is_cors(index + 1) {
            names.push(program.word(index.saturating_sub(1)).to_owned());
        }
    }
    names.retain(|name| !name.is_empty());
    names.truncate(10);
    names
}

/// `register` takes any plugin.
fn is_import(program: &Program, call: &Call) -> bool {
    call.name == "register"
        && !(call.open..call.close.min(call.open + 12)).any(|index| {
            program.word(index).to_ascii_lowercase().contains("cors")
                || matches!(&program.token(index).map(|token| &token.kind), Some(crate::code::Kind::Text(text)) if text.contains("cors"))
        })
}

fn options_of(program: &Program, call: &Call) -> Option<Value> {
    let index = usize::from(call.name == "register");
    let value = program.resolve(call.positional(index)?);
    matches!(value.what, What::Map(_) | What::Function(..)).then_some(value)
}

/// Options without the call that takes them.
fn loose_options(program: &Program) -> Option<Value> {
    let opening = (0..program.tokens.len())
        .filter(|index| program.is(*index, '{'))
        .take(200);
    opening
        .map(|index| program.value(index))
        .find(|value| value.get("origin").is_some())
}

fn read_options(
    reading: &mut Reading<'_>,
    program: &Program,
    library: &'static Library,
    options: &Value,
) {
    if let What::Function(..) = options.what {
        reading.not_imported(
            options.at,
            "a function makes the options, and code isn't executed here",
        );
        return;
    }
    let mut known = Vec::new();
    for entry in options.entries() {
        let meant = if library.options.contains(&entry.key.as_str()) {
            Some(entry.key.as_str())
        } else {
            let meant = nearest(&entry.key, library.options);
            unknown_option(reading, entry.at, &entry.key, meant);
            meant
        };
        if let Some(meant) = meant {
            known.push((meant.to_owned(), entry));
        }
    }
    let find = |name: &str| {
        known
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, entry)| *entry)
    };
    // Whether credentials are allowed decides how grave the rest is.
    if let Some(entry) = find("credentials") {
        common::credentials(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find("origin") {
        javascript::origin(reading, program, entry.at, &entry.value, library.one_text);
    } else {
        let line = reading.line_at(options.at);
        reading.origins.push(Written::new(line, Form::Any));
    }
    if let Some(entry) = find(library.methods) {
        common::methods(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find(library.headers) {
        common::headers(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find(library.expose) {
        common::expose(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find("maxAge") {
        common::max_age(reading, program, entry.at, &entry.value);
    }
    if let Some(entry) = find("optionsSuccessStatus")
        && let What::Number(status) = &program.resolve(&entry.value).what
    {
        options::preflight_status(reading, reading.line_at(entry.at), status);
    }
    if let Some(entry) = find("preflightContinue")
        && matches!(entry.value.what, What::Bool(true))
    {
        reading.find(
            Code::PreflightNotAnswered,
            reading.line_at(entry.at),
            "With `preflightContinue`, `OPTIONS` is passed on to the routes, which have to respond with a 2xx status.",
            "Remove it.",
        );
    }
    defaults(reading, library, Some(options));
}

fn defaults(reading: &mut Reading<'_>, library: &Library, options: Option<&Value>) {
    let has = |name: &str| options.is_some_and(|options| options.get(name).is_some());
    if !has(library.methods) && reading.lines.methods.is_none() {
        reading.policy.allow_methods = library
            .default_methods
            .iter()
            .map(ToString::to_string)
            .collect();
    }
    if !has(library.headers) && reading.lines.headers.is_none() && library.reflects_headers {
        reading.policy.allow_headers = vec!["*".to_owned()];
    }
}

const ROUTES: [&str; 7] = ["get", "post", "put", "patch", "delete", "all", "use"];

/// What comes before the CORS middleware.
fn order(
    reading: &mut Reading<'_>,
    program: &Program,
    calls: &[Call],
    chosen: Option<&Call>,
    options: Option<&Value>,
) {
    let Some(chosen) = chosen else {
        return;
    };
    let line = reading.line_at(chosen.at);
    let in_use = |call: &Call| call.open >= 3 && program.word(call.open - 3) == "use";
    let wider = calls
        .iter()
        .find(|call| call.at < chosen.at && call.arguments.is_empty() && in_use(call));
    if let (Some(wider), Some(_)) = (wider, options) {
        reading.find(
            Code::PolicyMadeVoid,
            line,
            &format!("`cors()` on line {} comes first and responds to every preflight with `*`, so this policy has no effect on them.", reading.line_at(wider.at)),
            "Remove the `cors()` without options.",
        );
    }
    if options.is_none()
        && let Some(unused) = loose_options(program)
    {
        reading.find(
            Code::RuleNotUsed,
            reading.line_at(unused.at),
            "These options aren't passed to `cors()`, so they have no effect, and any origin is allowed.",
            "Pass them: `cors(corsOptions)`.",
        );
    }
    if !in_use(chosen) && !in_use_by_name(program, chosen) {
        return;
    }
    for call in program.calls(&ROUTES) {
        if call.at >= chosen.at || !program.is(call.open.wrapping_sub(2), '.') {
            continue;
        }
        let first = (call.open..call.close.min(call.open + 8))
            .map(|index| program.word(index).to_ascii_lowercase());
        let guards = ["auth", "jwt", "passport", "session", "token"];
        let is_guard = first.clone().any(|word| {
            guards.iter().any(|guard| word.contains(guard)) && !word.contains("session")
        });
        let is_route = call.name != "use"
            && call
                .positional(0)
                .and_then(Value::as_text)
                .is_some_and(|path| path.starts_with('/') || path == "*");
        let path_in_use = call.name == "use"
            && call
                .positional(0)
                .and_then(Value::as_text)
                .is_some_and(|path| path.starts_with('/'));
        if call.name == "use" && is_guard {
            reading.find(
                Code::PreflightAfterAuth,
                reading.line_at(call.at),
                "Authentication runs before CORS: preflights, which carry no token, get 401.",
                "Move `app.use(cors(…))` above it.",
            );
        } else if is_route || path_in_use {
            reading.find(
                Code::LayerOrder,
                line,
                &format!("The routes above this line, such as the one on line {}, respond before `cors` runs, so they have no CORS headers.", reading.line_at(call.at)),
                "Move `app.use(cors(…))` above all routes.",
            );
            return;
        }
    }
}

fn in_use_by_name(program: &Program, call: &Call) -> bool {
    // `const x = cors(…)` and `app.use(x)`
    call.open >= 3 && program.is(call.open - 2, '=') && {
        let name = program.word(call.open - 3).to_owned();
        program
            .calls(&["use"])
            .iter()
            .any(|used| program.word(used.open + 1) == name)
    }
}
