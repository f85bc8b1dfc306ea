//! Express with the `cors` package: one middleware, configured with arrays and regular expressions.
//!
//! Never a function for `origin` (it would lose `Vary` for blocked origins, and an error becomes a 500),
//! and never a single string (it would be sent to every origin).
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, Text, header_comment};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::node::{self, Module, OptionNames, Origins};
use super::{
    Difference, Group, Proof, Setup, Snippet, Target, TargetInfo, Unsupported, VersionsOf, express,
};
use crate::policy::{AllowHeaders, AllowMethods, Policy, SoundPolicy};
use crate::server::{App, Fault, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HeaderList, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "express-cors",
        label: "Express + cors",
        group: Group::Node,
        server: "Express",
        library: Some("cors"),
        language: Language::JAVASCRIPT,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: express::VERSIONS,
        options: node::OPTIONS,
        search: &["expressjs", "node", "javascript", "npm cors", "mern"],
    },
    docs: &[(
        "cors",
        "https://github.com/expressjs/cors#configuration-options",
    )],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[MUTATIONS, node::EXPRESS_MUTATIONS],
    render,
    respond,
    differences,
};

/// The version of the `cors` package that every version of Express here is run with.
const CORS: (&str, &str) = ("cors", "2.8.6");

const HANDLER_WINS: Rule = Rule {
    code: "handler-wins",
    text: "A handler that sets a CORS header or `Vary` itself with `res.set` or `res.writeHead` overwrites the one set here, for blocked origins too, and `res.append` adds a second line, which browsers block. Remove it there, and use `res.vary` for `Vary`.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &library::ANSWERS_EVERY_OPTIONS,
        &library::ANSWERS_BLOCKED_PREFLIGHTS,
        &library::SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &HANDLER_WINS,
        &node::READS_KNOWN_METHODS_ONLY,
        &library::EXPOSES_ON_PREFLIGHTS,
        &library::VARIES_ON_REQUEST_HEADERS_WHEN_BLOCKED,
        &library::OMITS_REQUEST_METHOD_FROM_VARY,
        &library::SENDS_LENGTH_OF_NOTHING,
        &library::JOINS_TIGHTLY,
    ];
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ",",
    name: |name| name.as_str().to_owned(),
};

pub(super) fn respond(
    policy: &SoundPolicy<'_>,
    _setup: &Setup,
    request: &HttpRequest,
    app: &App,
) -> Reply {
    if let Some(reply) = node::own_reply(&request.method) {
        return reply;
    }
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let mut ours = FORMAT.headers_of_any_response(policy, request);
    let origin = policy.varies_on_origin().then_some("Origin");
    if request.method == Method::options() {
        return Reply {
            answer: Ok(options_response(policy, request, ours, origin)),
            reached_app: false,
        };
    }
    append(&mut ours, "Vary", library::vary([origin]));
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

/// The response to every `OPTIONS`.
fn options_response(
    policy: &Policy,
    request: &HttpRequest,
    ours: HeaderList,
    origin: Option<&str>,
) -> HttpResponse {
    let mut response = HttpResponse::new(policy.preflight_status.status());
    response.headers = ours;
    let headers = &mut response.headers;
    let reflect = |name: &str| -> Option<HeaderValue> {
        let asked = request.headers.get(name);
        asked.filter(|value| !value.as_bytes().is_empty())
    };
    let methods = match &policy.methods {
        AllowMethods::Any if library::has_credentials(policy) => reflect(REQUEST_METHOD),
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(methods) => FORMAT.methods(methods),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => reflect(REQUEST_HEADERS),
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) => FORMAT.names(names),
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
    let text = middleware(policy, setup, &module, permalink);
    let packages = [CORS, ("express", setup.version.to_install())];
    Ok(Snippet {
        steps: node::express_steps(&module, policy, &packages),
        example: node::express_example(&module, policy, text.clone(), &packages),
        files: vec![module.snippet_file(node::express_context(&module), text)],
        notes: vec![NOTE.to_owned()],
    })
}

const NOTE: &str = "Don't add `app.options`: the middleware handles preflights of every path. In Express 5 `app.options('*', …)` throws when the app starts.";

fn middleware(policy: &Policy, setup: &Setup, module: &Module, permalink: Option<&str>) -> String {
    // With credentials `*` means nothing, and only a function knows the requested method.
    let reflects_method = library::reflects_method(policy);
    let indent = if reflects_method { "    " } else { "  " };
    let function = &module.function;
    let mut text = Text::default();
    text.line(header_comment(
        Language::JAVASCRIPT,
        &format!(
            "CORS for Express {} with cors. Call app.use({function}) before auth and routes.",
            setup.version.line
        ),
        permalink,
    ));
    text.line(module.import("cors", "cors"));
    text.line("");
    if module.origins == Origins::Environment {
        node::allow_list(&mut text, module.origins, policy, ("", ""));
        text.line("");
    }
    let export = module.export();
    if reflects_method {
        text.line(format!(
            "{export}const {function} = cors((request, callback) => {{"
        ));
        text.line("  callback(null, {");
    } else {
        text.line(format!("{export}const {function} = cors({{"));
    }
    node::origin_option(&mut text, policy, module.origins, indent);
    node::other_options(&mut text, policy, &NAMES, indent);
    if reflects_method {
        text.line("  });");
    }
    text.line("});");
    module.end(&mut text);
    text.finish()
}

const NAMES: OptionNames = OptionNames {
    requested_method: "request.get(\"Access-Control-Request-Method\") ?? \"\"",
    ..OptionNames::OF_CORS
};

const FIXES: &[(Fault, &str)] = &[
    (Fault::PreflightNotRouted, express::PREFLIGHT_NOT_ROUTED),
    (
        Fault::AuthenticationBeforeCors,
        express::AUTHENTICATION_BEFORE_CORS,
    ),
    (
        Fault::HeadersMissingOnErrors,
        express::HEADERS_MISSING_ON_ERRORS,
    ),
    (Fault::RedirectsToSlash, express::REDIRECTS_TO_SLASH),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Pass `origin` as a list, as the config does. The package then sends `Vary: Origin` on every response; with a function that returns `false` it sends none. Then clear the caches.";

#[cfg(feature = "proof")]
use mutations::MUTATIONS;

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
        Mutation::snippet(
            "a pattern that keeps its last position",
            ALLOW_ORIGIN,
            |text| text.replace("$/,", "$/g,").replace("$/]", "$/g]"),
        ),
        Mutation::snippet("no `Vary`", "vary", |text| {
            around(text, "inner(q, s, () => { s.removeHeader('Vary'); n(); })")
        }),
        Mutation::snippet(
            "no credentials",
            "access-control-allow-credentials",
            |text| without_lines(text, "credentials: true"),
        ),
        Mutation::snippet("the middleware after auth", "status", |text| {
            around(
                text,
                "q.path === '/auth' && !q.get('Authorization') ? s.sendStatus(401) : inner(q, s, n)",
            )
        }),
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
    ];

    /// The middleware with something around it.
    fn around(text: &str, call: &str) -> String {
        let inner = text.replace("export const corsPolicy =", "const inner =");
        if inner == text {
            return inner;
        }
        format!("{inner}export const corsPolicy = (q, s, n) => {call};\n")
    }
}
