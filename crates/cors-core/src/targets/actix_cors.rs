//! actix-web with actix-cors: one `Cors` as its users write it, with `allowed_origin` for exact origins and
//! a function in plain string code for patterns.
//!
//! Never `allow_any_method` (it means nine methods), and `*` only where reflecting means the same.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use std::collections::BTreeSet;

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment, rust as language};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::rust::{self, Module, Origins, Usage};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
    actix_web,
};
use crate::policy::{AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, SoundPolicy};
use crate::server::{App, Fault, Reply, append};
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "actix-cors",
        label: "actix-web + actix-cors",
        group: Group::Rust,
        server: "actix-web",
        library: Some("actix-cors"),
        language: Language::RUST,
        proof: Proof::Run,
        versions_of: VersionsOf::Library,
        versions: &[V0_7, V0_6],
        options: rust::OPTIONS,
        search: &["rust", "actix"],
    },
    docs: &[(
        "actix_cors::Cors",
        "https://docs.rs/actix-cors/latest/actix_cors/struct.Cors.html",
    )],
    fixes: &[
        rust::actix::PREFLIGHT_NOT_ROUTED,
        rust::actix::AUTHENTICATION_BEFORE_CORS,
        rust::actix::HEADERS_MISSING_ON_ERRORS,
        rust::actix::REDIRECTS_TO_SLASH,
        (Fault::VaryMissingOwnCache, VARY),
        (Fault::VaryMissingSharedCache, VARY),
    ],
    #[cfg(feature = "proof")]
    mutations: &[rust::MUTATIONS, mutations::MUTATIONS],
    render,
    respond,
    differences,
};

const V0_7: Version = Version::pinned("0.7", "0.7.2");
const V0_6: Version = Version::pinned("0.6", "0.6.5");

/// Whether requests from other origins get 400 by default, even those that aren't preflights: before 0.7.
fn blocks_unless_told(version: Version) -> bool {
    version == V0_6
}

const VARY: &str = "Send `Vary: Origin` on every response. actix-cors does so unless you call `disable_vary_header()`. Then clear the caches.";

const BLOCKS_WITH_400: Rule = Rule {
    code: "blocks-with-400",
    text: "A preflight from an origin that isn't allowed gets 400 without `Vary`, instead of 403. Browsers block both.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const BLOCKS_UNLISTED: Rule = Rule {
    code: "blocks-unlisted",
    text: "A preflight for a method or header that isn't listed gets 400 without CORS headers and `Vary`, where the reference response sends the whole lists. Browsers block both, but name another reason.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| {
        policy.methods != AllowMethods::Any || !matches!(policy.headers, AllowHeaders::Any { .. })
    },
};

const LISTS_SAFELISTED_METHODS: Rule = Rule {
    code: "lists-safelisted-methods",
    text: "GET, HEAD and POST are listed too, because actix-cors would block preflights for them.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| match &policy.methods {
        AllowMethods::Any => false,
        AllowMethods::Listed(methods) => !Method::safelisted()
            .iter()
            .all(|safe| methods.contains(safe)),
    },
};

const TAKES_PREFLIGHTS_WITHOUT_ORIGIN: Rule = Rule {
    code: "takes-preflights-without-origin",
    text: "`OPTIONS` is handled as a preflight if it has a valid `Access-Control-Request-Method`, even without `Origin`.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const SENDS_WILDCARD_TO_ORIGINS_ONLY: Rule = Rule {
    code: "sends-wildcard-to-origins-only",
    text: "`Access-Control-Allow-Origin: *` isn't sent on responses to requests without `Origin`. `Vary` names `Origin`, so that caches keep the two apart.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| !policy.varies_on_origin(),
};

const SENDS_HEADERS_TO_BLOCKED_ORIGINS: Rule = Rule {
    code: "sends-headers-to-blocked-origins-on-responses",
    text: "An origin that isn't allowed, and a request without `Origin`, still get `Access-Control-Allow-Credentials` and `Access-Control-Expose-Headers`. Browsers block the response anyway, because `Access-Control-Allow-Origin` is missing.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| {
        policy.varies_on_origin()
            && (library::has_credentials(policy) || policy.expose.value().is_some())
    },
};

