//! axum with tower-http: one `CorsLayer`, with arrays for exact origins and a predicate in plain string
//! code for patterns, so that nothing but tower-http is needed.
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
use crate::server::{App, Conduct, OnPanic, Reply};
use cors_http::{HeaderName, HttpRequest, Method, Status};

pub(super) const TARGET: Target = Target {
    id: "axum-tower-http",
    label: "axum with tower-http",
    group: Group::Rust,
    language: "rust",
    versions: &[Version("0.7.1"), Version("0.6.11")],
    options: &[],
    render,
    respond,
    differences,
};

fn quirks(version: Version) -> &'static [Quirk] {
    const NEWEST: &[Quirk] = &[
        Quirk::AnswersEveryOptions,
        Quirk::AlwaysAnswers200,
        Quirk::AnswersRefusedPreflights,
        Quirk::TellsRefusedOrigins,
        Quirk::HandlerFillsIn,
        Quirk::PanicCloses,
        Quirk::VariesEverywhere,
        Quirk::ReflectsEmptyLists,
        Quirk::ReadsTheFirstLine,
        Quirk::JoinsTightly,
        Quirk::WritesLowerCase,
    ];
    const BEFORE_0_7: &[Quirk] = &[
        Quirk::AnswersEveryOptions,
        Quirk::AlwaysAnswers200,
        Quirk::AnswersRefusedPreflights,
        Quirk::TellsRefusedOrigins,
        Quirk::HandlerFillsIn,
        Quirk::PanicCloses,
        Quirk::VariesOnAllThree,
        Quirk::ReflectsEmptyLists,
        Quirk::ReadsTheFirstLine,
        Quirk::JoinsTightly,
        Quirk::WritesLowerCase,
    ];
    if version.0.starts_with("0.6.") {
        BEFORE_0_7
    } else {
        NEWEST
    }
}

fn differences(policy: &SoundPolicy<'_>, setup: &Setup) -> Vec<Difference> {
    quirk::differences(quirks(setup.version), policy)
}

fn respond(policy: &SoundPolicy<'_>, setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let quirks = quirks(setup.version);
    let conduct = Conduct {
        panic: if quirks.contains(&Quirk::PanicCloses) {
            OnPanic::Closes
        } else {
            OnPanic::Answers(Status::INTERNAL_SERVER_ERROR)
        },
        other_method: Status::METHOD_NOT_ALLOWED,
    };
    library::respond(policy, request, app, quirks, conduct)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "other targets cannot express every sound policy"
)]
fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    let version = setup.version;
    Ok(rust::package(
        rust::axum::manifest(
            "0.8",
            &format!(
                "tower-http = {{ version = \"{}\", features = [\"cors\"] }}\n",
                version.0
            ),
        ),
        rust::axum::main("cors_policy::cors_layer()"),
        layer(policy, version, permalink),
        "a module of its own: add `mod cors_policy;`, and make .layer(cors_policy::cors_layer()) the last call on the whole router, after its routes, its fallback and the layer that authenticates",
        &rust::axum::NOTES,
    ))
}

