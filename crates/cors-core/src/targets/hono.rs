//! Hono on Node with its own middleware `hono/cors`: an array of origins, or a function where there are
//! patterns.
//!
//! Never an empty `allowHeaders`: it would allow every header.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::node::{self, Module, NoHeaders, OptionNames, OriginFunction, Origins};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowHeaders, AllowMethods, AllowOrigin, OriginPattern, Policy, SoundPolicy};
use crate::server::{App, Fault, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HeaderList, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "hono",
        label: "Hono + hono/cors",
        group: Group::Node,
        server: "Hono",
        library: Some("hono/cors"),
        language: Language::JAVASCRIPT,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[Version::pinned("4", "4.13.19")],
        options: node::OPTIONS,
        search: &["honojs", "node", "javascript", "middleware", "bun", "deno"],
    },
    docs: &[(
        "CORS Middleware",
        "https://hono.dev/docs/middleware/builtin/cors",
    )],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

/// The adapter with which Hono is run on Node.
const ADAPTER: (&str, &str) = ("@hono/node-server", "2.1.9");

const HANDLER_WINS: Rule = Rule {
    code: "handler-wins",
    text: "A CORS header that a handler sets itself with `c.header` overwrites the one set here, for blocked origins too. Remove it there.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const VARIES_ON_LISTED_HEADERS: Rule = Rule {
    code: "varies-on-listed-headers",
    text: "`Vary` names `Access-Control-Request-Headers` on preflight responses, although the list is always the same.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| !library::reflects_headers(policy),
};

const TIDIES_REFLECTED_HEADERS: Rule = Rule {
    code: "tidies-reflected-headers",
    text: "The requested headers are reflected without the spaces between them. If none are requested, `Vary` doesn't name `Access-Control-Request-Headers`.",
    noticed_by: NoticedBy::Nobody,
    shows: library::reflects_headers,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &library::ANSWERS_EVERY_OPTIONS,
        &library::ANSWERS_BLOCKED_PREFLIGHTS,
        &library::SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &HANDLER_WINS,
        &node::READS_KNOWN_METHODS_ONLY,
        &library::ALWAYS_ANSWERS_204,
        &library::EXPOSES_ON_PREFLIGHTS,
        &library::LISTS_ORIGIN_ALONE,
        &library::VARIES_ON_REQUEST_HEADERS_WHEN_BLOCKED,
        &VARIES_ON_LISTED_HEADERS,
        &TIDIES_REFLECTED_HEADERS,
        &library::OMITS_REQUEST_METHOD_FROM_VARY,
        &library::JOINS_TIGHTLY,
    ];
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ",",
    name: |name| name.as_str().to_owned(),
};

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if let Some(reply) = node::own_reply(&request.method) {
        return reply;
    }
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let ours = FORMAT.headers_of_any_response(policy, request);
    let origin = policy.varies_on_origin().then_some("Origin");
    if request.method == Method::options() {
        return Reply {
            answer: Ok(options_response(policy, request, ours, origin)),
            reached_app: false,
        };
    }
    let defaults = FrameworkDefaults {
        panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
        // A route that exists for another method does not match.
        other_method: Status::NOT_FOUND,
    };
    let mut reply = app.answer(request, defaults);
    if let Ok(response) = &mut reply.answer {
        library::give_way(&mut response.headers, ours);
        // After the handler, next to its own.
        append(&mut response.headers, "Vary", origin);
    }
    reply
}

/// The response to every `OPTIONS`.
fn options_response(
    policy: &Policy,
    request: &HttpRequest,
    ours: HeaderList,
    origin: Option<&str>,
) -> HttpResponse {
    let mut response = HttpResponse::new(Status::NO_CONTENT);
    response.headers = ours;
    let headers = &mut response.headers;
    let asked = |name: &str| -> Option<HeaderValue> {
        let value = request.headers.get(name);
        value.filter(|value| !value.as_bytes().is_empty())
    };
    let methods = match &policy.methods {
        AllowMethods::Any if library::has_credentials(policy) => asked(REQUEST_METHOD),
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(methods) => FORMAT.methods(methods),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => {
            asked(REQUEST_HEADERS).map(|value| without_spaces(&value))
        }
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) if names.is_empty() => Some("Origin".into()),
        AllowHeaders::Listed(names) => FORMAT.names(names),
    };
    let varies_on_headers = names.is_some().then_some(REQUEST_HEADERS);
    append(headers, "Access-Control-Allow-Headers", names);
    append(headers, "Access-Control-Max-Age", library::max_age(policy));
    append(headers, "Vary", library::vary([origin, varies_on_headers]));
    response
}

/// The items of a list without white space around them.
fn without_spaces(value: &HeaderValue) -> HeaderValue {
    let items: Vec<&[u8]> = value
        .as_bytes()
        .split(|byte| *byte == b',')
        .map(<[u8]>::trim_ascii)
        .collect();
    HeaderValue::from_bytes(&items.join(&b','))
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let module = Module::of(&setup.options, "corsPolicy");
    node::check_methods(policy)?;
    module.origins.check(policy)?;
    let text = middleware(policy, setup, &module, permalink);
    let packages = [ADAPTER, ("hono", setup.version.to_install())];
    let function = &module.function;
    let place = format!(
        "Save `{}` next to your app file, add `{}` and call `app.use({function})` right after `new Hono()`, before auth and routes.",
        module.path(),
        module.import_policy(),
    );
    let imports = [("{ serve }", ADAPTER.0), ("{ Hono }", "hono")];
    Ok(Snippet {
        steps: module.steps(
            policy,
            node::install(&packages),
            format!("{place} For one path only, call `app.use(\"/api/*\", {function})`. A second policy needs a name of its own."),
            format!("To take it out again, remove those two lines and `{}`.", module.path()),
        ),
        example: module.example(policy, text.clone(), &packages, &imports, SERVER),
        files: vec![module.snippet_file(place, text)],
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
    })
}

