//! nginx: maps for the `http` level and a flat list of headers for the `server` or `location` level.
//!
//! The form avoids what is known to go wrong: no `add_header` inside `if` (it would drop the outer ones),
//! no string keys (compared without case), no bare `return 403` (it would follow the site's
//! `error_page`), and every value is empty where the header must not be sent.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

mod example;
mod fixes;
mod maps;
#[cfg(feature = "proof")]
mod mutations;
mod notes;
mod options;
mod server;
mod steps;
mod values;

use std::borrow::Cow;

use options::{Choices, Scope};
use values::{Value, Values};

use super::difference::{self, NoticedBy, Rule};
use super::language::{Language, nginx as language};
use super::library::{self, READS_THE_FIRST_LINE};
use super::{
    Difference, Example, Group, Proof, Setup, Snippet, SnippetFile, Target, TargetInfo,
    Unsupported, Version, VersionsOf,
};
use crate::policy::{AllowMethods, Policy, SoundPolicy};
use crate::server::{App, FrameworkDefaults, OnPanic, Reply, respond_with, share};
use cors_http::{HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "nginx",
        label: "nginx",
        group: Group::Proxy,
        server: "nginx",
        library: None,
        language: Language::NGINX,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[V1_30, V1_26, V1_22],
        options: options::ALL,
        search: &[
            "reverse proxy",
            "proxy_pass",
            "php-fpm",
            "fastcgi",
            "uwsgi",
            "add_header",
            "openresty",
        ],
    },
    docs: &[
        (
            "add_header",
            "https://nginx.org/en/docs/http/ngx_http_headers_module.html",
        ),
        (
            "map",
            "https://nginx.org/en/docs/http/ngx_http_map_module.html",
        ),
    ],
    fixes: fixes::FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

/// The same without the full example, the steps and the differences, whose texts the page loads later.
pub(super) const PARTS_ONLY: Target = Target {
    fixes: &[],
    #[cfg(feature = "proof")]
    mutations: &[],
    render: render_parts,
    differences: |_, _| Vec::new(),
    ..TARGET
};

/// The first stable line that knows `add_header_inherit`.
const V1_30: Version = Version::moving("1.30");
const V1_26: Version = Version::pinned("1.26", "1.26.3");
const V1_22: Version = Version::pinned("1.22", "1.22.1");

/// Whether a level can keep the headers that it inherits next to its own: from 1.29.3 on.
fn merges_headers(version: Version) -> bool {
    version == V1_30
}

/// Whether the lines of a repeated request header are joined: from 1.23.0 on.
fn joins_lines(version: Version) -> bool {
    version != V1_22
}

/// Whether `CONNECT` is rejected when the request line is read, with 400 instead of 405.
fn takes_no_connect(version: Version) -> bool {
    version == V1_30
}

/// nginx reads its configuration through a buffer of 4,096 bytes, and a word must fit into it.
const LONGEST_VALUE: usize = 4_000;

const READS_UPPER_CASE_METHODS_ONLY: Rule = Rule {
    code: "reads-upper-case-methods-only",
    text: "A method that contains anything but A to Z, underscore and hyphen, such as `patch`, gets 400, although the preflight allows every method.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| policy.methods == AllowMethods::Any,
};

const REJECTS_TRACE_AND_CONNECT: Rule = Rule {
    code: "rejects-trace-and-connect",
    text: "`TRACE` and `CONNECT` get 405 or 400 before your app sees them. Browsers send neither.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.methods == AllowMethods::Any,
};

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    let first_line = (!joins_lines(setup.version)).then_some(&READS_THE_FIRST_LINE);
    let rules = [&READS_UPPER_CASE_METHODS_ONLY, &REJECTS_TRACE_AND_CONNECT];
    difference::differences(rules.into_iter().chain(first_line), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let Choices { upstream, scope } = Choices::of(setup);
    let is_connect = request.method.as_str() == "CONNECT";
    if !is_readable(&request.method) || is_connect && takes_no_connect(setup.version) {
        return own_response(policy, scope, Status::BAD_REQUEST, None);
    }
    let seen = if joins_lines(setup.version) {
        Cow::Borrowed(request)
    } else {
        library::first_lines(request)
    };
    if matches!(seen.method.as_str(), "TRACE" | "CONNECT") {
        let allow_origin = library::allow_origin(policy, &seen);
        return own_response(policy, scope, Status::METHOD_NOT_ALLOWED, allow_origin);
    }
    let defaults = FrameworkDefaults {
        panic: OnPanic::Answers(upstream.status_of_panic()),
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    respond_with(policy, &seen, app, defaults)
}

/// A response that nginx gives before it looks at any location.
fn own_response(
    policy: &Policy,
    scope: Scope,
    status: Status,
    allow_origin: Option<String>,
) -> Reply {
    let mut response = HttpResponse::new(status);
    match scope {
        Scope::Location => {}
        Scope::Server => {
            let any = policy.allow_origin_for(None);
            share(policy, allow_origin.or(any), &mut response);
        }
    }
    Reply {
        answer: Ok(response),
        reached_app: false,
    }
}

/// `ngx_http_parse_request_line`.
fn is_readable(method: &Method) -> bool {
    method
        .as_str()
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'))
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let mut snippet = render_parts(policy, setup, permalink)?;
    let values = Values::of(policy, &setup.options);
    snippet.example = example::example(policy, setup, &snippet.files);
    snippet.steps = steps::steps(policy, setup, &snippet.files);
    snippet.notes = notes::notes(policy, setup, &values);
    Ok(snippet)
}

/// The parts to paste, without the full example and what is said about them.
fn render_parts(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    if let AllowMethods::Listed(methods) = &policy.methods
        && let Some(method) = methods.iter().find(|method| !is_readable(method))
    {
        return Unsupported::because(format!(
            "nginx responds with 400 to the method `{method}` before it reads any config, because it accepts only the letters A to Z, underscore and hyphen. Remove it, or write it in uppercase."
        ));
    }
    let values = Values::of(policy, &setup.options);
    for (header, _, _, value) in values.rows() {
        if let Some(Value::Fixed(text)) = value
            && language::quote(text, &values.name("dollar")).len() > LONGEST_VALUE
        {
            return Unsupported::because(format!(
                "`{header}` would have {} bytes, and nginx accepts no word of more than about 4,000. Shorten the list, or allow any.",
                text.len()
            ));
        }
    }
    let maps = maps::maps(policy, setup, permalink, &values);
    let server = server::server(policy, setup, permalink, &values);
    let scope = Choices::of(setup).scope;
    let file = |part: &str, context: &str, text| SnippetFile {
        path: options::path(&setup.options, part),
        language: Language::NGINX,
        context: context.to_owned(),
        text,
    };
    let maps = maps.map(|text| {
        let context = "Put this in `http { }`, outside any `server { }`.";
        file(options::MAPS, context, text)
    });
    let server = file(options::SERVER, scope.context(), server);
    Ok(Snippet {
        files: maps.into_iter().chain([server]).collect(),
        steps: Vec::new(),
        example: Example::default(),
        notes: Vec::new(),
    })
}
