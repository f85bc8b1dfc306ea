//! axum with tower-http: one `CorsLayer`, with arrays for exact origins and a predicate in plain string
//! code for patterns, so that nothing but tower-http is needed.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment, rust as language};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::rust::{self, Module, Origins, Usage};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, SoundPolicy};
use crate::server::{App, Fault, Reply, append};
use cors_http::{HeaderList, HeaderName, HttpRequest, HttpResponse, Method, NoResponse, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "axum-tower-http",
        label: "axum + tower-http",
        group: Group::Rust,
        server: "axum",
        library: Some("tower-http"),
        language: Language::RUST,
        proof: Proof::Run,
        versions_of: VersionsOf::Library,
        versions: &[V0_7, V0_6, V0_5],
        options: rust::OPTIONS,
        search: &["rust", "tokio", "tower", "corslayer"],
    },
    docs: &[(
        "tower_http::cors",
        "https://docs.rs/tower-http/latest/tower_http/cors/index.html",
    )],
    fixes: &[
        rust::axum::PREFLIGHT_NOT_ROUTED,
        rust::axum::AUTHENTICATION_BEFORE_CORS,
        rust::axum::HEADERS_MISSING_ON_ERRORS,
        rust::axum::REDIRECTS_TO_SLASH,
        (Fault::VaryMissingOwnCache, VARY),
        (Fault::VaryMissingSharedCache, VARY),
    ],
    #[cfg(feature = "proof")]
    mutations: &[rust::MUTATIONS, mutations::MUTATIONS],
    render,
    respond,
    differences,
};

const V0_7: Version = Version::pinned("0.7", "0.7.1");
const V0_6: Version = Version::pinned("0.6", "0.6.11");
const V0_5: Version = Version::pinned("0.5", "0.5.2");

const VARY: &str = "Send `Vary: Origin` on every response. tower-http does so for a list, but not for one constant origin. Then clear the caches.";

/// Whether `Vary` names only what the response depends on: from 0.7 on.
fn varies_on_what_is_dynamic(version: Version) -> bool {
    version == V0_7
}

/// The version of axum that the library is run with.
fn axum(version: Version) -> &'static str {
    if version == V0_5 { "0.7" } else { "0.8" }
}

/// Whether axum gives a successful response to `CONNECT` a length, which hyper doesn't send: before 0.8.
fn closes_on_connect(version: Version) -> bool {
    axum(version) == "0.7"
}

const CLOSES_ON_CONNECT: Rule = Rule {
    code: "closes-on-connect",
    text: "axum 0.7 closes the connection instead of sending a successful response to `CONNECT`. Your code can't send that method: `fetch` blocks it.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    let vary: &Rule = if varies_on_what_is_dynamic(setup.version) {
        &library::VARIES_EVERYWHERE
    } else {
        &library::VARIES_ON_ALL_THREE
    };
    let rules = [
        &library::ANSWERS_EVERY_OPTIONS,
        &library::ALWAYS_ANSWERS_200,
        &library::ANSWERS_BLOCKED_PREFLIGHTS,
        &library::SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &library::HANDLER_FILLS_IN,
        &rust::axum::PANIC_CLOSES,
        vary,
        &library::REFLECTS_EMPTY_LISTS,
        &library::READS_THE_FIRST_LINE,
        &library::JOINS_TIGHTLY,
        &library::WRITES_LOWER_CASE,
    ];
    let connect = closes_on_connect(setup.version).then_some(&CLOSES_ON_CONNECT);
    difference::differences(rules.into_iter().chain(connect), policy)
}

const FORMAT: Format = Format {
    separator: ",",
    name: HeaderName::to_lowercase,
};

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let seen = library::first_lines(request);
    let is_preflight = request.method == Method::options();
    let mut ours = HeaderList::new();
    append(
        &mut ours,
        "Access-Control-Allow-Origin",
        library::allow_origin(policy, &seen),
    );
    append(
        &mut ours,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
    if is_preflight {
        allow(policy, &seen, &mut ours);
    } else {
        let expose = match &policy.expose {
            ExposeHeaders::Any => Some("*".into()),
            ExposeHeaders::Listed(names) => FORMAT.names(names),
        };
        append(&mut ours, "Access-Control-Expose-Headers", expose);
    }
    let always = !varies_on_what_is_dynamic(setup.version);
    let names = [
        (policy.varies_on_origin(), "origin"),
        (
            library::reflects_method(policy),
            "access-control-request-method",
        ),
        (
            library::reflects_headers(policy),
            "access-control-request-headers",
        ),
    ];
    let names = names.map(|(varies, name)| (always || varies).then_some(name));
    append(&mut ours, "Vary", library::vary(names));
    if is_preflight {
        let mut response = HttpResponse::new(Status::OK);
        response.headers = ours;
        return Reply {
            answer: Ok(response),
            reached_app: false,
        };
    }
    let mut reply = app.answer(request, rust::axum::DEFAULTS);
    if let Ok(response) = &mut reply.answer {
        library::replace(&mut response.headers, ours);
        let connects = request.method.as_str() == "CONNECT" && response.status.is_ok();
        if connects && closes_on_connect(setup.version) {
            reply.answer = Err(NoResponse::Closed);
        }
    }
    rust::axum::with_length(request, reply)
}

