//! Flask with Flask-CORS, which only adds headers: preflights are handled here, before auth and for every path, and
//! `Vary` is sent for blocked origins too.
//!
//! Origins are compiled patterns, never strings: letters of another case would match a string, and requests without
//! `Origin` would get all of them.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment, python as language};
use super::library::{self, REQUEST_HEADERS, REQUEST_METHOD};
use super::python::{self, Module, Origins, Usage, gunicorn};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, SoundPolicy};
use crate::server::{App, Authentication, Fault, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "flask",
        label: "Flask + Flask-CORS",
        group: Group::Python,
        server: "Flask",
        library: Some("Flask-CORS"),
        language: Language::PYTHON,
        proof: Proof::Run,
        versions_of: VersionsOf::Library,
        versions: &[Version::pinned("6.0", "6.0.5")],
        options: python::OPTIONS,
        search: &[
            "python",
            "flask_cors",
            "flask-cors",
            "werkzeug",
            "wsgi",
            "cross_origin",
        ],
    },
    docs: &[(
        "Flask-CORS",
        "https://flask-cors.readthedocs.io/en/latest/api.html",
    )],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

/// The Flask and the server that it is run with.
const FLASK: (&str, &str) = ("flask", "3.1.3");

const HANDLER_WINS: Rule = Rule {
    code: "handler-wins",
    text: "If a view sets `Access-Control-Allow-Origin` itself, Flask-CORS adds nothing, for blocked origins too. Any other CORS header that a view sets is sent twice. Remove them there.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const OMITS_UNLISTED: Rule = Rule {
    code: "omits-unlisted",
    text: "Only the requested headers that are allowed are sent back, sorted. A preflight for a method that isn't listed gets neither methods nor headers. Browsers block both, as with the whole lists.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const LISTS_SAFELISTED_METHODS: Rule = Rule {
    code: "lists-safelisted-methods",
    text: "GET, HEAD and POST are listed too, because Flask-CORS would leave the headers out of preflights for them. The list is sorted.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const SORTS_EXPOSED: Rule = Rule {
    code: "sorts-exposed-headers",
    text: "`Access-Control-Expose-Headers` is sorted.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| {
        policy
            .expose
            .value()
            .is_some_and(|value| value.contains(", "))
    },
};

const DENIES_PRIVATE_NETWORK: Rule = Rule {
    code: "denies-private-network",
    text: "A request with `Access-Control-Request-Private-Network: true` gets `Access-Control-Allow-Private-Network: false`, which means the same as none.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const ANSWERS_BLOCKED_PREFLIGHTS: Rule = Rule {
    code: "handles-blocked-preflights",
    text: "A preflight from an origin that isn't allowed gets the same status as an allowed one, without CORS headers, instead of 403. Browsers block both.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const JOINS_LINES: Rule = Rule {
    code: "joins-lines",
    text: "Several lines of one request header are read as one, joined by commas. Browsers never send two `Origin` headers.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const OMITS_REFLECTED_FROM_VARY: Rule = Rule {
    code: "omits-request-headers-from-vary",
    text: "`Vary` doesn't name `Access-Control-Request-Headers`, although the headers are reflected. Caches don't store responses to `OPTIONS`, so this has no effect.",
    noticed_by: NoticedBy::Nobody,
    shows: library::reflects_headers,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &ANSWERS_BLOCKED_PREFLIGHTS,
        &HANDLER_WINS,
        &ANSWERS_PLAIN_OPTIONS,
        &OMITS_UNLISTED,
        &LISTS_SAFELISTED_METHODS,
        &library::EXPOSES_ON_PREFLIGHTS,
        &SORTS_EXPOSED,
        &library::REFLECTS_ANY_HEADER,
        &OMITS_REFLECTED_FROM_VARY,
        &DENIES_PRIVATE_NETWORK,
        &JOINS_LINES,
    ];
    difference::differences(rules, policy)
}

