//! `FastAPI` with the `CORSMiddleware` of Starlette, added to the app as its users write it.
//!
//! Methods are never `*` (which means eight of them), and headers only where reflecting means the same.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment, python as language};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::python::{self, Module, Origins, Usage};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, SoundPolicy};
use crate::server::{App, Failure, Fault, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "fastapi",
        label: "FastAPI (CORSMiddleware)",
        group: Group::Python,
        server: "FastAPI",
        library: Some("Starlette"),
        language: Language::PYTHON,
        proof: Proof::Run,
        versions_of: VersionsOf::Library,
        versions: &[V1_10, V1_6],
        options: python::OPTIONS,
        search: &["python", "starlette", "uvicorn", "asgi", "corsmiddleware"],
    },
    docs: &[
        (
            "FastAPI: CORS",
            "https://fastapi.tiangolo.com/tutorial/cors/",
        ),
        (
            "Starlette: CORSMiddleware",
            "https://www.starlette.io/middleware/#corsmiddleware",
        ),
    ],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

const V1_10: Version = Version::pinned("1.10", "1.10.0");
const V1_6: Version = Version::pinned("1.6", "1.6.0");

/// The `FastAPI` and the server that both versions are run with.
const FASTAPI: (&str, &str) = ("fastapi", "0.165.0");
const UVICORN: (&str, &str) = ("uvicorn", "0.54.0");

/// Whether `Vary` names `Origin` only where an origin is allowed: before 1.7.
fn varies_for_allowed_origins_only(version: Version) -> bool {
    version == V1_6
}

const UNHANDLED_ERRORS: Rule = Rule {
    code: "unhandled-errors-without-headers",
    text: "An exception that nothing catches gets 500 without CORS headers and `Vary`, which your code sees as a network error. Raise `HTTPException`, or add an exception handler for the exceptions that you expect: those responses get the headers.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const BLOCKS_WITH_400: Rule = Rule {
    code: "blocks-with-400",
    text: "A preflight from an origin that isn't allowed gets 400 instead of 403, with every CORS header except `Access-Control-Allow-Origin`. Browsers block both.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const BLOCKS_UNLISTED: Rule = Rule {
    code: "blocks-unlisted",
    text: "A preflight for a method or header that isn't listed gets 400 instead of a success status. Browsers block both, but name another reason.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const BLOCKS_PRIVATE_NETWORK: Rule = Rule {
    code: "blocks-private-network",
    text: "A preflight with `Access-Control-Request-Private-Network` gets 400. Some older browsers send it to servers in a private network.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const OMITS_VARY: Rule = Rule {
    code: "omits-vary",
    text: "Responses to requests without `Origin` or from origins that aren't allowed have no `Vary: Origin`, so a cache can give them to allowed origins. Starlette 1.7 and newer send it.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const SENDS_WILDCARD_TO_ORIGINS_ONLY: Rule = Rule {
    code: "sends-wildcard-to-origins-only",
    text: "`Access-Control-Allow-Origin: *` isn't sent on responses to requests without `Origin`. `Vary` names `Origin`, so that caches keep the two apart.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| !policy.varies_on_origin(),
};

const SENDS_WILDCARD_WITHOUT_VARY: Rule = Rule {
    code: "sends-wildcard-without-vary",
    text: "`Access-Control-Allow-Origin: *` isn't sent on responses to requests without `Origin`, and nothing says so to caches. Starlette 1.7 and newer send `Vary: Origin`.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| !policy.varies_on_origin(),
};

const SENDS_HEADERS_TO_BLOCKED_ORIGINS: Rule = Rule {
    code: "sends-headers-to-blocked-origins-on-responses",
    text: "An origin that isn't allowed still gets `Access-Control-Allow-Credentials` and `Access-Control-Expose-Headers`. Browsers block the response anyway, because `Access-Control-Allow-Origin` is missing.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| {
        policy.varies_on_origin()
            && (library::has_credentials(policy) || policy.expose.value().is_some())
    },
};