/// What only responses to `OPTIONS` have.
fn allow(policy: &Policy, request: &HttpRequest, ours: &mut HeaderList) {
    let methods = match &policy.methods {
        AllowMethods::Any if library::has_credentials(policy) => {
            request.headers.get(REQUEST_METHOD)
        }
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(methods) => FORMAT.methods(methods),
    };
    append(ours, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => {
            request.headers.get(REQUEST_HEADERS)
        }
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) => FORMAT.names(names),
    };
    append(ours, "Access-Control-Allow-Headers", names);
    append(ours, "Access-Control-Max-Age", library::max_age(policy));
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options);
    module.origins.check(policy)?;
    let name = &module.name;
    let version = setup.version.to_install();
    let dependency = format!("tower-http = {{ version = \"{version}\", features = [\"cors\"] }}\n");
    let axum = axum(setup.version);
    let usage = Usage {
        add: &format!("tower-http@{version} --features cors"),
        manifest: &rust::axum::manifest(axum, &dependency),
        main: &rust::axum::main(&module, &format!("{name}::cors_layer()")),
        call: &format!(".layer({name}::cors_layer())"),
        place: rust::axum::PLACE,
        one_path: rust::axum::ONE_PATH,
    };
    let text = layer(policy, setup, &module, permalink);
    Ok(module.snippet(policy, text, usage, &rust::axum::NOTES))
}