const NOTES: [&str; 2] = [
    "Don't add `app.options` for preflights: the middleware handles them on every path that it is used for.",
    "This was tested on Node with @hono/node-server. Hono on other platforms takes the same config, but the platform in front may handle `OPTIONS` itself.",
];

const NAMES: OptionNames = OptionNames {
    methods: "allowMethods",
    headers: "allowHeaders",
    expose: "exposeHeaders",
    status: None,
    requested_method: "(_, c) => [c.req.header(\"Access-Control-Request-Method\") ?? \"\"]",
    no_headers: NoHeaders::OriginAlone,
    seconds: |seconds| seconds.to_string(),
};

const ORIGIN: OriginFunction = OriginFunction {
    parameter: "origin",
    origin: None,
    blocked: "null",
};

fn middleware(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let function = &module.function;
    let mut text = Text::default();
    text.line(header_comment(
        Language::JAVASCRIPT,
        &format!(
            "CORS for Hono {} with hono/cors. Call app.use({function}) before auth and routes.",
            setup.version.line
        ),
        permalink,
    ));
    text.line(module.import("{ cors }", "hono/cors"));
    text.line("");
    let has_patterns = match &policy.origins {
        AllowOrigin::Any => false,
        AllowOrigin::Listed(patterns) => patterns
            .iter()
            .any(|pattern| matches!(pattern, OriginPattern::Family(_))),
    };
    if has_patterns || module.origins == Origins::Environment {
        node::allow_list(&mut text, module.origins, policy, ("", ""));
        text.line("");
    }
    text.line(format!("{}const {function} = cors({{", module.export()));
    if has_patterns {
        ORIGIN.write(&mut text, policy, "  ");
    } else {
        node::origin_option(&mut text, policy, module.origins, "  ");
    }
    node::other_options(&mut text, policy, &NAMES, "  ");
    text.line("});");
    module.end(&mut text);
    text.finish()
}

const SERVER: &str = r#"IMPORTS

const app = new Hono();

// First, so that preflights are handled before auth and errors get the headers too.
app.use(POLICY);

app.use(async (c, next) => {
  if (c.req.header("Authorization") === undefined) {
    return c.body(null, 401);
  }
  await next();
});

app.get("/", (c) => c.json({ hello: "world" }));

const port = Number(process.env.PORT ?? 3000);
serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => {
  console.log(`http://127.0.0.1:${port}/`);
});
"#;

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Call `app.use(…)` with the policy above the routes. `app.use` handles OPTIONS on every path; `app.get` and `app.put` don't.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Call `app.use(…)` with the policy above the middleware that checks tokens or sessions.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Call `app.use(…)` with the policy above the routes, on the app itself and not on one that is mounted with `app.route`. `app.onError` and `app.notFound` keep headers that are already set. Then look in the log for the error itself.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the slash in your code's URL, or create the app with `new Hono({ strict: false })` instead of using the `trimTrailingSlash` or `appendTrailingSlash` middleware.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Pass `origin` as a list or a function, as the config does. The middleware then sends `Vary: Origin` on every response. Then clear the caches.";

#[cfg(feature = "proof")]
mod mutations {
    use crate::targets::Mutation;
    use crate::targets::mutation::{moved, without_lines};

    const ALLOW_ORIGIN: &str = "access-control-allow-origin";

    pub(super) const MUTATIONS: &[Mutation] = &[
        Mutation::snippet("a pattern without its end", ALLOW_ORIGIN, |text| {
            text.replace("$/]", "/]")
        }),
        Mutation::snippet("a pattern without its beginning", ALLOW_ORIGIN, |text| {
            text.replace("/^https", "/https")
        }),
        Mutation::snippet("every origin sent back", ALLOW_ORIGIN, |text| {
            text.replace("return isAllowed ? origin : null", "return origin")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| without_lines(text, "credentials: true"),
        ),
        Mutation::snippet(
            "all headers instead of the list",
            "access-control-allow-headers",
            |text| without_lines(text, "allowHeaders"),
        ),
        Mutation::snippet("nothing exposed", "access-control-expose-headers", |text| {
            without_lines(text, "exposeHeaders")
        }),
        Mutation::snippet(
            "any origin instead of those of the environment",
            ALLOW_ORIGIN,
            |text| text.replace("origin: allowedOrigins", "origin: \"*\""),
        )
        .with(&[("origins", "environment")]),
        Mutation::snippet(
            "no credentials in CommonJS",
            "access-control-allow-credentials",
            |text| without_lines(text, "credentials: true"),
        )
        .with(&[("format", "commonjs")]),
        Mutation::example(
            "the middleware after auth",
            "preflight is allowed",
            |text| moved(text, "app.use(corsPolicy);\n", "app.get(\"/\""),
        ),
    ];
}
