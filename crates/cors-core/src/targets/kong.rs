//! Kong Gateway: the `cors` plugin in a declarative file. Known from the plugin's source.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::aws_cors::Lists;
use super::documented::{self, Document, Whole};
use super::language::{Language, Text, header_comment, yaml};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::{
    Difference, Group, Proof, Setup, Snippet, Source, Target, TargetInfo, Unsupported, Version,
    VersionsOf,
};
use crate::policy::{
    AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, OriginPattern, Policy, SoundPolicy,
};
use crate::server::{App, Fault, Reply, append};
use cors_http::{HeaderList, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "kong",
        label: "Kong Gateway",
        group: Group::Documented,
        server: "Kong Gateway",
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "Kong Gateway 3, CORS plugin and its source",
            url: DOCS,
            read: documented::READ,
        }),
        versions_of: VersionsOf::Server,
        versions: &[Version::documented("3")],
        options: &[],
        search: &["api gateway", "konnect", "deck", "kong.yml", "plugin"],
    },
    docs: &[
        ("CORS plugin", DOCS),
        (
            "handler.lua",
            "https://github.com/Kong/kong/blob/master/kong/plugins/cors/handler.lua",
        ),
    ],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const DOCS: &str = "https://developer.konghq.com/plugins/cors/";

/// What `methods` takes.
const METHODS: [&str; 9] = [
    "GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT",
];

const SENDS_HEADERS_WITHOUT_ORIGIN: Rule = Rule {
    code: "sends-headers-to-blocked-origins-on-responses",
    text: "A request without `Origin`, or from an origin that isn't allowed, gets Allow-Credentials and Expose-Headers, but no Allow-Origin. Browsers block it anyway.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| library::has_credentials(policy) || policy.expose.value().is_some(),
};

const COMPARES_WITHOUT_PATH: Rule = Rule {
    code: "compares-scheme-host-and-port",
    text: "Of a value that is no origin, such as one with a path or `:443`, only scheme, host and port count. Browsers send no such value.",
    noticed_by: NoticedBy::Nobody,
    shows: Policy::varies_on_origin,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &library::ANSWERS_BLOCKED_PREFLIGHTS,
        &library::SENDS_HEADERS_TO_BLOCKED_ORIGINS,
        &SENDS_HEADERS_WITHOUT_ORIGIN,
        &COMPARES_WITHOUT_PATH,
        &documented::LISTS_SAFELISTED_METHODS,
        &library::OMITS_REQUEST_METHOD_FROM_VARY,
        &library::ALWAYS_ANSWERS_200,
        &library::JOINS_TIGHTLY,
    ];
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ",",
    name: |name| name.as_str().to_owned(),
};

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let is_preflight = request.method == Method::options()
        && request.headers.contains("Origin")
        && request.headers.contains(REQUEST_METHOD);
    let allow_origin = allow_origin(policy, request);
    let vary = policy.varies_on_origin().then_some("Origin");
    let mut ours = HeaderList::new();
    append(&mut ours, "Vary", vary);
    append(&mut ours, "Access-Control-Allow-Origin", allow_origin);
    append(
        &mut ours,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
    if is_preflight {
        let mut response = HttpResponse::new(Status::OK);
        response.headers = ours;
        let headers = &mut response.headers;
        append(
            headers,
            "Access-Control-Allow-Headers",
            names(policy, request),
        );
        append(
            headers,
            "Access-Control-Allow-Methods",
            FORMAT.methods(&methods(policy)),
        );
        append(headers, "Access-Control-Max-Age", library::max_age(policy));
        return Reply {
            answer: Ok(response),
            reached_app: false,
        };
    }
    let exposed = match &policy.expose {
        ExposeHeaders::Any => Some("*".into()),
        ExposeHeaders::Listed(names) => FORMAT.names(names),
    };
    append(&mut ours, "Access-Control-Expose-Headers", exposed);
    let mut reply = app.answer(request, documented::DEFAULTS);
    if let Ok(response) = &mut reply.answer {
        // Without a match, the one of the app is cleared.
        response
            .headers
            .retain(|header| !header.name.is("Access-Control-Allow-Origin"));
        library::replace(&mut response.headers, ours);
    }
    reply
}

/// The origin as it is sent back: its path is cut, and a default port.
fn allow_origin(policy: &Policy, request: &HttpRequest) -> Option<HeaderValue> {
    if policy.origins == AllowOrigin::Any {
        return Some("*".into());
    }
    let sent = request.origin()?.to_latin1();
    let (scheme, rest) = sent.split_once("://").unwrap_or(("", &sent));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = match scheme {
        "http" => host.strip_suffix(":80").unwrap_or(host),
        "https" => host.strip_suffix(":443").unwrap_or(host),
        _ => host,
    };
    let normalized = if scheme.is_empty() {
        host.to_owned()
    } else {
        format!("{scheme}://{host}")
    };
    policy
        .allow_origin_for(Some(normalized.as_bytes()))
        .map(HeaderValue::from)
}

fn methods(policy: &Policy) -> Vec<Method> {
    library::with_safelisted(&policy.methods)
}