const LISTS_SAFELISTED_METHODS: Rule = Rule {
    code: "lists-safelisted-methods",
    text: "GET, HEAD and POST are listed too, because Starlette would block preflights for them.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| match &policy.methods {
        AllowMethods::Any => false,
        AllowMethods::Listed(methods) => !Method::safelisted()
            .iter()
            .all(|safe| methods.contains(safe)),
    },
};

const LISTS_SAFELISTED_HEADERS: Rule = Rule {
    code: "lists-safelisted-headers",
    text: "`Access-Control-Allow-Headers` is sorted and also has Accept, Accept-Language, Content-Language and Content-Type.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| matches!(policy.headers, AllowHeaders::Listed(_)),
};

const ALWAYS_SENDS_MAX_AGE: Rule = Rule {
    code: "always-sends-max-age",
    text: "`Access-Control-Max-Age: 5` is sent, because Starlette can't leave it out. Without it browsers cache a preflight for 5 seconds as well.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.max_age.seconds().is_none(),
};

const VARIES_ON_ALL_FOUR: Rule = Rule {
    code: "varies-on-all-four",
    text: "`Vary` names `Origin` and three request headers on every preflight response. Caches don't store responses to `OPTIONS`, so this has no effect.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

const OMITS_REQUEST_HEADERS_FROM_VARY: Rule = Rule {
    code: "omits-request-headers-from-vary",
    text: "`Vary` doesn't name `Access-Control-Request-Headers`, although the headers are reflected. Caches don't store responses to `OPTIONS`, so this has no effect.",
    noticed_by: NoticedBy::Nobody,
    shows: library::reflects_headers,
};

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    let of_version: &[&Rule] = if varies_for_allowed_origins_only(setup.version) {
        &[
            &OMITS_VARY,
            &SENDS_WILDCARD_WITHOUT_VARY,
            &OMITS_REQUEST_HEADERS_FROM_VARY,
        ]
    } else {
        &[&SENDS_WILDCARD_TO_ORIGINS_ONLY, &VARIES_ON_ALL_FOUR]
    };
    let rules = [
        &UNHANDLED_ERRORS,
        &BLOCKS_WITH_400,
        &BLOCKS_UNLISTED,
        &BLOCKS_PRIVATE_NETWORK,
        &SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &library::HANDLER_FILLS_IN,
        &LISTS_SAFELISTED_METHODS,
        &LISTS_SAFELISTED_HEADERS,
        &library::ALWAYS_ANSWERS_200,
        &ALWAYS_SENDS_MAX_AGE,
        &library::REFLECTS_ANY_HEADER,
        &library::REFLECTS_EMPTY_LISTS,
        &library::READS_THE_FIRST_LINE,
    ];
    let rules = rules.into_iter().chain(of_version.iter().copied());
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ", ",
    name: |name| name.as_str().to_owned(),
};

const DEFAULTS: FrameworkDefaults = FrameworkDefaults {
    panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
    other_method: Status::METHOD_NOT_ALLOWED,
};

/// What CORS headers are sent in addition to the policy's own.
const SAFELISTED_HEADERS: [&str; 4] = [
    "Accept",
    "Accept-Language",
    "Content-Language",
    "Content-Type",
];

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let seen = library::first_lines(request);
    let is_preflight = seen.method == Method::options()
        && seen.headers.contains("Origin")
        && seen.headers.contains(REQUEST_METHOD);
    if is_preflight {
        return Reply {
            answer: Ok(preflight_response(policy, setup.version, &seen)),
            reached_app: false,
        };
    }
    let app = &with_own_head(app, request);
    let mut reply = app.answer(request, DEFAULTS);
    if reply.reached_app && app.failure == Some(Failure::Panics) {
        // The response of a middleware further out.
        return reply;
    }
    if let Ok(response) = &mut reply.answer {
        library::replace(
            &mut response.headers,
            response_headers(policy, setup.version, &seen),
        );
    }
    reply
}

