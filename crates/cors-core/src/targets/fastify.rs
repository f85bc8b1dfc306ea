//! Fastify with `@fastify/cors`: the options for the plugin, with arrays and regular expressions.
//!
//! Never a single string for `origin`: it would be sent to every origin.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::node::{self, Module, OptionNames, Origins};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowHeaders, AllowMethods, Policy, SoundPolicy};
use crate::server::{App, Fault, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HeaderList, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "fastify",
        label: "Fastify + @fastify/cors",
        group: Group::Node,
        server: "Fastify",
        library: Some("@fastify/cors"),
        language: Language::JAVASCRIPT,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[Version::pinned("5", "5.12.8")],
        options: node::OPTIONS,
        search: &["fastify-cors", "node", "javascript", "plugin"],
    },
    docs: &[(
        "@fastify/cors",
        "https://github.com/fastify/fastify-cors#options",
    )],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

/// The version of the plugin that Fastify is run with.
const CORS: (&str, &str) = ("@fastify/cors", "11.4.3");

/// The methods that Fastify routes by itself.
const ROUTED: [&str; 9] = [
    "GET", "HEAD", "TRACE", "DELETE", "OPTIONS", "PATCH", "PUT", "POST", "QUERY",
];

const REJECTS_OTHER_OPTIONS: Rule = Rule {
    code: "rejects-other-options",
    text: "An `OPTIONS` request without `Origin` or `Access-Control-Request-Method` gets 400, so an `OPTIONS` route of your app never runs.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const HANDLER_WINS: Rule = Rule {
    code: "handler-wins",
    text: "A handler that sets a CORS header or `Vary` itself with `reply.header` overwrites the one set here, for blocked origins too. Remove it there, and append to `reply.getHeader('Vary')`.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const SENDS_EMPTY_LISTS: Rule = Rule {
    code: "sends-empty-lists",
    text: "An empty list is sent as a header with an empty value on preflight responses, which means the same.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| {
        matches!(&policy.methods, AllowMethods::Listed(methods) if methods.is_empty())
            || matches!(&policy.headers, AllowHeaders::Listed(names) if names.is_empty())
    },
};

const REFLECTS_EMPTY_LISTS: Rule = Rule {
    shows: library::reflects_headers,
    ..library::REFLECTS_EMPTY_LISTS
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &REJECTS_OTHER_OPTIONS,
        &library::ANSWERS_BLOCKED_PREFLIGHTS,
        &library::SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &HANDLER_WINS,
        &node::READS_KNOWN_METHODS_ONLY,
        &library::EXPOSES_ON_PREFLIGHTS,
        &library::VARIES_ON_REQUEST_HEADERS_WHEN_BLOCKED,
        &library::OMITS_REQUEST_METHOD_FROM_VARY,
        &SENDS_EMPTY_LISTS,
        &REFLECTS_EMPTY_LISTS,
        &library::SENDS_LENGTH_OF_NOTHING,
    ];
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ", ",
    name: |name| name.as_str().to_owned(),
};

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if let Some(reply) = node::own_reply(&request.method) {
        return reply;
    }
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let mut ours = FORMAT.headers_of_any_response(policy, request);
    let origin = policy.varies_on_origin().then_some("Origin");
    if request.method == Method::options() {
        let is_preflight = ["Origin", REQUEST_METHOD].iter().all(|name| {
            let value = request.headers.get(name);
            value.is_some_and(|value| !value.as_bytes().is_empty())
        });
        let response = if is_preflight {
            preflight_response(policy, request, ours, origin)
        } else {
            append(&mut ours, "Vary", origin);
            let mut response = HttpResponse::new(Status::BAD_REQUEST);
            response.headers = ours;
            response
        };
        return Reply {
            answer: Ok(response),
            reached_app: false,
        };
    }
    append(&mut ours, "Vary", origin);
    let defaults = FrameworkDefaults {
        panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
        // A route that exists for another method does not match.
        other_method: Status::NOT_FOUND,
    };
    let mut reply = app.answer(request, defaults);
    if let Ok(response) = &mut reply.answer {
        library::give_way(&mut response.headers, ours);
    }
    reply
}

/// The response to a preflight, whether the origin is allowed or not.
fn preflight_response(
    policy: &Policy,
    request: &HttpRequest,
    ours: HeaderList,
    origin: Option<&str>,
) -> HttpResponse {
    let mut response = HttpResponse::new(policy.preflight_status.status());
    response.headers = ours;
    let headers = &mut response.headers;
    let empty = || HeaderValue::from("");
    let methods = match &policy.methods {
        AllowMethods::Any if library::has_credentials(policy) => {
            request.headers.get(REQUEST_METHOD)
        }
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(methods) => Some(FORMAT.methods(methods).unwrap_or_else(empty)),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => {
            request.headers.get(REQUEST_HEADERS)
        }
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) => Some(FORMAT.names(names).unwrap_or_else(empty)),
    };
    append(headers, "Access-Control-Allow-Headers", names);
    append(headers, "Access-Control-Max-Age", library::max_age(policy));
    let reflected = library::reflects_headers(policy).then_some(REQUEST_HEADERS);
    append(headers, "Vary", library::vary([origin, reflected]));
    append(headers, "Content-Length", Some("0"));
    response
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options, "corsPolicy");
    node::check_methods(policy)?;
    module.origins.check(policy)?;
    let text = options(policy, setup, &module, permalink);
    let packages = [CORS, ("fastify", setup.version.to_install())];
    let function = &module.function;
    let place = format!(
        "Save `{}` next to your app file, add `{}` and `{}`, and call `app.register(cors, {function})` right after `Fastify()`. Register auth and routes as plugins after it: a hook that you add directly would run first.",
        module.path(),
        module.import("cors", CORS.0),
        module.import_policy(),
    );
    let imports = [("Fastify", "fastify"), ("cors", CORS.0)];
    Ok(Snippet {
        steps: module.steps(
            policy,
            node::install(&packages),
            format!("{place} For one path only, call it on the instance in the plugin that has this `prefix`. A second policy needs a name of its own."),
            format!("To take it out again, remove those three lines and `{}`.", module.path()),
        ),
        example: module.example(policy, text.clone(), &packages, &imports, SERVER),
        files: vec![module.snippet_file(place, text)],
        notes: notes(policy),
    })
}

