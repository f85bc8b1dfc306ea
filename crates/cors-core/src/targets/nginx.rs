//! nginx: maps for the `http` level and a flat list of headers for the `server` level.
//!
//! The form avoids what is known to go wrong: no `add_header` inside `if` (it would drop the outer ones),
//! no string keys (compared without case), no bare `return 403` (it would follow the site's
//! `error_page`), and every value is empty where the header must not be sent.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

mod example;
mod maps;
mod notes;
mod server;
mod values;

use std::borrow::Cow;

use example::example;
use maps::maps;
use notes::notes;
use server::server;
use values::{Value, Values};

use super::language::nginx as language;
use super::quirk::{self, Quirk};
use super::{
    Difference, ExampleFile, Group, Setup, Snippet, SnippetFile, Target, Unsupported, Version,
};
use crate::policy::{AllowMethods, Policy, SoundPolicy};
use crate::server::{App, Conduct, OnPanic, Reply, respond_with, share};
use cors_http::{HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    id: "nginx",
    label: "nginx",
    group: Group::Proxy,
    language: "nginx",
    versions: &[Version("1.22.1")],
    options: &[],
    render,
    respond,
    differences,
};

/// The same without the complete example and the differences, for whoever does not want to carry their texts.
pub(super) const PARTS_ONLY: Target = Target {
    render: render_parts,
    differences: |_, _| Vec::new(),
    ..TARGET
};

/// nginx reads its configuration through a buffer of 4,096 bytes, and a word must fit into it.
const LONGEST_VALUE: usize = 4_000;

fn quirks(_version: Version) -> &'static [Quirk] {
    &[
        Quirk::ReadsUpperCaseMethodsOnly,
        Quirk::RefusesTraceAndConnect,
        Quirk::ReadsTheFirstLine,
    ]
}

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    quirk::differences(quirks(setup.version), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let quirks = quirks(setup.version);
    if quirks.contains(&Quirk::ReadsUpperCaseMethodsOnly) && !is_readable(&request.method) {
        return own_answer(policy, Status::BAD_REQUEST, None);
    }
    let seen = if quirks.contains(&Quirk::ReadsTheFirstLine) {
        quirk::first_lines(request)
    } else {
        Cow::Borrowed(request)
    };
    if quirks.contains(&Quirk::RefusesTraceAndConnect)
        && matches!(seen.method.as_str(), "TRACE" | "CONNECT")
    {
        let origin = seen.origin();
        return own_answer(
            policy,
            Status::METHOD_NOT_ALLOWED,
            origin.as_ref().map(cors_http::HeaderValue::as_bytes),
        );
    }
    let conduct = Conduct {
        // nginx sees its upstream close the connection.
        panic: OnPanic::Answers(Status::BAD_GATEWAY),
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    respond_with(policy, &seen, app, conduct)
}

/// An answer that nginx gives before it looks at any location.
fn own_answer(policy: &Policy, status: Status, origin: Option<&[u8]>) -> Reply {
    let mut response = HttpResponse::new(status);
    share(policy, policy.allow_origin_for(origin), &mut response);
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
    if let [maps, server] = snippet.files.as_slice() {
        snippet.example.push(ExampleFile {
            path: "nginx.conf".to_owned(),
            text: example(&maps.text, &server.text),
        });
    }
    Ok(snippet)
}

/// The parts to paste, without the complete example.
fn render_parts(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let version = setup.version;
    if let AllowMethods::Listed(methods) = &policy.methods
        && let Some(method) = methods.iter().find(|method| !is_readable(method))
    {
        return Err(Unsupported {
            reason: format!(
                "nginx answers 400 to the method `{method}` before it reads any configuration, because it takes only the letters A to Z, underscore and hyphen. Remove it, or write it so."
            ),
        });
    }
    let values = Values::of(policy);
    for (header, _, _, value) in values.rows() {
        if let Some(Value::Fixed(text)) = value
            && language::quote(text, &values.name("dollar")).len() > LONGEST_VALUE
        {
            return Err(Unsupported {
                reason: format!(
                    "{header} would have {} bytes, and nginx takes no word of more than about 4,000. Shorten the list, or allow any.",
                    text.len()
                ),
            });
        }
    }
    let maps = maps(policy, version, permalink, &values);
    let server = server(policy, version, permalink, &values);
    Ok(Snippet {
        example: Vec::new(),
        files: vec![
            SnippetFile {
                path: "cors-maps.conf".to_owned(),
                context: "in http { }, outside every server { }: nginx takes a map nowhere else".to_owned(),
                text: maps,
            },
            SnippetFile {
                path: "cors-server.conf".to_owned(),
                context: "in the server { } of the API, above its own return and rewrite lines; authentication may stand anywhere, because this answers a preflight before it".to_owned(),
                text: server,
            },
        ],
        notes: notes(policy, &values),
    })
}
