//! Caddy: one `route` for the Caddyfile, which is imported for responses and for errors.
//!
//! The form avoids what is known to go wrong: no directive outside `route` (Caddy would sort it behind auth), no
//! header without `defer` (the app's would be added to it), and no `header` matcher for the origin (of two lines
//! it takes either).
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

mod config;
mod example;
mod fixes;
#[cfg(feature = "proof")]
mod mutations;
mod steps;

use super::difference::{self, NoticedBy, Rule};
use super::language::Language;
use super::library;
use super::option::{NAME, name};
use super::proxy::{self, Value};
use super::{
    Difference, Group, Options, Proof, Setup, Snippet, SnippetFile, Target, TargetInfo,
    Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowMethods, SoundPolicy};
use crate::server::{App, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HeaderValue, HttpRequest, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "caddy",
        label: "Caddy",
        group: Group::Proxy,
        server: "Caddy",
        library: None,
        language: Language::CADDYFILE,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[Version::moving("2.11"), V2_6],
        options: &[NAME],
        search: &[
            "caddyfile",
            "caddy server",
            "reverse_proxy",
            "reverse proxy",
            "php_fastcgi",
            "frankenphp",
            "file_server",
        ],
    },
    docs: &[
        (
            "header",
            "https://caddyserver.com/docs/caddyfile/directives/header",
        ),
        (
            "handle_errors",
            "https://caddyserver.com/docs/caddyfile/directives/handle_errors",
        ),
    ],
    fixes: fixes::FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

const V2_6: Version = Version::pinned("2.6", "2.6.2");

/// Longer methods get 405 from Caddy 2.6 before it reads any config.
const LONGEST_METHOD: usize = 32;

fn is_too_long(method: &Method, version: Version) -> bool {
    version == V2_6 && method.as_str().len() > LONGEST_METHOD
}

const REJECTS_LONG_METHODS: Rule = Rule {
    code: "rejects-long-methods",
    text: "Caddy 2.6 gives 405 to methods of more than 32 characters before your app sees them.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.methods == AllowMethods::Any,
};

const JOINS_LINES_TIGHTLY: Rule = Rule {
    code: "joins-lines-tightly",
    text: "If a preflight has a reflected request header twice, both are reflected with a comma and no space between them. Browsers never send two.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| library::reflects_method(policy) || library::reflects_headers(policy),
};

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    let long_methods = (setup.version == V2_6).then_some(&REJECTS_LONG_METHODS);
    let rules = std::iter::once(&JOINS_LINES_TIGHTLY).chain(long_methods);
    difference::differences(rules, policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if is_too_long(&request.method, setup.version) {
        return Reply::unreached(Status::METHOD_NOT_ALLOWED);
    }
    let defaults = FrameworkDefaults {
        // Caddy sees its upstream close the connection.
        panic: OnPanic::Answers(Status::BAD_GATEWAY),
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    let mut reply = proxy::respond(policy, request, app, defaults, Status::BAD_GATEWAY);
    if request.is_cors_preflight_request()
        && let Ok(response) = &mut reply.answer
    {
        for (name, value) in proxy::of_preflights(policy) {
            let Value::Reflected(header) = value else {
                continue;
            };
            if response.headers.contains(name) {
                let lines: Vec<&[u8]> = request
                    .headers
                    .values(header)
                    .map(HeaderValue::as_bytes)
                    .collect();
                let joined = HeaderValue::from_bytes(&lines.join(&b","[..]));
                response.headers.retain(|header| !header.name.is(name));
                append(&mut response.headers, name, Some(joined));
            }
        }
    }
    reply
}

fn path(options: &Options) -> String {
    match name(options) {
        None => "cors.caddy".to_owned(),
        Some(name) => format!("cors-{name}.caddy"),
    }
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    if let AllowMethods::Listed(methods) = &policy.methods
        && let Some(method) = methods.iter().find(|one| is_too_long(one, setup.version))
    {
        return Unsupported::because(format!(
            "Caddy 2.6 responds with 405 to the method `{method}` before it reads any config, because it has more than {LONGEST_METHOD} characters. Remove it, or use a newer Caddy."
        ));
    }
    let file = SnippetFile {
        path: path(&setup.options),
        language: Language::CADDYFILE,
        context: "Save this next to your Caddyfile. Import it at the top of a `route { }` that holds your site's directives, and in `handle_errors { }`.".to_owned(),
        text: config::config(policy, setup, permalink),
    };
    Ok(Snippet {
        steps: steps::steps(policy, &file),
        example: example::example(policy, setup, &file),
        notes: NOTES.iter().map(|&note| note.to_owned()).collect(),
        files: vec![file],
    })
}

/// What to know before deploying, the most important first. Each of these was tried on a running Caddy.
const NOTES: [&str; 3] = [
    "Outside `route { }`, Caddy sorts directives, and `redir`, `rewrite` and `basic_auth` run before this.",
    "With `handle_errors`, error responses of Caddy itself have no body, as without it. If you have a `handle_errors` already, import the file at its top.",
    "Use this once per path. For two policies, put each in a `handle` of its own with the directives that it applies to, and give each a name.",
];