const MERGES_FIRST_VARY: Rule = Rule {
    code: "merges-first-vary",
    text: "If a handler sets several `Vary` headers, only the first is kept. Set it once.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const LISTS_IN_ANY_ORDER: Rule = Rule {
    code: "lists-in-any-order",
    text: "The names in a list have another order in every worker and after every start, which means the same.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

/// Whether what middleware returns as an error stays without headers: before 0.7.
fn skips_errors(version: Version) -> bool {
    version == V0_6
}

const ERRORS_WITHOUT_HEADERS: Rule = Rule {
    code: "errors-without-headers",
    text: "If middleware such as auth returns an error, actix-cors 0.6 adds no CORS headers and no `Vary`, which your code sees as a network error. Return a response instead, as the full example does, or choose 0.7. An error that a handler returns gets the headers.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    let rules = [
        &BLOCKS_WITH_400,
        &BLOCKS_UNLISTED,
        &LISTS_SAFELISTED_METHODS,
        &library::ALWAYS_ANSWERS_200,
        &TAKES_PREFLIGHTS_WITHOUT_ORIGIN,
        &SENDS_WILDCARD_TO_ORIGINS_ONLY,
        &SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &library::HANDLER_FILLS_IN,
        &MERGES_FIRST_VARY,
        &rust::actix::PANIC_CLOSES,
        &library::VARIES_ON_ALL_THREE,
        &library::REFLECTS_ANY_HEADER,
        &library::REFLECTS_EMPTY_LISTS,
        &rust::actix::READS_SOME_METHODS_ONLY,
        &library::READS_THE_FIRST_LINE,
        &LISTS_IN_ANY_ORDER,
        &library::WRITES_LOWER_CASE,
    ];
    let errors = skips_errors(setup.version).then_some(&ERRORS_WITHOUT_HEADERS);
    difference::differences(errors.into_iter().chain(rules), policy)
}

const FORMAT: Format = Format {
    separator: ", ",
    name: HeaderName::to_lowercase,
};

const ALL_THREE: &str = "origin, access-control-request-method, access-control-request-headers";

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if !rust::actix::is_readable(request.method.as_str()) {
        return Reply::unreached(Status::BAD_REQUEST);
    }
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let seen = library::first_lines(request);
    let allow_origin = library::allow_origin(policy, &seen);
    if is_preflight(&seen) {
        let response = if allow_origin.is_none() || !is_listed(policy, &seen) {
            HttpResponse::new(Status::BAD_REQUEST)
        } else {
            preflight_response(policy, &seen, allow_origin)
        };
        return Reply {
            answer: Ok(response),
            reached_app: false,
        };
    }
    let app = &rust::actix::with_own_head(app, request);
    if skips_errors(setup.version) && rust::actix::is_error_of_middleware(app, request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let mut reply = app.answer(request, rust::actix::DEFAULTS);
    if let Ok(response) = &mut reply.answer {
        let mut ours = HeaderList::new();
        append(
            &mut ours,
            "Access-Control-Allow-Origin",
            allow_origin.filter(|_| seen.origin().is_some()),
        );
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
        append(&mut ours, "Vary", Some(ALL_THREE));
        keep_the_first_vary(&mut response.headers);
        library::replace(&mut response.headers, ours);
    }
    reply
}

/// By the requested method alone, if it is one.
fn is_preflight(request: &HttpRequest) -> bool {
    let asked = request.headers.get(REQUEST_METHOD);
    request.method == Method::options()
        && asked.is_some_and(|asked| rust::actix::is_readable(&asked.to_latin1()))
}