const ANSWERS_PLAIN_OPTIONS: Rule = Rule {
    code: "framework-handles-options",
    text: "Flask itself responds with 200 to an `OPTIONS` request that is no preflight, unless its route lists the method. A preflight without `Origin` is handled too.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const DEFAULTS: FrameworkDefaults = FrameworkDefaults {
    panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
    other_method: Status::METHOD_NOT_ALLOWED,
};

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if let Some(reply) = gunicorn::own_reply(&request.method) {
        return reply;
    }
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let seen = gunicorn::joined_lines(request);
    let mut reply = if seen.method != Method::options() {
        app.answer(&seen, DEFAULTS)
    } else if asked(&seen, REQUEST_METHOD).is_some() {
        Reply::unreached(policy.preflight_status.status())
    } else {
        answer_to_options(app, &seen)
    };
    if let Ok(response) = &mut reply.answer {
        add(policy, &seen, response);
    }
    reply
}

/// What Flask responds by itself to an `OPTIONS` that is no preflight, behind auth.
fn answer_to_options(app: &App, request: &HttpRequest) -> Reply {
    let needs = app.authentication == Authentication::After;
    Reply::unreached(if needs && !request.headers.contains("Authorization") {
        Status::UNAUTHORIZED
    } else if app.response.status == Status::NOT_FOUND {
        Status::NOT_FOUND
    } else {
        Status::OK
    })
}

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";

/// What Flask-CORS adds, and our own `Vary`.
fn add(policy: &Policy, request: &HttpRequest, response: &mut HttpResponse) {
    let headers = &mut response.headers;
    let is_set = |value: HeaderValue| !value.as_bytes().is_empty();
    let allow_origin = library::allow_origin(policy, request);
    if !headers.get(ALLOW_ORIGIN).is_some_and(is_set) && allow_origin.is_some() {
        append(headers, ALLOW_ORIGIN, allow_origin);
        let expose = match &policy.expose {
            ExposeHeaders::Any => Some("*".to_owned()),
            ExposeHeaders::Listed(names) => sorted(names.iter().map(HeaderName::to_string)),
        };
        append(headers, "Access-Control-Expose-Headers", expose);
        append(
            headers,
            "Access-Control-Allow-Credentials",
            library::credentials(policy),
        );
        let asks_for_private_network = request
            .headers
            .get("Access-Control-Request-Private-Network")
            .is_some_and(|value| value.as_bytes() == b"true");
        append(
            headers,
            "Access-Control-Allow-Private-Network",
            asks_for_private_network.then_some("false"),
        );
        if request.method == Method::options() {
            add_lists(policy, request, headers);
        }
    }
    append(
        headers,
        "Vary",
        policy.varies_on_origin().then_some("Origin"),
    );
}

/// The lists of a preflight response, if the requested method occurs in the list of methods.
fn add_lists(policy: &Policy, request: &HttpRequest, headers: &mut HeaderList) {
    let methods = library::with_safelisted(&policy.methods);
    let methods = sorted(methods.iter().map(Method::to_string)).unwrap_or_default();
    if !asked(request, REQUEST_METHOD)
        .is_some_and(|method| methods.contains(&method.to_uppercase()))
    {
        return;
    }
    let names = asked(request, REQUEST_HEADERS).and_then(|names| {
        let names = names.split(',').map(str::trim);
        sorted(
            names
                .filter(|name| allows(&policy.headers, name))
                .map(str::to_owned),
        )
    });
    // To the library an empty text is none.
    let names = names.filter(|names| !names.is_empty());
    append(
        headers,
        "Access-Control-Allow-Headers",
        names.and_then(|names| HeaderValue::received(&names).ok()),
    );
    append(headers, "Access-Control-Max-Age", library::max_age(policy));
    append(headers, "Access-Control-Allow-Methods", Some(methods));
}

/// The value of a request header, unless it is empty.
fn asked(request: &HttpRequest, name: &str) -> Option<String> {
    let value = request.headers.get(name).map(|value| value.to_latin1());
    value.filter(|value| !value.is_empty())
}

fn allows(headers: &AllowHeaders, name: &str) -> bool {
    match headers {
        AllowHeaders::Any { .. } => true,
        AllowHeaders::Listed(names) => names.iter().any(|one| one.is(name)),
    }
}

