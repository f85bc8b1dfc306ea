//! Koa with `@koa/cors`: one middleware, whose origin is a function that gives back an allowed origin.
//!
//! Never a string for `origin` (it would be sent to every origin), and never an empty `allowHeaders` (it
//! would allow every header).
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::node::{self, Module, NoHeaders, OptionNames, OriginFunction};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, SoundPolicy};
use crate::server::{App, Failure, Fault, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HeaderList, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "koa",
        label: "Koa + @koa/cors",
        group: Group::Node,
        server: "Koa",
        library: Some("@koa/cors"),
        language: Language::JAVASCRIPT,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[
            Version::pinned("3", "3.3.0"),
            Version::pinned("2", "2.16.4"),
        ],
        options: node::OPTIONS,
        search: &["koajs", "koa2-cors", "node", "javascript", "middleware"],
    },
    docs: &[("@koa/cors", "https://github.com/koajs/cors#corsoptions")],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

/// The version of the package that every version of Koa here is run with.
const CORS: (&str, &str) = ("@koa/cors", "5.0.0");

const PASSES_BLOCKED_PREFLIGHTS: Rule = Rule {
    code: "passes-blocked-preflights",
    text: "A preflight from an origin that isn't allowed goes to your app, without CORS headers, instead of getting 403. Browsers block it whatever the app responds.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const OWN_OPTIONS_WITHOUT_HEADERS: Rule = Rule {
    code: "own-options-without-headers",
    text: "The response to an `OPTIONS` request that isn't a preflight has no CORS headers, so code on another origin can't read it.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const ERRORS_WITHOUT_VARY: Rule = Rule {
    code: "errors-without-vary",
    text: "An error that your app throws, also with `ctx.throw`, loses `Vary: Origin` if the origin isn't allowed or isn't sent. Set `ctx.status` instead where a cache may store the response.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const HANDLER_WINS: Rule = Rule {
    code: "handler-wins",
    text: "A handler that sets a CORS header or `Vary` itself with `ctx.set` overwrites the one set here, for blocked origins too, and `ctx.append` adds a second line, which browsers block. Remove it there, and use `ctx.vary` for `Vary`.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &PASSES_BLOCKED_PREFLIGHTS,
        &OWN_OPTIONS_WITHOUT_HEADERS,
        &ERRORS_WITHOUT_VARY,
        &HANDLER_WINS,
        &node::READS_KNOWN_METHODS_ONLY,
        &library::TAKES_PREFLIGHTS_WITHOUT_ORIGIN,
        &library::ALWAYS_ANSWERS_204,
        &library::LISTS_ORIGIN_ALONE,
        &library::VARIES_WITHOUT_NEED,
        &library::OMITS_REFLECTED_FROM_VARY,
        &library::JOINS_TIGHTLY,
    ];
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ",",
    name: |name| name.as_str().to_owned(),
};

/// On every response, except errors that are thrown for a blocked origin.
const VARY: &str = "Origin";

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if let Some(reply) = node::own_reply(&request.method) {
        return reply;
    }
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let allow_origin = library::allow_origin(policy, request);
    let is_options = request.method == Method::options();
    if is_options && allow_origin.is_some() && sent(request, REQUEST_METHOD).is_some() {
        return Reply {
            answer: Ok(preflight_response(policy, request, allow_origin)),
            reached_app: false,
        };
    }
    let is_granted = !is_options && allow_origin.is_some();
    let mut ours = HeaderList::new();
    if is_granted {
        append(&mut ours, "Access-Control-Allow-Origin", allow_origin);
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
    let is_thrown = match app.failure {
        // Those that read bodies throw what is too large for them.
        Some(Failure::Panics | Failure::BodyTooLarge) => true,
        Some(Failure::Unreachable) | None => false,
    };
    if is_granted || !is_thrown {
        append(&mut ours, "Vary", Some(VARY));
    }
    let defaults = FrameworkDefaults {
        panic: OnPanic::Answers(Status::INTERNAL_SERVER_ERROR),
        other_method: Status::NOT_FOUND,
    };
    let mut reply = app.answer(request, defaults);
    if let Ok(response) = &mut reply.answer {
        library::give_way(&mut response.headers, ours);
    }
    reply
}

fn sent(request: &HttpRequest, name: &str) -> Option<HeaderValue> {
    let value = request.headers.get(name);
    value.filter(|value| !value.as_bytes().is_empty())
}

fn preflight_response(
    policy: &Policy,
    request: &HttpRequest,
    allow_origin: Option<String>,
) -> HttpResponse {
    let mut response = HttpResponse::new(Status::NO_CONTENT);
    let headers = &mut response.headers;
    append(headers, "Access-Control-Allow-Origin", allow_origin);
    append(
        headers,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
    let methods = match &policy.methods {
        AllowMethods::Any if library::has_credentials(policy) => sent(request, REQUEST_METHOD),
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(methods) => FORMAT.methods(methods),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => {
            sent(request, REQUEST_HEADERS)
        }
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) if names.is_empty() => Some("Origin".into()),
        AllowHeaders::Listed(names) => FORMAT.names(names),
    };
    append(headers, "Access-Control-Allow-Headers", names);
    append(headers, "Access-Control-Max-Age", library::max_age(policy));
    append(headers, "Vary", Some(VARY));
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
    let text = middleware(policy, setup, &module, permalink);
    let packages = [CORS, ("koa", setup.version.to_install())];
    let function = &module.function;
    let place = format!(
        "Save `{}` next to your app file, add `{}` and call `app.use({function})` right after `new Koa()`, before auth, body parsers and routes.",
        module.path(),
        module.import_policy(),
    );
    Ok(Snippet {
        steps: module.steps(
            policy,
            node::install(&packages),
            format!("{place} For one path only, call `app.use((ctx, next) => (ctx.path.startsWith(\"/api/\") ? {function}(ctx, next) : next()))`. A second policy needs a name of its own."),
            format!("To take it out again, remove those two lines and `{}`.", module.path()),
        ),
        example: module.example(policy, text.clone(), &packages, &[("Koa", "koa")], SERVER),
        files: vec![module.snippet_file(place, text)],
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
    })
}

