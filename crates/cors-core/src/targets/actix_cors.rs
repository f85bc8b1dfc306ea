//! actix-web with actix-cors: one `Cors` as its users write it, with `allowed_origin` for exact origins and
//! a function in plain string code for patterns.
//!
//! Never `allow_any_method` (it means nine methods), and `*` only where reflecting means the same.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::language::{Comment, Text, header_comment, rust as language};
use super::quirk::{self, Quirk};
use super::{Difference, Group, Setup, Snippet, Target, Unsupported, Version, library, rust};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, SoundPolicy,
};
use crate::server::{App, Reply};
use cors_http::{HeaderName, HttpRequest, Status};

pub(super) const TARGET: Target = Target {
    id: "actix-cors",
    label: "actix-web with actix-cors",
    group: Group::Rust,
    language: "rust",
    versions: &[Version("0.7.2")],
    options: &[],
    render,
    respond,
    differences,
};

fn quirks(_version: Version) -> &'static [Quirk] {
    &[
        Quirk::RefusesWith400,
        Quirk::RefusesUnlisted,
        Quirk::ListsSafelistedMethods,
        Quirk::AlwaysAnswers200,
        Quirk::TakesPreflightsWithoutOrigin,
        Quirk::SendsWildcardToOriginsOnly,
        Quirk::TellsRefusedOriginsOnAnswers,
        Quirk::HandlerFillsIn,
        Quirk::MergesFirstVary,
        Quirk::ActixPanicCloses,
        Quirk::VariesOnAllThree,
        Quirk::ReflectsAnyHeader,
        Quirk::ReflectsEmptyLists,
        Quirk::ReadsSomeMethodsOnly,
        Quirk::ReadsTheFirstLine,
        Quirk::ListsInAnyOrder,
        Quirk::WritesLowerCase,
    ]
}

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    quirk::differences(quirks(setup.version), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let quirks = quirks(setup.version);
    if quirks.contains(&Quirk::ReadsSomeMethodsOnly)
        && !rust::actix::is_readable(request.method.as_str())
    {
        return Reply::unreached(Status::BAD_REQUEST);
    }
    let app = &rust::actix::with_own_head(app, request);
    library::respond(policy, request, app, quirks, rust::actix::conduct(quirks))
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let version = setup.version;
    rust::actix::check_methods(policy)?;
    let unsupported = |reason: &str| {
        Err(Unsupported {
            reason: reason.to_owned(),
        })
    };
    if policy.methods == AllowMethods::Any {
        return unsupported(
            "actix-cors cannot allow any method: allow_any_method means nine methods, and a preflight that asks for another gets 400. List the methods, or take the form written by hand.",
        );
    }
    let only_without_authorization = AllowHeaders::Any {
        and_authorization: false,
    };
    if policy.headers == only_without_authorization && policy.credentials == AllowCredentials::No {
        return unsupported(
            "actix-cors sends no Access-Control-Allow-Headers: *. It reflects whatever is asked for, which allows Authorization too. Add Authorization beside *, or list the headers.",
        );
    }
    Ok(rust::package(
        rust::actix::manifest(
            rust::actix::ACTIX_WEB,
            &format!("actix-cors = \"{}\"\n", version.0),
        ),
        rust::actix::main("cors_policy::cors()"),
        cors(policy, version, permalink),
        "a module of its own: add `mod cors_policy;`, and make .wrap(cors_policy::cors()) the last .wrap on the App, after the one that authenticates",
        &rust::actix::NOTES,
    ))
}

/// As many origins as are written one by one before they become a list.
const CHAINED: usize = 8;

fn cors(policy: &Policy, version: Version, permalink: Option<&str>) -> String {
    let families = rust::families(&policy.origins);
    let exact = rust::exact(&policy.origins);
    let chained = exact.len() <= CHAINED;
    let mut calls: Vec<String> = Vec::new();
    match policy.origins {
        AllowOrigin::Any => {
            calls.extend(["allow_any_origin()", "send_wildcard()"].map(str::to_owned));
        }
        AllowOrigin::Listed(_) => {
            if chained {
                calls.extend(
                    exact
                        .iter()
                        .map(|origin| format!("allowed_origin({origin})")),
                );
            }
            if !families.is_empty() {
                calls.push(
                    "allowed_origin_fn(|origin, _| origin.to_str().is_ok_and(may_read))".to_owned(),
                );
            }
        }
    }
    calls.push(with_array("allowed_methods", &methods(policy)));
    match &policy.headers {
        AllowHeaders::Any { .. } => calls.push("allow_any_header()".to_owned()),
        AllowHeaders::Listed(list) if list.is_empty() => {}
        AllowHeaders::Listed(list) => calls.push(with_array("allowed_headers", &names(list))),
    }
    match &policy.expose {
        ExposeHeaders::Any => calls.push(with_array("expose_headers", &[language::quote("*")])),
        ExposeHeaders::Listed(list) if list.is_empty() => {}
        ExposeHeaders::Listed(list) => calls.push(with_array("expose_headers", &names(list))),
    }
    if policy.credentials == AllowCredentials::Yes {
        calls.push("supports_credentials()".to_owned());
    }
    if let Some(seconds) = policy.max_age.seconds() {
        calls.push(format!("max_age({seconds})"));
    }

    let mut text = Text::default();
    text.line(header_comment(
        Comment::Slashes,
        "CORS for actix-web with actix-cors.",
        "actix-cors",
        version,
        permalink,
    ));
    text.line("use actix_cors::Cors;");
    text.line("");
    if !chained {
        text.line(format!(
            "const ORIGINS: [&str; {}] = {};",
            exact.len(),
            language::array("", &exact)
        ));
        text.line("");
    }
    text.line("/// The last .wrap on the App, so that it is the outermost: preflights are answered before");
    text.line("/// authentication, and errors carry the headers too.");
    text.line("pub fn cors() -> Cors {");
    if chained {
        text.line("    Cors::default()");
    } else {
        text.line("    let cors = Cors::default();");
        text.line(
            "    let cors = ORIGINS.iter().fold(cors, |cors, origin| cors.allowed_origin(origin));",
        );
        text.line("    cors");
    }
    for call in calls {
        text.line(format!("{INDENT}.{call}"));
    }
    text.line("}");
    let matchers = if families.is_empty() {
        String::new()
    } else {
        rust::may_read(&[], &families)
    };
    text.finish() + &matchers
}

/// The indent of a call.
const INDENT: &str = "        ";

fn with_array(name: &str, items: &[String]) -> String {
    format!("{name}({})", language::array(INDENT, items))
}

/// What the policy lists, and the methods that need no permission in a browser but do here.
fn methods(policy: &Policy) -> Vec<String> {
    library::with_safelisted(&policy.methods)
        .iter()
        .map(|method| language::quote(method.as_str()))
        .collect()
}

fn names(names: &[HeaderName]) -> Vec<String> {
    names
        .iter()
        .map(|name| language::quote(name.as_str()))
        .collect()
}