/// The items in order, if there are any.
fn sorted(items: impl Iterator<Item = String>) -> Option<String> {
    let mut items: Vec<String> = items.collect();
    items.sort();
    (!items.is_empty()).then(|| items.join(", "))
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options);
    module.origins.check(policy)?;
    gunicorn::check_methods(policy)?;
    if policy.methods == AllowMethods::Any {
        return Unsupported::because(
            "Flask-CORS can't allow any method: to it * is the name of a method. List the methods.",
        );
    }
    let only_without_authorization = AllowHeaders::Any {
        and_authorization: false,
    };
    if policy.headers == only_without_authorization && !library::has_credentials(policy) {
        return Unsupported::because(
            "Flask-CORS never sends `Access-Control-Allow-Headers: *`. It reflects the requested headers, which allows Authorization too. Add Authorization next to *, or list the headers.",
        );
    }
    let packages = [
        FLASK,
        ("flask-cors", setup.version.to_install()),
        gunicorn::PACKAGE,
    ];
    let usage = Usage {
        packages: &packages,
        place: "right after `Flask(…)`, before auth",
        one_path: "For one path only, call `CALL(api)` on a `Blueprint` before `app.register_blueprint(api)`.",
        program: PROGRAM,
        start: "gunicorn main:app --bind 127.0.0.1:8000",
        url: "http://127.0.0.1:8000/",
        notes: &NOTES,
    };
    let text = function(policy, setup, &module, permalink);
    Ok(module.snippet(policy, text, usage))
}

const NOTES: [&str; 2] = [
    "Functions of `before_request` run in the order in which they are added. If auth is the first, preflights get 401.",
    "Don't write origins as plain strings: Flask-CORS then ignores case, and sends all of them to requests without `Origin`.",
];

const INDENT: &str = "        ";
const ITEM: &str = "            ";

fn function(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let mut text = Text::default();
    text.line(header_comment(
        Language::PYTHON,
        &format!("CORS for Flask with Flask-CORS {}.", setup.version.line),
        permalink,
    ));
    let names: Vec<String> = match &policy.headers {
        AllowHeaders::Any { .. } => vec![language::quote("*")],
        AllowHeaders::Listed(names) => names.iter().map(header).collect(),
    };
    let has_patterns = matches!(policy.origins, AllowOrigin::Listed(_))
        || names.iter().any(|name| name.starts_with("re."));
    match module.origins {
        Origins::Environment => module.origins.import(&mut text),
        Origins::Code if has_patterns => {
            text.line("import re");
            text.line("");
        }
        Origins::Code => {}
    }
    text.line("from flask import Blueprint, Flask, Response, request");
    text.line("from flask_cors import CORS");
    text.line("");
    text.line("");
    text.line(format!(
        "def {}(app: Flask | Blueprint) -> None:",
        module.function
    ));
    text.line(HANDLE_PREFLIGHT.replace(
        "STATUS",
        &policy.preflight_status.status().code().to_string(),
    ));
    text.line("    CORS(");
    text.line(format!("{INDENT}app,"));
    let list = |text: &mut Text, name: &str, items: &[String]| {
        text.line(language::list(INDENT, &format!("{name}=["), items, "],"));
    };
    match (&policy.origins, module.origins) {
        (AllowOrigin::Any, _) => {
            text.line(format!("{INDENT}origins=\"*\","));
            text.line(format!("{INDENT}send_wildcard=True,"));
        }
        (AllowOrigin::Listed(_), Origins::Environment) => {
            text.line(format!("{INDENT}origins=[re.compile(re.escape(origin) + r\"\\Z\") for origin in read_origins()],"));
        }
        (AllowOrigin::Listed(_), Origins::Code) => {
            text.line(format!(
                "{INDENT}# Patterns, because letters of any case would match plain text."
            ));
            list(
                &mut text,
                "origins",
                &language::patterns(ITEM, &policy.origins),
            );
        }
    }
    let mut methods: Vec<String> = library::with_safelisted(&policy.methods)
        .iter()
        .map(|method| language::quote(method.as_str()))
        .collect();
    methods.sort();
    list(&mut text, "methods", &methods);
    list(&mut text, "allow_headers", &names);
    match &policy.expose {
        ExposeHeaders::Any => text.line(format!("{INDENT}expose_headers=[\"*\"],")),
        ExposeHeaders::Listed(names) if names.is_empty() => {}
        ExposeHeaders::Listed(names) => {
            let names: Vec<String> = names
                .iter()
                .map(|name| language::quote(name.as_str()))
                .collect();
            list(&mut text, "expose_headers", &names);
        }
    }
    if library::has_credentials(policy) {
        text.line(format!("{INDENT}supports_credentials=True,"));
    }
    match policy.max_age.seconds() {
        None => {}
        // The number would count as none.
        Some(0) => text.line(format!("{INDENT}max_age=\"0\",")),
        Some(seconds) => text.line(format!("{INDENT}max_age={seconds},")),
    }
    if policy.varies_on_origin() {
        text.line(format!("{INDENT}vary_header=False,"));
    }
    text.line("    )");
    if policy.varies_on_origin() {
        text.line("");
        text.line(VARY_ON_ORIGIN);
    }
    module.origins.read(&mut text, policy);
    text.finish()
}