fn layer(policy: &Policy, version: Version, permalink: Option<&str>) -> String {
    let credentials = policy.credentials == AllowCredentials::Yes;
    let families = rust::families(&policy.origins);
    let exact = rust::exact(&policy.origins);
    let mut calls: Vec<String> = Vec::new();
    match (&policy.origins, families.is_empty()) {
        (AllowOrigin::Any, _) => calls.push("allow_origin(Any)".to_owned()),
        (AllowOrigin::Listed(_), true) => calls.push(with_array(
            "allow_origin",
            &wrap("HeaderValue::from_static", &exact),
        )),
        (AllowOrigin::Listed(_), false) => {
            calls.push("allow_origin(AllowOrigin::predicate(|origin, _| {\n            origin.to_str().is_ok_and(may_read)\n        }))".to_owned());
        }
    }
    match &policy.methods {
        AllowMethods::Any if credentials => {
            calls.push("allow_methods(AllowMethods::mirror_request())".to_owned());
        }
        AllowMethods::Any => calls.push("allow_methods(Any)".to_owned()),
        AllowMethods::Listed(methods) if methods.is_empty() => {}
        AllowMethods::Listed(methods) => {
            let items: Vec<String> = methods.iter().map(method).collect();
            calls.push(with_array("allow_methods", &items));
        }
    }
    match &policy.headers {
        AllowHeaders::Any { .. } if credentials => {
            calls.push("allow_headers(AllowHeaders::mirror_request())".to_owned());
        }
        AllowHeaders::Any {
            and_authorization: true,
        } => {
            let items = ["*", "authorization"].map(language::quote);
            calls.push(with_array(
                "allow_headers",
                &wrap("HeaderName::from_static", &items),
            ));
        }
        AllowHeaders::Any {
            and_authorization: false,
        } => calls.push("allow_headers(Any)".to_owned()),
        AllowHeaders::Listed(names) if names.is_empty() => {}
        AllowHeaders::Listed(list) => calls.push(with_array("allow_headers", &names(list))),
    }
    match &policy.expose {
        ExposeHeaders::Any => calls.push("expose_headers(Any)".to_owned()),
        ExposeHeaders::Listed(names) if names.is_empty() => {}
        ExposeHeaders::Listed(list) => calls.push(with_array("expose_headers", &names(list))),
    }
    if credentials {
        calls.push("allow_credentials(true)".to_owned());
    }
    if let Some(seconds) = policy.max_age.seconds() {
        calls.push(format!("max_age(Duration::from_secs({seconds}))"));
    }
    let body = if let [call] = calls.as_slice() {
        // One call stays beside what it is called on.
        format!("    CorsLayer::new().{}", call.replace("\n    ", "\n"))
    } else {
        let lines: Vec<String> = calls
            .iter()
            .map(|call| format!("\n{INDENT}.{call}"))
            .collect();
        format!("    CorsLayer::new(){}", lines.concat())
    };
    let matchers = if families.is_empty() {
        String::new()
    } else {
        rust::may_read(&exact, &families)
    };

    let mut text = Text::default();
    text.line(header_comment(
        Comment::Slashes,
        "CORS for axum with tower-http.",
        "tower-http",
        version,
        permalink,
    ));
    if body.contains("Duration::") {
        text.line("use std::time::Duration;");
        text.line("");
    }
    let used = |names: &[&'static str]| -> Vec<&'static str> {
        names
            .iter()
            .filter(|name| {
                body.contains(&format!("{name}::")) || body.contains(&format!("({name})"))
            })
            .copied()
            .collect()
    };
    let http = used(&["HeaderName", "HeaderValue", "Method"]);
    if !http.is_empty() {
        text.line(format!("use axum::http::{};", braces(&http)));
    }
    let mut cors = used(&["AllowHeaders", "AllowMethods", "AllowOrigin", "Any"]);
    cors.push("CorsLayer");
    text.line(format!("use tower_http::cors::{};", braces(&cors)));
    text.line("");
    text.line("/// The last layer of the router, so that it is the outermost: preflights are answered before");
    text.line("/// authentication, and errors carry the headers too.");
    text.line("pub fn cors_layer() -> CorsLayer {");
    text.line(body);
    text.line("}");
    text.finish() + &matchers
}

fn braces(names: &[&str]) -> String {
    match names {
        [name] => (*name).to_owned(),
        _ => format!("{{{}}}", names.join(", ")),
    }
}

/// The indent of a call on the layer.
const INDENT: &str = "        ";

fn with_array(name: &str, items: &[String]) -> String {
    format!("{name}({})", language::array(INDENT, items))
}

fn wrap(function: &str, arguments: &[String]) -> Vec<String> {
    arguments
        .iter()
        .map(|argument| language::call(INDENT, function, argument))
        .collect()
}

/// `from_static` takes lower case only.
fn names(names: &[HeaderName]) -> Vec<String> {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| language::quote(&name.to_lowercase()))
        .collect();
    wrap("HeaderName::from_static", &quoted)
}

fn method(method: &Method) -> String {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "TRACE"
        | "CONNECT") => format!("Method::{known}"),
        other => format!(
            "Method::from_bytes(b{}).expect(\"a token is a method\")",
            language::quote(other)
        ),
    }
}