/// What is set on the response to a request that is no preflight.
fn response_headers(policy: &Policy, version: Version, request: &HttpRequest) -> HeaderList {
    let mut ours = HeaderList::new();
    let has_origin = request.headers.contains("Origin");
    let allow_origin = library::allow_origin(policy, request).filter(|_| has_origin);
    let varies = if varies_for_allowed_origins_only(version) {
        policy.varies_on_origin() && allow_origin.is_some()
    } else {
        true
    };
    append(&mut ours, "Access-Control-Allow-Origin", allow_origin);
    if has_origin {
        append(
            &mut ours,
            "Access-Control-Allow-Credentials",
            library::credentials(policy),
        );
        let expose = match &policy.expose {
            ExposeHeaders::Any => Some("*".into()),
            ExposeHeaders::Listed(names) => FORMAT.names(names),
        };
        append(&mut ours, "Access-Control-Expose-Headers", expose);
    }
    append(&mut ours, "Vary", varies.then_some("Origin"));
    ours
}

fn preflight_response(policy: &Policy, version: Version, request: &HttpRequest) -> HttpResponse {
    let allow_origin = library::allow_origin(policy, request);
    let is_blocked = allow_origin.is_none()
        || !allows_method(policy, request)
        || !allows_headers(policy, request)
        || request
            .headers
            .contains("Access-Control-Request-Private-Network");
    let mut response = HttpResponse::new(if is_blocked {
        Status::BAD_REQUEST
    } else {
        Status::OK
    });
    let headers = &mut response.headers;
    append(headers, "Access-Control-Allow-Origin", allow_origin);
    append(
        headers,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
    let methods = FORMAT.methods(&library::with_safelisted(&policy.methods));
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } => request.headers.get(REQUEST_HEADERS),
        AllowHeaders::Listed(names) => {
            let names = names.iter().map(HeaderName::as_str);
            let sorted: BTreeSet<&str> = names.chain(SAFELISTED_HEADERS).collect();
            let sorted: Vec<&str> = sorted.into_iter().collect();
            Some(sorted.join(FORMAT.separator).into())
        }
    };
    append(headers, "Access-Control-Allow-Headers", names);
    append(
        headers,
        "Access-Control-Max-Age",
        Some(max_age(policy).to_string()),
    );
    let vary = if varies_for_allowed_origins_only(version) {
        policy.varies_on_origin().then_some("Origin")
    } else {
        Some(ALL_FOUR)
    };
    append(headers, "Vary", vary);
    response
}

const ALL_FOUR: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network";

/// What browsers do without the header; Starlette always sends one, and 600 seconds by default.
const DEFAULT_MAX_AGE: u32 = 5;

fn max_age(policy: &Policy) -> u32 {
    policy.max_age.seconds().unwrap_or(DEFAULT_MAX_AGE)
}

fn allows_method(policy: &Policy, request: &HttpRequest) -> bool {
    let asked = request.headers.get(REQUEST_METHOD);
    let asked = asked.map(|value| value.to_latin1()).unwrap_or_default();
    library::with_safelisted(&policy.methods)
        .iter()
        .any(|method| method.as_str() == asked)
}

fn allows_headers(policy: &Policy, request: &HttpRequest) -> bool {
    let (AllowHeaders::Listed(names), Some(asked)) =
        (&policy.headers, request.headers.get(REQUEST_HEADERS))
    else {
        return true;
    };
    let names = names.iter().map(HeaderName::to_lowercase);
    let safelisted = SAFELISTED_HEADERS.map(str::to_ascii_lowercase);
    let allowed: BTreeSet<String> = names.chain(safelisted).collect();
    asked
        .to_latin1()
        .split(',')
        .all(|name| allowed.contains(name.trim().to_lowercase().as_str()))
}