/// The name of a request header. Flask-CORS takes a text with these characters as a regular expression.
fn header(name: &HeaderName) -> String {
    let name = name.as_str();
    if name.contains(['*', '$', '^']) {
        language::compiled(ITEM, &language::escape(name), &["re.IGNORECASE"])
    } else {
        language::quote(name)
    }
}

const HANDLE_PREFLIGHT: &str = r#"    @app.before_request
    def handle_preflight():
        # Before auth, and for paths without a route too.
        if request.method == "OPTIONS" and request.access_control_request_method:
            return Response(status=STATUS)
"#;

const VARY_ON_ORIGIN: &str = r#"    @app.after_request
    def vary_on_origin(response):
        # Flask-CORS leaves it out where an origin isn't allowed.
        response.headers.add("Vary", "Origin")
        return response"#;

const PROGRAM: &str = r#"from flask import Flask, abort, request

from MODULE import CALL

app = Flask(__name__)

# First, so that preflights are handled before auth.
CALL(app)


@app.before_request
def authenticate():
    if "Authorization" not in request.headers:
        abort(401)


@app.get("/")
def hello():
    return {"hello": "world"}
"#;

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Call `add_cors(app)` on the app itself. Its `before_request` handles preflights for every path.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Call `add_cors(app)` right after `Flask(…)`. Functions of `before_request` run in the order in which they are added.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Keep Flask-CORS's `intercept_exceptions` on, which it is by default. Then look in the log for the error itself.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the path in your code's URL exactly as in the route, or set `app.url_map.strict_slashes = False` before the routes.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Flask-CORS sends no `Vary` where an origin isn't allowed. Add `Vary: Origin` to every response in `after_request`, as the config does. Then clear the caches.";

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::{moved, without_lines};

    const ALLOW_ORIGIN: &str = "access-control-allow-origin";

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("patterns without their end", ALLOW_ORIGIN, |text| {
            text.replace("\\Z", "")
        }),
        Mutation::snippet(
            "origins whose case doesn't matter",
            "promise: a blocked origin is never named",
            |text| text.replace("\\Z\")", "\\Z\", re.I)"),
        ),
        Mutation::snippet("a plain string", ALLOW_ORIGIN, |text| {
            text.replace(
                r#"re.compile(r"https://app\.example\.com\Z")"#,
                "\"https://app.example.com\"",
            )
        }),
        Mutation::snippet("no `Vary`", "promise: Vary names Origin", |text| {
            without_lines(text, "response.headers.add(")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| without_lines(text, "supports_credentials=True"),
        ),
        Mutation::snippet(
            "CORS-safelisted methods left out",
            "access-control-allow-methods",
            |text| text.replace("\"GET\", \"HEAD\", \"POST\", ", ""),
        ),
        Mutation::snippet("no preflights", "status", |text| {
            text.replace("@app.before_request\n    def", "def")
        }),
        Mutation::snippet(
            "patterns of the environment that aren't escaped",
            ALLOW_ORIGIN,
            |text| text.replace("re.escape(origin) + r\"\\Z\"", "origin"),
        )
        .with(&[("origins", "environment")]),
        Mutation::example("the policy after auth", "preflight is allowed", |text| {
            moved(text, "add_cors(app)\n", "@app.get(")
        }),
    ];
}
