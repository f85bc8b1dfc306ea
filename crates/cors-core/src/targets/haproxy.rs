//! HAProxy: rules for a `frontend` or a `backend`.
//!
//! The form avoids what is known to go wrong: no `req.hdr` for the origin (it splits at commas), no
//! `http-response` for our headers (HAProxy's own errors would lack them), and no request data in
//! `http-after-response` (it is gone by then).
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

mod config;
mod example;
mod fixes;
#[cfg(feature = "proof")]
mod mutations;
mod options;
mod steps;

use options::Scope;

use super::difference::{self, NoticedBy, Rule};
use super::language::Language;
use super::library;
use super::proxy::{self, Value};
use super::{
    Difference, Group, Proof, Setup, Snippet, SnippetFile, Target, TargetInfo, Unsupported,
    Version, VersionsOf,
};
use crate::policy::{AllowMethods, Policy, PreflightStatus, SoundPolicy};
use crate::server::{App, FrameworkDefaults, OnPanic, Reply, append};
use cors_http::{HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "haproxy",
        label: "HAProxy",
        group: Group::Proxy,
        server: "HAProxy",
        library: None,
        language: Language::HAPROXY,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[V3_2, V3_0, Version::pinned("2.6", "2.6.12")],
        options: options::ALL,
        search: &[
            "load balancer",
            "reverse proxy",
            "haproxy.cfg",
            "http-response set-header",
            "pfsense",
        ],
    },
    docs: &[("Documentation", "https://docs.haproxy.org/")],
    fixes: fixes::FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

const V3_2: Version = Version::moving("3.2");
const V3_0: Version = Version::pinned("3.0", "3.0.11");

/// HAProxy keeps 1,024 bytes of a response free for what is added to it.
const MOST_ADDED: usize = 900;
/// A response of HAProxy's own must fit into 16,384 bytes.
const LONGEST_PREFLIGHT: usize = 12_000;

const REJECTS_CONNECT: Rule = Rule {
    code: "rejects-connect",
    text: "`CONNECT` gets 400 before your app sees it. Browsers don't send it.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.methods == AllowMethods::Any,
};

const REFLECTS_THE_LAST_LINE: Rule = Rule {
    code: "reflects-the-last-line",
    text: "If a preflight has a reflected request header twice, only the last is reflected. Browsers never send two.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| library::reflects_method(policy) || library::reflects_headers(policy),
};

const CLOSES_AFTER_204: Rule = Rule {
    code: "closes-after-204",
    text: "After a preflight response with status 204, HAProxy 3.0 closes an HTTP/1.1 connection. Choose status 200 to keep it open.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.preflight_status == PreflightStatus::NoContent,
};

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    let of_204 = match setup.version {
        V3_2 => Some(&library::SENDS_LENGTH_OF_NOTHING),
        V3_0 => Some(&CLOSES_AFTER_204),
        _ => None,
    };
    let rules = [&REJECTS_CONNECT, &REFLECTS_THE_LAST_LINE];
    difference::differences(rules.into_iter().chain(of_204), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if request.method.as_str() == "CONNECT" {
        return Reply::unreached(Status::BAD_REQUEST);
    }
    let defaults = FrameworkDefaults {
        // HAProxy sees its upstream close the connection.
        panic: OnPanic::Answers(Status::BAD_GATEWAY),
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    let mut reply = proxy::respond(policy, request, app, defaults, Status::SERVICE_UNAVAILABLE);
    if request.is_cors_preflight_request()
        && let Ok(response) = &mut reply.answer
    {
        if setup.version == V3_2 && response.status == Status::NO_CONTENT {
            append(&mut response.headers, "Content-Length", Some("0"));
        }
        for (name, value) in proxy::of_preflights(policy) {
            let Value::Reflected(header) = value else {
                continue;
            };
            if response.headers.contains(name) {
                response.headers.retain(|header| !header.name.is(name));
                let last = request.headers.values(header).last();
                let last = last.filter(|value| !value.as_bytes().is_empty());
                append(&mut response.headers, name, last.cloned());
            }
        }
    }
    reply
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    check_lengths(policy)?;
    let scope = options::scope(&setup.options);
    let file = SnippetFile {
        path: options::path(&setup.options),
        language: Language::HAPROXY,
        context: scope.context().to_owned(),
        text: config::config(policy, setup, permalink),
    };
    Ok(Snippet {
        steps: steps::steps(policy, scope, &file),
        example: example::example(policy, setup, &file),
        notes: notes(scope),
        files: vec![file],
    })
}

fn check_lengths(policy: &Policy) -> Result<(), Unsupported> {
    let length = policy.expose.value().map_or(0, |names| names.len());
    if length > MOST_ADDED {
        return Unsupported::because(format!(
            "`Access-Control-Expose-Headers` would have {length} bytes, and HAProxy keeps room for about 1,000 in a response. Shorten the list, or expose every header."
        ));
    }
    let values = proxy::of_preflights(policy).into_iter();
    let length: usize = values
        .map(|(_, value)| match value {
            Value::Fixed(text) => text.len(),
            Value::Reflected(_) => 0,
        })
        .sum();
    if length > LONGEST_PREFLIGHT {
        return Unsupported::because(format!(
            "The headers of a preflight response would have {length} bytes, and HAProxy has room for about {LONGEST_PREFLIGHT}. Shorten the lists, or allow any."
        ));
    }
    Ok(())
}

/// What to know before deploying, the most important first. Each of these was tried on a running HAProxy.
fn notes(scope: Scope) -> Vec<String> {
    let mut notes = vec![
        "HAProxy runs rules in their order: keep these above `http-request auth`, `deny` and `redirect`.".to_owned(),
    ];
    match scope {
        Scope::Server => notes.push(
            "Use this once per `frontend`. For one API of several, or two policies, choose \"one backend\" and put each in a `backend` of its own.".to_owned(),
        ),
        Scope::Location => notes.push(
            "Rules of the `frontend` run before those of a `backend`: its `http-request auth`, `deny` and `redirect` still apply to preflights.".to_owned(),
        ),
    }
    notes
}