fn notes(policy: &Policy) -> Vec<String> {
    let mut notes = NOTES.map(str::to_owned).to_vec();
    let unrouted = match &policy.methods {
        AllowMethods::Any => None,
        AllowMethods::Listed(methods) => methods
            .iter()
            .find(|method| !ROUTED.contains(&method.as_str())),
    };
    if let Some(method) = unrouted {
        notes.push(format!(
            "Fastify routes `{method}` only after `app.addHttpMethod(\"{method}\")`. Otherwise it gets 404, with the CORS headers."
        ));
    }
    notes
}

const NOTES: [&str; 2] = [
    "A handler that writes to `reply.raw` itself, as for server-sent events, sends none of these headers. Pass `reply.getHeaders()` to `reply.raw.writeHead`.",
    "In a plugin with a `prefix`, Fastify responds to unknown paths from outside the plugin, without CORS headers, unless the plugin calls `setNotFoundHandler`.",
];

fn options(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let function = &module.function;
    let mut text = Text::default();
    text.line(header_comment(
        Language::JAVASCRIPT,
        &format!(
            "CORS for Fastify {} with @fastify/cors. Call app.register(cors, {function}) before auth and routes.",
            setup.version.line
        ),
        permalink,
    ));
    if module.origins == Origins::Environment {
        node::allow_list(&mut text, module.origins, policy, ("", ""));
        text.line("");
    }
    // With credentials `*` means nothing, and only a function knows the requested method.
    let reflects_method = library::reflects_method(policy);
    let indent = if reflects_method { "      " } else { "  " };
    text.line(format!("{}const {function} = {{", module.export()));
    if reflects_method {
        text.line("  delegator: (request, callback) => {");
        text.line("    callback(null, {");
    }
    node::origin_option(&mut text, policy, module.origins, indent);
    node::other_options(&mut text, policy, &OptionNames::OF_CORS, indent);
    if reflects_method {
        text.line("    });");
        text.line("  },");
    }
    text.line("};");
    module.end(&mut text);
    text.finish()
}

const SERVER: &str = r#"IMPORTS

const app = Fastify();

// First, so that preflights are handled before auth and errors get the headers too.
app.register(cors, POLICY);

// Hooks in a plugin run after those of the plugins before it.
app.register(async (api) => {
  api.addHook("onRequest", async (request, reply) => {
    if (request.headers.authorization === undefined) {
      return reply.code(401).send();
    }
  });
  api.get("/", async () => ({ hello: "world" }));
});

const port = Number(process.env.PORT ?? 3000);
app.listen({ port, host: "127.0.0.1" }, (error, address) => {
  if (error) {
    throw error;
  }
  console.log(address);
});
"#;

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Register @fastify/cors on the root instance. It adds a route for OPTIONS on every path; `app.get` and `app.put` don't.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Register @fastify/cors first, and add the hook that checks tokens or sessions in a plugin that is registered after it. A hook added directly runs before those of plugins.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Register @fastify/cors on the root instance, before everything else. Errors and `setErrorHandler` keep headers that are already set. Then look in the log for the error itself.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the slash in your code's URL, or pass `routerOptions: { ignoreTrailingSlash: true }` to `Fastify()`.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Pass `origin` as a list, as the config does. The plugin then sends `Vary: Origin` on every response, unless a handler overwrites `Vary`; with a single string it sends none. Then clear the caches.";

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::without_lines;

    const ALLOW_ORIGIN: &str = "access-control-allow-origin";

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("a pattern without its end", ALLOW_ORIGIN, |text| {
            text.replace("$/,", "/,").replace("$/]", "/]")
        }),
        Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
            text.replace("/^https", "/https")
        }),
        Mutation::snippet("the first origin for every origin", ALLOW_ORIGIN, |text| {
            text.replace("origin: [", "origin: \"https://app.example.com\" ?? [")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| without_lines(text, "credentials: true"),
        ),
        Mutation::snippet("preflights passed on", "status", |text| {
            text.replace("origin: [", "preflight: false, origin: [")
        }),
        Mutation::snippet("every OPTIONS handled as a preflight", "status", |text| {
            text.replace("origin: [", "strictPreflight: false, origin: [")
        }),
        Mutation::snippet(
            "all headers instead of the list",
            "access-control-allow-headers",
            |text| without_lines(text, "allowedHeaders"),
        ),
        Mutation::snippet(
            "an origin of the environment for every origin",
            ALLOW_ORIGIN,
            |text| text.replace("origin: allowedOrigins", "origin: allowedOrigins[0]"),
        )
        .with(&[("origins", "environment")]),
        Mutation::snippet(
            "no credentials in CommonJS",
            "access-control-allow-credentials",
            |text| without_lines(text, "credentials: true"),
        )
        .with(&[("format", "commonjs")]),
        Mutation::example("the plugin after auth", "preflight is allowed", |text| {
            text.replace(
                "app.register(cors, corsPolicy);",
                "app.addHook(\"onRequest\", async (request, reply) => reply.code(401).send());\napp.register(cors, corsPolicy);",
            )
        }),
    ];
}