/// Whether the method and all requested headers are allowed.
fn is_listed(policy: &Policy, request: &HttpRequest) -> bool {
    let asked = |name| request.headers.get(name).map(|value| value.to_latin1());
    let method = asked(REQUEST_METHOD).is_some_and(|asked| {
        let mut allowed = library::with_safelisted(&policy.methods).into_iter();
        allowed.any(|method| method.as_str() == asked)
    });
    let headers = match (&policy.headers, asked(REQUEST_HEADERS)) {
        (AllowHeaders::Any { .. }, _) | (_, None) => true,
        (AllowHeaders::Listed(names), Some(asked)) => {
            let allowed: BTreeSet<String> = names.iter().map(HeaderName::to_lowercase).collect();
            asked
                .split(',')
                .map(|name| name.trim_matches([' ', '\t']).to_ascii_lowercase())
                .all(|name| allowed.contains(&name))
        }
    };
    method && headers
}

fn preflight_response(
    policy: &Policy,
    request: &HttpRequest,
    allow_origin: Option<String>,
) -> HttpResponse {
    let mut response = HttpResponse::new(Status::OK);
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
        AllowHeaders::Listed(names) => FORMAT.names(names),
    };
    append(headers, "Access-Control-Allow-Headers", names);
    append(headers, "Access-Control-Max-Age", library::max_age(policy));
    append(headers, "Vary", Some(ALL_THREE));
    response
}

fn keep_the_first_vary(headers: &mut HeaderList) {
    let mut lines = 0;
    headers.retain(|header| {
        let is_vary = header.name.is("Vary");
        lines += usize::from(is_vary);
        !is_vary || lines == 1
    });
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options).read_at_start();
    rust::actix::check_methods(policy)?;
    module.origins.check(policy)?;
    if policy.methods == AllowMethods::Any {
        return Unsupported::because(
            "actix-cors can't allow any method: allow_any_method means nine methods, and a preflight for another gets 400. List the methods, or choose actix-web without a library.",
        );
    }
    let only_without_authorization = AllowHeaders::Any {
        and_authorization: false,
    };
    if policy.headers == only_without_authorization && !library::has_credentials(policy) {
        return Unsupported::because(
            "actix-cors never sends `Access-Control-Allow-Headers: *`. It reflects the requested headers, which allows Authorization too. Add Authorization next to *, or list the headers.",
        );
    }
    let name = &module.name;
    let version = setup.version.to_install();
    let main = rust::actix::main(&module, &format!("{name}::cors()"));
    let main = if skips_errors(setup.version) {
        rust::actix::with_response_of_authentication(&main)
    } else {
        main
    };
    let usage = Usage {
        add: &format!("actix-cors@{version}"),
        manifest: &rust::actix::manifest(
            actix_web::VERSION.to_install(),
            &format!("actix-cors = \"{version}\"\n"),
        ),
        main: &main,
        call: &format!(".wrap({name}::cors())"),
        place: rust::actix::PLACE,
        one_path: rust::actix::ONE_PATH,
    };
    let text = cors(policy, setup, &module, permalink);
    Ok(module.snippet(policy, text, usage, &rust::actix::NOTES))
}

/// As many origins as are written one by one before they become a list.
const CHAINED: usize = 8;