const NOTES: [&str; 2] = [
    "Keep `keepHeadersOnError` on, as it is by default: Koa drops all headers of an error that is thrown, and the package adds its own again.",
    "Don't route `OPTIONS` yourself, such as with `router.options` or `router.allowedMethods()` above this: the middleware handles the preflights of every path.",
];

const NAMES: OptionNames = OptionNames {
    methods: "allowMethods",
    headers: "allowHeaders",
    expose: "exposeHeaders",
    status: None,
    requested_method: "ctx.get(\"Access-Control-Request-Method\")",
    no_headers: NoHeaders::OriginAlone,
    // The package leaves out the number 0.
    seconds: |seconds| match seconds {
        0 => "\"0\"".to_owned(),
        _ => seconds.to_string(),
    },
};

fn middleware(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    let function = &module.function;
    let mut text = Text::default();
    text.line(header_comment(
        Language::JAVASCRIPT,
        &format!(
            "CORS for Koa {} with @koa/cors. Call app.use({function}) before auth and routes.",
            setup.version.line
        ),
        permalink,
    ));
    text.line(module.import("cors", CORS.0));
    text.line("");
    if matches!(policy.origins, AllowOrigin::Listed(_)) {
        node::allow_list(&mut text, module.origins, policy, ("", ""));
        text.line("");
    }
    let export = module.export();
    // With credentials `*` means nothing, and the package takes no function for the methods.
    let reflects_method = library::reflects_method(policy);
    let indent = if reflects_method { "    " } else { "  " };
    if reflects_method {
        text.line(format!("{export}const {function} = (ctx, next) =>"));
        text.line("  cors({");
    } else {
        text.line(format!("{export}const {function} = cors({{"));
    }
    match policy.origins {
        AllowOrigin::Any => text.line(format!("{indent}origin: \"*\",")),
        AllowOrigin::Listed(_) => ORIGIN.write(&mut text, policy, indent),
    }
    node::other_options(&mut text, policy, &NAMES, indent);
    text.line(if reflects_method {
        "  })(ctx, next);"
    } else {
        "});"
    });
    module.end(&mut text);
    text.finish()
}

const ORIGIN: OriginFunction = OriginFunction {
    parameter: "ctx",
    origin: Some("ctx.get(\"Origin\")"),
    blocked: "\"\"",
};

const SERVER: &str = r#"IMPORTS

const app = new Koa();

// First, so that preflights are handled before auth and errors get the headers too.
app.use(POLICY);

app.use((ctx, next) => {
  if (ctx.get("Authorization") === "") {
    ctx.throw(401);
  }
  return next();
});

app.use((ctx) => {
  if (ctx.path === "/") {
    ctx.body = { hello: "world" };
  }
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${port}/`);
});
"#;

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Call `app.use(…)` with the policy above the routes and `router.allowedMethods()`. It handles the preflights of every path; `router.get` and `router.put` don't.",
    ),
    (
        Fault::AuthenticationBeforeCors,
        "Call `app.use(…)` with the policy above the middleware that checks tokens or sessions.",
    ),
    (
        Fault::HeadersMissingOnErrors,
        "Call `app.use(…)` with the policy above everything that throws, and keep `keepHeadersOnError` on: Koa drops the headers of an error that is thrown, and the package adds them again. Then look in the log for the error itself.",
    ),
    (
        Fault::RedirectsToSlash,
        "Write the slash in your code's URL, or set `strict: false` in the router so that both paths are the same route.",
    ),
    (Fault::VaryMissingOwnCache, FIX_OF_VARY),
    (Fault::VaryMissingSharedCache, FIX_OF_VARY),
];

const FIX_OF_VARY: &str = "Add to `Vary` with `ctx.vary`, not with `ctx.set`, which overwrites the `Vary: Origin` of @koa/cors. Then clear the caches.";

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
            text.replace("return isAllowed ? origin : \"\"", "return origin")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| without_lines(text, "credentials: true"),
        ),
        Mutation::snippet("errors without headers", ALLOW_ORIGIN, |text| {
            text.replace("cors({", "cors({ keepHeadersOnError: false,")
        }),
        Mutation::snippet(
            "all headers instead of the list",
            "access-control-allow-headers",
            |text| without_lines(text, "allowHeaders"),
        ),
        Mutation::snippet(
            "an origin of the environment that is not compared",
            ALLOW_ORIGIN,
            |text| text.replace("one === ctx.get(\"Origin\")", "one !== \"\""),
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
            |text| moved(text, "app.use(corsPolicy);\n", "app.use((ctx) => {"),
        ),
    ];
}