/// The app as `FastAPI` sees it for this request: a route with `GET` alone has no `HEAD`.
fn with_own_head<'a>(app: &'a App, request: &HttpRequest) -> Cow<'a, App> {
    match &app.methods {
        Some(methods)
            if request.method.as_str() == "HEAD" && !methods.contains(&request.method) =>
        {
            Cow::Owned(App {
                methods: Some(Vec::new()),
                ..app.clone()
            })
        }
        Some(_) | None => Cow::Borrowed(app),
    }
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options);
    module.origins.check(policy)?;
    if policy.methods == AllowMethods::Any {
        return Unsupported::because(
            "Starlette can't allow any method: it takes * as eight methods, and a preflight for another gets 400. List the methods.",
        );
    }
    let only_without_authorization = AllowHeaders::Any {
        and_authorization: false,
    };
    if policy.headers == only_without_authorization && !library::has_credentials(policy) {
        return Unsupported::because(
            "Starlette never sends `Access-Control-Allow-Headers: *`. It reflects the requested headers, which allows Authorization too. Add Authorization next to *, or list the headers.",
        );
    }
    let packages = [FASTAPI, ("starlette", setup.version.to_install()), UVICORN];
    let usage = Usage {
        packages: &packages,
        place: "after every other `app.add_middleware` and `@app.middleware`",
        one_path: "For one path only, call `CALL(api)` on a `FastAPI` of its own and mount it: `app.mount(\"/api\", api)`.",
        program: PROGRAM,
        start: "uvicorn main:app --host 127.0.0.1 --port 8000",
        url: "http://127.0.0.1:8000/",
        notes: &NOTES,
    };
    let text = middleware(policy, setup, &module, permalink);
    Ok(module.snippet(policy, text, usage))
}

const NOTES: [&str; 2] = [
    "The middleware added last is the first to see a request. If auth is added after it, preflights get 401 and no CORS headers.",
    "If an exception reaches the server, its 500 has no CORS headers and browsers report a CORS error. The error itself is in the server's log.",
];

const INDENT: &str = "        ";

fn middleware(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let mut text = Text::default();
    text.line(header_comment(
        Language::PYTHON,
        &format!("CORS for FastAPI with Starlette {}.", setup.version.line),
        permalink,
    ));
    module.origins.import(&mut text);
    text.line("from fastapi import FastAPI");
    text.line("from fastapi.middleware.cors import CORSMiddleware");
    text.line("");
    text.line("");
    text.line(format!("def {}(app: FastAPI) -> None:", module.function));
    text.line("    # Call this last: it handles preflights before all middleware added earlier.");
    text.line("    app.add_middleware(");
    text.line(format!("{INDENT}CORSMiddleware,"));
    let list = |text: &mut Text, name: &str, items: &[String]| {
        text.line(language::list(INDENT, &format!("{name}=["), items, "],"));
    };
    match (&policy.origins, module.origins) {
        (AllowOrigin::Any, _) => text.line(format!("{INDENT}allow_origins=[\"*\"],")),
        (AllowOrigin::Listed(_), Origins::Environment) => {
            text.line(format!("{INDENT}allow_origins=read_origins(),"));
        }
        (AllowOrigin::Listed(_), Origins::Code) => {
            let exact = language::exact(&policy.origins);
            if !exact.is_empty() {
                list(&mut text, "allow_origins", &exact);
            }
            let families = language::families(&policy.origins);
            if !families.is_empty() {
                text.line(origin_regex(&families));
            }
        }
    }
    let methods: Vec<String> = library::with_safelisted(&policy.methods)
        .iter()
        .map(|method| language::quote(method.as_str()))
        .collect();
    list(&mut text, "allow_methods", &methods);
    match &policy.headers {
        AllowHeaders::Any { .. } => text.line(format!("{INDENT}allow_headers=[\"*\"],")),
        AllowHeaders::Listed(names) if names.is_empty() => {}
        AllowHeaders::Listed(names) => list(&mut text, "allow_headers", &quoted(names)),
    }
    match &policy.expose {
        ExposeHeaders::Any => text.line(format!("{INDENT}expose_headers=[\"*\"],")),
        ExposeHeaders::Listed(names) if names.is_empty() => {}
        ExposeHeaders::Listed(names) => list(&mut text, "expose_headers", &quoted(names)),
    }
    if library::has_credentials(policy) {
        text.line(format!("{INDENT}allow_credentials=True,"));
    }
    text.line(format!("{INDENT}max_age={},", max_age(policy)));
    text.line("    )");
    module.origins.read(&mut text, policy);
    text.finish()
}