fn layer(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let credentials = library::has_credentials(policy);
    let from_environment = module.origins == Origins::Environment;
    let families = rust::families(&policy.origins);
    let exact = rust::exact(&policy.origins);
    let mut calls: Vec<String> = Vec::new();
    match (&policy.origins, families.is_empty()) {
        (AllowOrigin::Any, _) => calls.push("allow_origin(Any)".to_owned()),
        (AllowOrigin::Listed(_), _) if from_environment => {
            calls.push("allow_origin(origins)".to_owned());
        }
        (AllowOrigin::Listed(_), true) => {
            calls.push(with_calls(
                "allow_origin",
                "HeaderValue::from_static",
                &exact,
            ));
        }
        (AllowOrigin::Listed(_), false) => {
            calls.push("allow_origin(AllowOrigin::predicate(|origin, _| {\n            origin.to_str().is_ok_and(is_allowed)\n        }))".to_owned());
        }
    }
    match &policy.methods {
        AllowMethods::Any if credentials => {
            calls.push("allow_methods(AllowMethods::mirror_request())".to_owned());
        }
        AllowMethods::Any => calls.push("allow_methods(Any)".to_owned()),
        AllowMethods::Listed(methods) if methods.is_empty() => {}
        AllowMethods::Listed(methods) => {
            let items: Vec<String> = methods.iter().map(method).collect();
            calls.push(with_array("allow_methods", &items));
        }
    }
    match &policy.headers {
        AllowHeaders::Any { .. } if credentials => {
            calls.push("allow_headers(AllowHeaders::mirror_request())".to_owned());
        }
        AllowHeaders::Any {
            and_authorization: true,
        } => {
            let items = ["*", "authorization"].map(language::quote);
            calls.push(with_calls(
                "allow_headers",
                "HeaderName::from_static",
                &items,
            ));
        }
        AllowHeaders::Any {
            and_authorization: false,
        } => calls.push("allow_headers(Any)".to_owned()),
        AllowHeaders::Listed(names) if names.is_empty() => {}
        AllowHeaders::Listed(list) => calls.push(names("allow_headers", list)),
    }
    match &policy.expose {
        ExposeHeaders::Any => calls.push("expose_headers(Any)".to_owned()),
        ExposeHeaders::Listed(names) if names.is_empty() => {}
        ExposeHeaders::Listed(list) => calls.push(names("expose_headers", list)),
    }
    if credentials {
        calls.push("allow_credentials(true)".to_owned());
    }
    if let Some(seconds) = policy.max_age.seconds() {
        calls.push(format!("max_age(Duration::from_secs({seconds}))"));
    }
    let body = language::chain("CorsLayer::new()", &calls);
    let matchers = if from_environment {
        rust::read_origins(policy) + "\n"
    } else if families.is_empty() {
        String::new()
    } else {
        rust::is_allowed(&exact, &families)
    };

    let mut text = Text::default();
    text.line(header_comment(
        Language::RUST,
        &format!("CORS for axum with tower-http {}.", setup.version.line),
        permalink,
    ));
    if body.contains("Duration::") {
        text.line("use std::time::Duration;");
        text.line("");
    }
    let used = |names: &[&'static str]| -> Vec<&'static str> {
        names
            .iter()
            .filter(|name| {
                body.contains(&format!("{name}::"))
                    || body.contains(&format!("({name})"))
                    || from_environment && **name == "HeaderValue"
            })
            .copied()
            .collect()
    };
    let http = used(&["HeaderName", "HeaderValue", "Method"]);
    if !http.is_empty() {
        text.line(format!("use axum::http::{};", braces(&http)));
    }
    let mut cors = used(&["AllowHeaders", "AllowMethods", "AllowOrigin", "Any"]);
    cors.push("CorsLayer");
    text.line(format!("use tower_http::cors::{};", braces(&cors)));
    text.line("");
    text.line(
        "/// Add this last, so it is the outermost layer: it handles preflights before auth, and errors get the headers too.",
    );
    text.line("pub fn cors_layer() -> CorsLayer {");
    if from_environment {
        text.line(FROM_ENVIRONMENT);
    }
    text.line(body);
    text.line("}");
    text.finish() + &matchers
}

const FROM_ENVIRONMENT: &str = r#"    let origins: Vec<HeaderValue> = read_origins()
        .iter()
        .map(|origin| origin.parse().expect("an origin is ASCII"))
        .collect();"#;

fn braces(names: &[&str]) -> String {
    match names {
        [name] => (*name).to_owned(),
        _ => format!("{{{}}}", names.join(", ")),
    }
}

/// The indent of a call on the layer.
const INDENT: &str = "        ";

fn with_array(name: &str, items: &[String]) -> String {
    format!("{name}({})", language::array(INDENT, items))
}

/// The same for an array of calls of one function; rustfmt breaks a single one inside.
fn with_calls(name: &str, function: &str, arguments: &[String]) -> String {
    match arguments {
        [argument] if function.len() + argument.len() + "()".len() > language::WIDTH => {
            format!("{name}([{function}(\n{INDENT}    {argument},\n{INDENT})])")
        }
        _ => with_array(name, &wrap(function, arguments)),
    }
}

fn wrap(function: &str, arguments: &[String]) -> Vec<String> {
    arguments
        .iter()
        .map(|argument| language::call(INDENT, function, argument))
        .collect()
}

/// `from_static` takes lowercase names only.
fn names(call: &str, names: &[HeaderName]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| language::quote(&name.to_lowercase()))
        .collect();
    with_calls(call, "HeaderName::from_static", &quoted)
}

fn method(method: &Method) -> String {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "TRACE"
        | "CONNECT") => format!("Method::{known}"),
        other => {
            let name = language::quote(other);
            let line = format!("Method::from_bytes(b{name}).expect(\"a token is a method\")");
            let indent = format!("{INDENT}    ");
            if indent.len() + line.len() + ",".len() <= language::WIDEST_LINE {
                line
            } else {
                format!(
                    "Method::from_bytes(\n{indent}    b{name},\n{indent})\n{indent}.expect(\"a token is a method\")"
                )
            }
        }
    }
}

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::moved;

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("no `Vary`", "vary", |text| {
            text.replace(
                "CorsLayer::new()\n",
                "CorsLayer::new()\n        .vary(Vec::<axum::http::HeaderName>::new())\n",
            )
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| text.replace("\n        .allow_credentials(true)", ""),
        ),
        Mutation::snippet(
            "every origin instead of those of the environment",
            "access-control-allow-origin",
            |text| {
                text.replace(
                    "allow_origin(origins)",
                    "allow_origin(tower_http::cors::AllowOrigin::predicate(move |_, _| !origins.is_empty()))",
                )
            },
        )
        .with(&[("origins", "environment")]),
        Mutation::example("the layer inside auth", "preflight is allowed", |text| {
            moved(
                text,
                "        .layer(cors_policy::cors_layer())",
                "        .layer(middleware::from_fn(authenticate))",
            )
        }),
    ];
}
