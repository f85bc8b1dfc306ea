//! Apache httpd: one list of directives that works in a virtual host, a location and an `.htaccess` file.
//!
//! The form avoids what is known to go wrong: no `RewriteRule` for preflights (outside a virtual host it runs after
//! auth), no header without `always` (errors would lack it), no `%{HTTP:…}` (which changes `Vary`), no
//! `SetEnvIf` (its variables are not there yet when `<If>` is evaluated).
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

mod config;
mod example;
mod fixes;
#[cfg(feature = "proof")]
mod mutations;
mod notes;
mod options;
mod steps;

use options::{Choices, Scope, Upstream};

use super::difference::{self, NoticedBy, Rule};
use super::language::Language;
use super::{
    Difference, Group, Proof, Setup, Snippet, SnippetFile, Target, TargetInfo, Unsupported,
    Version, VersionsOf, proxy,
};
use crate::policy::{AllowMethods, Policy, SoundPolicy};
use crate::server::{App, FrameworkDefaults, OnPanic, Reply, share};
use cors_http::{HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "apache",
        label: "Apache httpd",
        group: Group::Proxy,
        server: "Apache httpd",
        library: None,
        language: Language::APACHE,
        proof: Proof::Run,
        versions_of: VersionsOf::Server,
        versions: &[Version::pinned("2.4", "2.4.68")],
        options: options::ALL,
        search: &[
            "apache2",
            ".htaccess",
            "mod_headers",
            "header set",
            "virtualhost",
            "reverse proxy",
            "proxypass",
            "shared hosting",
            "xampp",
            "php",
        ],
    },
    docs: &[
        (
            "Header",
            "https://httpd.apache.org/docs/2.4/mod/mod_headers.html",
        ),
        ("<If>", "https://httpd.apache.org/docs/2.4/mod/core.html#if"),
    ],
    fixes: fixes::FIXES,
    #[cfg(feature = "proof")]
    mutations: &[mutations::MUTATIONS],
    render,
    respond,
    differences,
};

const TAKES_TRACE_AND_CONNECT: Rule = Rule {
    code: "takes-trace-and-connect",
    text: "`CONNECT` gets 400 before your app sees it, and `TRACE` gets 200 where Apache serves files. Browsers send neither.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.methods == AllowMethods::Any,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    difference::differences([&TAKES_TRACE_AND_CONNECT], policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let Choices { upstream, scope } = Choices::of(setup);
    let is_of_folder = upstream == Upstream::Static || scope == Scope::Htaccess;
    match request.method.as_str() {
        "CONNECT" => return own_response(policy, scope),
        // Its response comes before a folder's config is read.
        "TRACE" if is_of_folder => return Reply::unreached(Status::OK),
        _ => {}
    }
    let reply = |app: &App, other_method: Status| {
        let defaults = FrameworkDefaults {
            panic: OnPanic::Answers(upstream.status_of_panic()),
            other_method,
        };
        proxy::respond(policy, request, app, defaults, Status::SERVICE_UNAVAILABLE)
    };
    match (upstream, &app.methods) {
        (Upstream::Static, Some(methods)) => reply(
            &App {
                methods: Some(methods_of_files(methods)),
                ..app.clone()
            },
            status_of_other(&request.method),
        ),
        (Upstream::Http | Upstream::PhpFpm | Upstream::Static | Upstream::Several, _) => {
            reply(app, Status::METHOD_NOT_ALLOWED)
        }
    }
}

/// Of an `.htaccess` file Apache reads lines of 8,190 bytes.
const LONGEST_LINE: usize = 8_000;

/// The bytes of the longest line, with those that go on with it.
fn longest_line(text: &str) -> Option<usize> {
    let joined = text.replace(" \\\n", "   ");
    joined.lines().map(str::len).max()
}

/// The response to what Apache can't read, before it looks at any location.
fn own_response(policy: &Policy, scope: Scope) -> Reply {
    let mut response = HttpResponse::new(Status::BAD_REQUEST);
    match scope {
        Scope::Location | Scope::Htaccess => {}
        Scope::Server => share(policy, policy.allow_origin_for(None), &mut response),
    }
    Reply {
        answer: Ok(response),
        reached_app: false,
    }
}

/// A file that can be got is also sent to `POST`, and `OPTIONS` gets a response.
fn methods_of_files(methods: &[Method]) -> Vec<Method> {
    let others = ["POST", "OPTIONS"];
    let others = others.iter().filter_map(|name| Method::parse(name).ok());
    methods.iter().cloned().chain(others).collect()
}

/// What a file says to a method that isn't for files: Apache knows these methods.
fn status_of_other(method: &Method) -> Status {
    const KNOWN: [&str; 22] = [
        "PUT",
        "DELETE",
        "PATCH",
        "PROPFIND",
        "PROPPATCH",
        "MKCOL",
        "COPY",
        "MOVE",
        "LOCK",
        "UNLOCK",
        "VERSION-CONTROL",
        "CHECKOUT",
        "UNCHECKOUT",
        "CHECKIN",
        "UPDATE",
        "LABEL",
        "REPORT",
        "MKWORKSPACE",
        "MKACTIVITY",
        "BASELINE-CONTROL",
        "MERGE",
        "POST",
    ];
    if KNOWN.contains(&method.as_str()) {
        Status::METHOD_NOT_ALLOWED
    } else {
        Status::NOT_IMPLEMENTED
    }
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let choices = Choices::of(setup);
    let text = config::config(policy, setup, permalink);
    if choices.scope == Scope::Htaccess
        && let Some(length) = longest_line(&text).filter(|length| *length > LONGEST_LINE)
    {
        return Unsupported::because(format!(
            "A line would have {length} bytes, and Apache reads no line of more than about 8,000 from `.htaccess`. Shorten the lists, or put the config in the virtual host."
        ));
    }
    let file = SnippetFile {
        path: options::path(&setup.options, choices.scope),
        language: Language::APACHE,
        context: choices.scope.context().to_owned(),
        text,
    };
    Ok(Snippet {
        steps: steps::steps(policy, choices.scope, &file),
        example: example::example(policy, setup, &file),
        notes: notes::notes(policy, choices),
        files: vec![file],
    })
}