fn cors(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let from_environment = module.origins == Origins::Environment;
    let families = rust::families(&policy.origins);
    let exact = rust::exact(&policy.origins);
    let chained = exact.len() <= CHAINED;
    let mut calls: Vec<String> = Vec::new();
    match policy.origins {
        AllowOrigin::Any => {
            calls.extend(["allow_any_origin()", "send_wildcard()"].map(str::to_owned));
        }
        AllowOrigin::Listed(_) => {
            if chained && !from_environment {
                calls.extend(exact.iter().map(|origin| allowed_origin(origin)));
            }
            if !families.is_empty() {
                calls.push(
                    "allowed_origin_fn(|origin, _| origin.to_str().is_ok_and(is_allowed))"
                        .to_owned(),
                );
            }
            if blocks_unless_told(setup.version) {
                calls.push("block_on_origin_mismatch(false)".to_owned());
            }
        }
    }
    calls.push(with_array("allowed_methods", &methods(policy)));
    match &policy.headers {
        AllowHeaders::Any { .. } => calls.push("allow_any_header()".to_owned()),
        AllowHeaders::Listed(list) if list.is_empty() => {}
        AllowHeaders::Listed(list) => calls.push(with_array("allowed_headers", &names(list))),
    }
    match &policy.expose {
        ExposeHeaders::Any => calls.push(with_array("expose_headers", &[language::quote("*")])),
        ExposeHeaders::Listed(list) if list.is_empty() => {}
        ExposeHeaders::Listed(list) => calls.push(with_array("expose_headers", &names(list))),
    }
    if library::has_credentials(policy) {
        calls.push("supports_credentials()".to_owned());
    }
    if let Some(seconds) = policy.max_age.seconds() {
        calls.push(format!("max_age({seconds})"));
    }

    let mut text = Text::default();
    text.line(header_comment(
        Language::RUST,
        &format!("CORS for actix-web with actix-cors {}.", setup.version.line),
        permalink,
    ));
    if from_environment {
        text.line("use std::sync::LazyLock;");
        text.line("");
    }
    text.line("use actix_cors::Cors;");
    text.line("");
    if from_environment {
        text.line(rust::ORIGINS_READ_ONCE);
        text.line("");
    }
    let names_list = !chained && !from_environment;
    if names_list {
        text.line(format!(
            "const ORIGINS: [&str; {}] = {};",
            exact.len(),
            language::array("", &exact)
        ));
        text.line("");
    }
    let errors = if skips_errors(setup.version) {
        "errors of handlers"
    } else {
        "errors"
    };
    text.line(format!("/// Wrap the App in this last, so it is the outermost: it handles preflights before auth, and {errors} get the headers too."));
    text.line("pub fn cors() -> Cors {");
    if chained && !from_environment {
        text.line(language::chain("Cors::default()", &calls));
    } else {
        text.line("    ORIGINS");
        text.line(ALLOW_EACH);
        for call in calls {
            text.line(format!("{INDENT}.{call}"));
        }
    }
    text.line("}");
    let matchers = if from_environment {
        rust::read_origins(policy) + "\n"
    } else if families.is_empty() {
        String::new()
    } else {
        rust::is_allowed(&[], &families)
    };
    text.finish() + &matchers
}

const ALLOW_EACH: &str = "        .iter()
        .fold(Cors::default(), |cors, origin| cors.allowed_origin(origin))";

/// The indent of a call.
const INDENT: &str = "        ";

/// One origin, on a line of its own where it would be too wide.
fn allowed_origin(origin: &str) -> String {
    let line = format!("allowed_origin({origin})");
    if INDENT.len() + ".".len() + line.len() <= language::WIDEST_LINE {
        line
    } else {
        format!("allowed_origin(\n{INDENT}    {origin},\n{INDENT})")
    }
}

fn with_array(name: &str, items: &[String]) -> String {
    format!("{name}({})", language::array(INDENT, items))
}

/// What the policy lists, and the CORS-safelisted methods, which have to be listed here.
fn methods(policy: &Policy) -> Vec<String> {
    library::with_safelisted(&policy.methods)
        .iter()
        .map(|method| language::quote(method.as_str()))
        .collect()
}

fn names(names: &[HeaderName]) -> Vec<String> {
    names
        .iter()
        .map(|name| language::quote(name.as_str()))
        .collect()
}

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::moved;

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("no `Vary`", "vary", |text| {
            text.replace("Cors::default()", "Cors::default().disable_vary_header()")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| text.replace("\n        .supports_credentials()", ""),
        ),
        Mutation::snippet(
            "CORS-safelisted methods left out",
            "access-control-allow-methods",
            |text| text.replace("\"GET\", \"HEAD\", \"POST\", ", ""),
        ),
        Mutation::snippet(
            "every origin instead of those of the environment",
            "access-control-allow-origin",
            |text| {
                text.replace(
                    "cors.allowed_origin(origin)",
                    "{ let _ = origin; cors.allow_any_origin() }",
                )
            },
        )
        .with(&[("origins", "environment")]),
        Mutation::example(
            "the middleware inside auth",
            "preflight is allowed",
            |text| {
                moved(
                    text,
                    "            .wrap(cors_policy::cors())",
                    "            .wrap(from_fn(authenticate))",
                )
            },
        ),
    ];
}