fn names(policy: &Policy, request: &HttpRequest) -> Option<HeaderValue> {
    match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => {
            request.headers.get(REQUEST_HEADERS)
        }
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) if names.is_empty() => {
            Some(documented::SAFELISTED_HEADER.into())
        }
        AllowHeaders::Listed(names) => FORMAT.names(names),
    }
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    if policy.methods == AllowMethods::Any {
        return Unsupported::because(
            "The cors plugin of Kong can't allow any method: without a list it means nine of them. List the methods.",
        );
    }
    let odd = documented::method_that(policy, |method| !METHODS.contains(&method.as_str()));
    if let Some(method) = odd {
        return Unsupported::because(format!(
            "The cors plugin of Kong takes a fixed list of methods, and `{method}` isn't in it. Remove it, or write it in uppercase."
        ));
    }
    if let Some(origin) = ipv6(policy) {
        return Unsupported::because(format!(
            "The cors plugin of Kong takes the brackets off an IPv6 address before it compares, so `{origin}` never matches. Remove it, or let your app send the headers."
        ));
    }
    documented::rejects_null(policy, "the cors plugin of Kong")
}

fn ipv6(policy: &Policy) -> Option<String> {
    let mut origins = policy.origins.patterns().iter().map(ToString::to_string);
    origins.find(|origin| origin.contains('['))
}

fn render(
    policy: &SoundPolicy<'_>,
    setup: &Setup,
    permalink: Option<&str>,
) -> Result<Snippet, Unsupported> {
    check(policy)?;
    let mut text = Text::default();
    text.line(header_comment(
        Language::YAML,
        &format!(
            "CORS for Kong Gateway {}, as documented in {}.",
            setup.version.line,
            documented::READ
        ),
        permalink,
    ));
    text.line("plugins:");
    text.line("  - name: cors");
    text.line("    config:");
    let Lists {
        methods,
        headers,
        exposed,
        ..
    } = Lists::of(policy);
    let headers = match &policy.headers {
        // Without a list, the requested names are sent back.
        AllowHeaders::Any { .. } if library::has_credentials(policy) => Vec::new(),
        AllowHeaders::Listed(names) if names.is_empty() => {
            vec![yaml::quote(documented::SAFELISTED_HEADER)]
        }
        AllowHeaders::Any { .. } | AllowHeaders::Listed(_) => headers,
    };
    for (key, items) in [
        ("origins", origins(policy)),
        ("methods", methods),
        ("headers", headers),
        ("exposed_headers", exposed),
    ] {
        if !items.is_empty() {
            yaml::sequence(&mut text, "      ", key, &items);
        }
    }
    if library::has_credentials(policy) {
        text.line("      credentials: true");
    }
    if let Some(seconds) = policy.max_age.seconds() {
        text.line(format!("      max_age: {seconds}"));
    }
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

/// A single plain origin would be sent to everyone, so it is written as a regular expression.
fn origins(policy: &Policy) -> Vec<String> {
    let AllowOrigin::Listed(patterns) = &policy.origins else {
        return vec![yaml::quote("*")];
    };
    let is_alone = patterns.len() == 1;
    // Anything with another character is taken for a regular expression.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '-');
    let entry = |pattern: &OriginPattern| match pattern {
        OriginPattern::Family(family) => yaml::regex(family),
        OriginPattern::Null | OriginPattern::Exact(_) => {
            let text = pattern.to_string();
            if is_alone || !text.chars().all(is_plain) {
                yaml::regex_of_text(&text)
            } else {
                yaml::quote(&text)
            }
        }
    };
    patterns.iter().map(entry).collect()
}

const SYNC: &str = "deck gateway sync kong.yaml";

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this in your declarative file under the service or route of your API, next to its `name`.",
    url: "https://api.example.com/",
    install: (
        "decK writes the file to the gateway. See whether it reaches it.",
        Some("deck gateway ping"),
    ),
    reload: (
        "Check the file and write it to the gateway.",
        Some("deck file validate kong.yaml && deck gateway sync kong.yaml"),
    ),
    undo: (
        "To take it out again, remove the plugin from the file, then write it to the gateway.",
        Some(SYNC),
    ),
    example: Whole {
        path: "kong.yaml",
        before: "_format_version: \"3.0\"\nservices:\n  - name: api\n    url: http://127.0.0.1:3000",
        indent: "    ",
        after: "    routes:\n      - name: api\n        paths: [\"/\"]",
        install: (
            "decK writes the file to the gateway. See whether it reaches it.",
            Some("deck gateway ping"),
        ),
        reload: ("Write it to the gateway.", Some(SYNC)),
        undo: (
            "To end it, remove everything from the gateway that the file has.",
            Some("deck gateway reset"),
        ),
    },
    notes: &[
        "A route that is limited by `methods` has to list OPTIONS, or Kong responds to a preflight with 404.",
        "A single plain origin would be sent to everyone, so it is written as a regular expression. Kong anchors it at both ends.",
        "The plugin runs before auth plugins and replaces the `Access-Control-Allow-Origin` of your app.",
    ],
};

const FIXES: &[(Fault, &str)] = &[(
    Fault::PreflightNotRouted,
    "Add OPTIONS to the `methods` of the route. Without it, Kong responds to a preflight with 404.",
)];
