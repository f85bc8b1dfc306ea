//! axum with tower-http: one `CorsLayer`, with arrays for exact origins and a predicate in plain string
//! code for patterns, so that nothing but tower-http is needed.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::language::{Comment, Text, header_comment, rust as language};
use super::quirk::{self, Quirk};
use super::{
    Difference, ExampleFile, Group, Snippet, SnippetFile, Target, Unsupported, Version, library,
};
use crate::http::{HeaderName, HttpRequest, Method, Status};
use crate::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, HostPattern,
    OriginFamily, OriginPattern, Policy, PortPattern, SoundPolicy,
};
use crate::server::{App, Conduct, OnPanic, Reply};

pub(super) const TARGET: Target = Target {
    id: "axum-tower-http",
    label: "axum with tower-http",
    group: Group::Rust,
    language: "rust",
    versions: &[Version("0.7.1")],
    render,
    respond,
    differences,
};

fn quirks(_version: Version) -> &'static [Quirk] {
    &[
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
    ]
}

fn differences(policy: &SoundPolicy<'_>, version: Version) -> Vec<Difference> {
    quirk::differences(quirks(version), policy)
}

fn respond(policy: &SoundPolicy<'_>, version: Version, request: &HttpRequest, app: &App) -> Reply {
    let quirks = quirks(version);
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
fn render(policy: &SoundPolicy<'_>, version: Version) -> Result<Snippet, Unsupported> {
    let text = layer(policy, version);
    Ok(Snippet {
        example: vec![
            ExampleFile {
                path: "Cargo.toml".to_owned(),
                text: MANIFEST.replace("VERSION", version.0),
            },
            ExampleFile {
                path: "src/cors_policy.rs".to_owned(),
                text: text.clone(),
            },
            ExampleFile {
                path: "src/main.rs".to_owned(),
                text: MAIN.to_owned(),
            },
        ],
        files: vec![SnippetFile {
            path: "src/cors_policy.rs".to_owned(),
            context: "a module of its own: add `mod cors_policy;`, and make .layer(cors_policy::cors_layer()) the last call on the whole router, after its routes, its fallback and the layer that authenticates".to_owned(),
            text,
        }],
        notes: notes(),
    })
}

fn layer(policy: &Policy, version: Version) -> String {
    let credentials = policy.credentials == AllowCredentials::Yes;
    let families: Vec<&OriginFamily> = policy
        .origins
        .patterns()
        .iter()
        .filter_map(|pattern| match pattern {
            OriginPattern::Family(family) => Some(family),
            OriginPattern::Null | OriginPattern::Exact(_) => None,
        })
        .collect();
    let exact: Vec<String> = policy
        .origins
        .patterns()
        .iter()
        .filter(|pattern| !matches!(pattern, OriginPattern::Family(_)))
        .map(|pattern| language::quote(&pattern.to_string()))
        .collect();

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
        matchers(&exact, &families)
    };

    let mut text = Text::default();
    text.line(header_comment(
        Comment::Slashes,
        "CORS for axum with tower-http.",
        TARGET.id,
        "tower-http",
        version,
        policy,
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

/// The predicate, and those of its helpers that it uses.
fn matchers(exact: &[String], families: &[&OriginFamily]) -> String {
    let mut tests: Vec<String> = Vec::new();
    match exact {
        [] => {}
        [one] => tests.push(format!("origin == {one}")),
        _ => {
            let list = language::array("    ", exact);
            // The call stands on a line of its own after a list of several lines.
            let line = if list.contains('\n') { "\n    " } else { "" };
            tests.push(format!("{list}{line}.contains(&origin)"));
        }
    }
    tests.extend(families.iter().map(|family| family_test(family)));
    let mut text = Text::default();
    text.line("");
    text.line("/// Whether pages of this origin may read. Bytes are compared: browsers send origins in one spelling.");
    text.line("fn may_read(origin: &str) -> bool {");
    text.line(format!("    {}", tests.join("\n        || ")));
    text.line("}");
    let body = tests.join(" ");
    let helpers = [
        ("between(", BETWEEN),
        ("is_labels", IS_LABELS),
        ("is_part_of_label", IS_PART_OF_LABEL),
        ("without_port(", WITHOUT_PORT),
    ];
    for (call, helper) in helpers {
        if body.contains(call) {
            text.line("");
            text.line(helper);
        }
    }
    text.finish()
}

/// The same test as [`OriginPattern::matches`], in the snippet's own code.
fn family_test(family: &OriginFamily) -> String {
    let (origin, port) = match family.port() {
        PortPattern::Default => ("origin", String::new()),
        PortPattern::Exact(port) => ("origin", format!(":{port}")),
        PortPattern::Any => ("without_port(origin)", String::new()),
    };
    let scheme = family.scheme();
    match family.host() {
        HostPattern::Exact(host) => format!(
            "{origin} == {}",
            language::quote(&format!("{scheme}://{host}{port}"))
        ),
        HostPattern::Subdomains { base } => format!(
            "between({origin}, {}, {}).is_some_and(is_labels)",
            language::quote(&format!("{scheme}://")),
            language::quote(&format!(".{base}{port}"))
        ),
        HostPattern::InLabel { prefix, suffix } => format!(
            "between({origin}, {}, {}).is_some_and(is_part_of_label)",
            language::quote(&format!("{scheme}://{prefix}")),
            language::quote(&format!("{suffix}{port}"))
        ),
    }
}

const BETWEEN: &str = r"fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.strip_suffix(end)
}";

const IS_LABELS: &str = r"/// One or more labels with dots between them.
fn is_labels(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    })
}";

const IS_PART_OF_LABEL: &str = r"fn is_part_of_label(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}";

const WITHOUT_PORT: &str = r"/// Takes a colon and up to five digits off the end.
fn without_port(origin: &str) -> &str {
    match origin.rsplit_once(':') {
        Some((rest, port))
            if (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit()) =>
        {
            rest
        }
        _ => origin,
    }
}";

fn notes() -> Vec<String> {
    [
        "The order of the calls decides: the last .layer is the outermost. With the authentication outside, a preflight gets 401 and no CORS headers.",
        "A layer covers what was added to the router before it: routes, nested routers and the fallback that come after it have no CORS headers, and .route_layer never covers the fallback.",
    ]
    .map(str::to_owned)
    .to_vec()
}

const MANIFEST: &str = r#"[package]
name = "api"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = "0.8"
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
tower-http = { version = "VERSION", features = ["cors"] }
"#;

const MAIN: &str = r#"//! A whole application: `cargo run`.

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

mod cors_policy;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/", get(|| async { "hello, world" }))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn(authenticate))
        // Last, so that preflights are answered before the authentication.
        .layer(cors_policy::cors_layer());
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, app).await
}

async fn authenticate(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}
"#;