/// One regular expression for all patterns. Starlette matches the whole origin with it.
fn origin_regex(families: &[String]) -> String {
    const NAME: &str = "allow_origin_regex=";
    let line = format!("{INDENT}{NAME}{},", language::raw(&families.join("|")));
    if line.len() <= language::WIDTH || families.len() == 1 {
        return line;
    }
    let parts = families.iter().enumerate().map(|(place, family)| {
        let or = if place == 0 { "" } else { "|" };
        format!("{INDENT}    {}\n", language::raw(&format!("{or}{family}")))
    });
    let parts: String = parts.collect();
    format!("{INDENT}{NAME}(\n{parts}{INDENT}),")
}

fn quoted(names: &[HeaderName]) -> Vec<String> {
    names
        .iter()
        .map(|name| language::quote(name.as_str()))
        .collect()
}

const PROGRAM: &str = r#"from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from MODULE import CALL

app = FastAPI()


@app.middleware("http")
async def authenticate(request: Request, call_next):
    if "Authorization" not in request.headers:
        return PlainTextResponse("no Authorization\n", status_code=401)
    return await call_next(request)


# Last, so that preflights are handled before auth.
CALL(app)


@app.get("/")
async def hello():
    return {"hello": "world"}
"#;

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Add `CORSMiddleware` to the app itself with `add_middleware`. There it handles OPTIONS before the routes do.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Move the call that adds `CORSMiddleware` below every other `add_middleware` and `@app.middleware`. The middleware added last is the first to see a request.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Look in the server's log for the exception. Raise `HTTPException` instead, or add an `exception_handler` for it: those responses get CORS headers. So do all if you wrap the whole app, `app = CORSMiddleware(app, …)`, as the last line.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the path in your code's URL exactly as in the route, or create the app with `FastAPI(redirect_slashes=False)` and declare both paths.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Install Starlette 1.7 or newer, which sends `Vary: Origin` on every response. Then clear the caches.";

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::{moved, without_lines};

    const ALLOW_ORIGIN: &str = "access-control-allow-origin";

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("a pattern without its end", ALLOW_ORIGIN, |text| {
            text.replace(r#"example\.org","#, r#"example\.org.*","#)
        }),
        Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
            text.replace("r\"https", "r\".*https")
        }),
        Mutation::snippet(
            "a pattern whose labels may hold anything",
            ALLOW_ORIGIN,
            |text| text.replace("[a-z0-9_-]+", ".+"),
        ),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| without_lines(text, "allow_credentials=True"),
        ),
        Mutation::snippet(
            "CORS-safelisted methods left out",
            "access-control-allow-methods",
            |text| text.replace("\"GET\", \"HEAD\", \"POST\", ", ""),
        ),
        Mutation::snippet("every header", "access-control-allow-headers", |text| {
            text.replace("allow_headers=[", "allow_headers=[\"*\", ")
        }),
        Mutation::snippet("no max age", "access-control-max-age", |text| {
            without_lines(text, "max_age=")
        }),
        Mutation::snippet(
            "every origin instead of those of the environment",
            ALLOW_ORIGIN,
            |text| text.replace("=read_origins()", "=[\"*\"]"),
        )
        .with(&[("origins", "environment")]),
        Mutation::example(
            "the middleware inside auth",
            "preflight is allowed",
            |text| moved(text, "add_cors(app)\n", "@app.middleware(\"http\")"),
        ),
    ];
}
