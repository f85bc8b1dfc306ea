//! Istio: the CORS policy of a `VirtualService`, which Envoy carries out.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::aws_cors::Lists;
use super::documented::{self, Document, Whole};
use super::language::{Language, Text, header_comment, yaml};
use super::library::{self, Format, REQUEST_HEADERS};
use super::{
    Difference, Group, Proof, Setup, Snippet, Source, Target, TargetInfo, Unsupported, Version,
    VersionsOf,
};
use crate::policy::{
    AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, OriginPattern, Policy, SoundPolicy,
};
use crate::server::{App, Fault, Reply, append};
use cors_http::{HeaderList, HttpRequest, HttpResponse, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "istio",
        label: "Istio",
        group: Group::Documented,
        server: "Istio",
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "Istio 1.30, CorsPolicy of VirtualService, and Envoy's CORS filter",
            url: DOCS,
            read: documented::READ,
        }),
        versions_of: VersionsOf::Server,
        versions: &[Version::documented("1.30")],
        options: &[],
        search: &[
            "kubernetes",
            "k8s",
            "envoy",
            "service mesh",
            "virtualservice",
            "corspolicy",
        ],
    },
    docs: &[("CorsPolicy", DOCS)],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const DOCS: &str =
    "https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy";

const NEVER_VARIES: Rule = Rule {
    code: "never-varies",
    text: "`Vary: Origin` is never sent. A cache may serve the response for one origin to another, which browsers block. Add it with `headers.response.add` of the route, or let caches include `Origin` in their key.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const PASSES_BLOCKED_PREFLIGHTS: Rule = Rule {
    code: "passes-blocked-preflights",
    text: "A preflight from an origin that isn't allowed goes to your app. CORS headers that your app sends reach that origin: remove them there.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const REFLECTS_ANY_ORIGIN: Rule = Rule {
    code: "reflects-any-origin",
    text: "The requested origin is sent back where the reference response has `*`, and nothing without `Origin`.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| !policy.varies_on_origin(),
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &NEVER_VARIES,
        &PASSES_BLOCKED_PREFLIGHTS,
        &REFLECTS_ANY_ORIGIN,
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
    let origin = request.origin().filter(|origin| {
        let allowed = policy.allow_origin_for(Some(origin.as_bytes()));
        allowed.is_some()
    });
    let Some(origin) = origin else {
        return app.answer(request, documented::DEFAULTS);
    };
    let mut ours = HeaderList::new();
    append(&mut ours, "Access-Control-Allow-Origin", Some(origin));
    append(
        &mut ours,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
    if request.is_cors_preflight_request() {
        let mut response = HttpResponse::new(Status::OK);
        response.headers = ours;
        lists(policy, request, &mut response.headers);
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
        library::replace(&mut response.headers, ours);
    }
    reply
}

fn lists(policy: &Policy, request: &HttpRequest, headers: &mut HeaderList) {
    let methods = match &policy.methods {
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(methods) => FORMAT.methods(methods),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if library::has_credentials(policy) => {
            request.headers.get(REQUEST_HEADERS)
        }
        AllowHeaders::Any { and_authorization } => FORMAT.any_header(*and_authorization),
        AllowHeaders::Listed(names) => FORMAT.names(names),
    };
    append(headers, "Access-Control-Allow-Headers", names);
    append(headers, "Access-Control-Max-Age", library::max_age(policy));
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    if library::reflects_method(policy) {
        return Unsupported::because(
            "Istio sends `*` for any method, and with credentials browsers don't read it as a wildcard. List the methods.",
        );
    }
    Ok(())
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
            "CORS for Istio {}, as documented in {}.",
            setup.version.line,
            documented::READ
        ),
        permalink,
    ));
    text.line("corsPolicy:");
    text.line("  allowOrigins:");
    for origin in origins(policy) {
        text.line(format!("    - {origin}"));
    }
    let Lists {
        headers, exposed, ..
    } = Lists::of(policy);
    let methods = match &policy.methods {
        AllowMethods::Any => vec![yaml::quote("*")],
        AllowMethods::Listed(methods) => methods
            .iter()
            .map(|method| yaml::quote(method.as_str()))
            .collect(),
    };
    let headers = match (&policy.headers, library::has_credentials(policy)) {
        // Only a star alone is replaced by the requested names.
        (AllowHeaders::Any { .. }, true) => vec![yaml::quote("*")],
        (AllowHeaders::Any { .. } | AllowHeaders::Listed(_), _) => headers,
    };
    for (key, items) in [
        ("allowMethods", methods),
        ("allowHeaders", headers),
        ("exposeHeaders", exposed),
    ] {
        if !items.is_empty() {
            yaml::sequence(&mut text, "  ", key, &items);
        }
    }
    if library::has_credentials(policy) {
        text.line("  allowCredentials: true");
    }
    if let Some(seconds) = policy.max_age.seconds() {
        text.line(format!("  maxAge: {seconds}s"));
    }
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

/// Each as a matcher. Regular expressions match the whole origin.
fn origins(policy: &Policy) -> Vec<String> {
    let AllowOrigin::Listed(patterns) = &policy.origins else {
        return vec!["regex: \".*\"".to_owned()];
    };
    let matcher = |pattern: &OriginPattern| match pattern {
        OriginPattern::Null | OriginPattern::Exact(_) => {
            format!("exact: {}", yaml::quote(&pattern.to_string()))
        }
        OriginPattern::Family(family) => format!("regex: {}", yaml::regex(family)),
    };
    patterns.iter().map(matcher).collect()
}

const APPLY: &str = "kubectl apply -f service.yaml";

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this in each of the `http:` routes of your `VirtualService`, next to `route`.",
    url: "https://api.example.com/",
    install: (
        "Istio is all this needs. See which version runs.",
        Some("istioctl version"),
    ),
    reload: ("Apply the VirtualService.", Some(APPLY)),
    undo: (
        "To take it out again, remove `corsPolicy` from the VirtualService, then apply it.",
        Some(APPLY),
    ),
    example: Whole {
        path: "service.yaml",
        before: "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: api\nspec:\n  hosts: [\"api.example.com\"]\n  gateways: [\"gateway\"]\n  http:\n    - route:\n        - destination:\n            host: api",
        indent: "      ",
        after: "",
        install: (
            "The example needs an Istio Gateway named `gateway` and a Service named `api`.",
            Some("kubectl get gateways.networking.istio.io gateway && kubectl get service api"),
        ),
        reload: ("Apply it.", Some(APPLY)),
        undo: (
            "To end it, delete the VirtualService.",
            Some("kubectl delete -f service.yaml"),
        ),
    },
    notes: &[
        "A `RequestAuthentication` that requires a token runs before CORS, so a preflight gets 403. Leave OPTIONS out of its `AuthorizationPolicy`.",
        "Write no `prefix` for an origin: `https://app.example.com` also begins `https://app.example.com.evil.example`.",
    ],
};

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::AuthenticationBeforeCors,
        "Leave OPTIONS out of the `AuthorizationPolicy` that requires a token. It runs before CORS.",
    ),
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
];

const VARY: &str = "Add `Vary: Origin` to every response, with `headers.response.add` of the route. Istio doesn't send it. Then clear the caches.";
