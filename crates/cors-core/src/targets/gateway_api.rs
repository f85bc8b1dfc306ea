//! Kubernetes Gateway API: the CORS filter of an `HTTPRoute`. What every implementation has to do is known; what it
//! leaves to them is not documented.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::aws_cors::{self, Lists};
use super::documented::{self, Document, Whole, silent};
use super::language::{Language, Text, header_comment, yaml};
use super::library::{self, Format, REQUEST_HEADERS, REQUEST_METHOD};
use super::{
    Difference, Group, Proof, Setup, Snippet, Source, Target, TargetInfo, Unsupported, Version,
    VersionsOf,
};
use crate::policy::{
    AllowHeaders, AllowMethods, ExposeHeaders, HostPattern, Policy, PortPattern, SoundPolicy,
};
use crate::server::{App, Fault, Reply, append, is_cors_response_header};
use cors_http::{HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "gateway-api",
        label: "Kubernetes Gateway API",
        group: Group::Documented,
        server: SERVER,
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "Gateway API 1.5, CORS filter of HTTPRoute (GEP-1767)",
            url: DOCS,
            read: documented::READ,
        }),
        versions_of: VersionsOf::Server,
        versions: &[Version::documented("1.5")],
        options: &[],
        search: &[
            "kubernetes",
            "k8s",
            "httproute",
            "ingress",
            "envoy gateway",
            "nginx gateway fabric",
            "cilium",
        ],
    },
    docs: &[
        ("GEP-1767", DOCS),
        (
            "HTTPCORSFilter",
            "https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter",
        ),
    ],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const SERVER: &str = "Gateway API";
const DOCS: &str = "https://gateway-api.sigs.k8s.io/geps/gep-1767/";

/// What `allowMethods` takes, besides `*`.
const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
];
const MOST_ITEMS: usize = 64;
/// What the filter has without `maxAge`.
const DEFAULT_MAX_AGE: &str = "5";

const IMPLEMENTATIONS_DIFFER: Rule = Rule {
    code: "implementations-differ",
    text: "Not documented, and different between gateways: the status of a blocked preflight, an `OPTIONS` request that isn't a preflight, the headers of errors of the gateway itself and of responses to requests without `Origin`, and what becomes of CORS headers that your app sends.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const ALWAYS_SENDS_MAX_AGE: Rule = Rule {
    code: "always-sends-max-age",
    text: "Without a max age, `Access-Control-Max-Age: 5` is sent, which is what browsers assume anyway.",
    noticed_by: NoticedBy::Nobody,
    shows: |policy| policy.max_age.seconds().is_none(),
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &IMPLEMENTATIONS_DIFFER,
        &documented::VARY_NOT_DOCUMENTED,
        &documented::STATUS_NOT_DOCUMENTED,
        &documented::LISTS_SAFELISTED_METHODS,
        &ALWAYS_SENDS_MAX_AGE,
    ];
    difference::differences(rules, policy)
}

const LIST: Format = Format {
    separator: ", ",
    name: |name| name.as_str().to_owned(),
};

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    let Some(origin) = request.origin() else {
        return app.answer(request, documented::DEFAULTS);
    };
    if app.turns_away_before(request) {
        return silent(
            "whether auth of the gateway comes before its CORS filter",
            false,
        );
    }
    let allow_origin = aws_cors::allow_origin(policy, &origin);
    if request.is_cors_preflight_request() {
        return match allow_origin {
            None => Reply::unreached(Status::FORBIDDEN),
            Some(allow_origin) => Reply {
                answer: Ok(preflight(policy, request, allow_origin)),
                reached_app: false,
            },
        };
    }
    if request.method == Method::options() {
        return silent(
            "whether an `OPTIONS` request that isn't a preflight reaches the backend",
            false,
        );
    }
    let mut reply = app.answer(request, documented::DEFAULTS);
    if !reply.reached_app {
        return silent("which headers the errors of the gateway itself have", false);
    }
    if let Ok(response) = &mut reply.answer {
        let headers = &mut response.headers;
        if headers
            .iter()
            .any(|header| is_cors_response_header(&header.name))
        {
            return silent("what becomes of CORS headers that the backend sends", true);
        }
        if let Some(allow_origin) = allow_origin {
            for header in aws_cors::of_response(policy, allow_origin) {
                headers.append(header.name, header.value);
            }
        }
    }
    reply
}

fn preflight(policy: &Policy, request: &HttpRequest, allow_origin: HeaderValue) -> HttpResponse {
    let mut response = HttpResponse::new(policy.preflight_status.status());
    let headers = &mut response.headers;
    append(headers, "Access-Control-Allow-Origin", Some(allow_origin));
    append(
        headers,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
    let reflect = |name: &str| request.headers.get(name);
    let credentials = library::has_credentials(policy);
    let methods = match &policy.methods {
        AllowMethods::Any if credentials => reflect(REQUEST_METHOD),
        AllowMethods::Any => Some("*".into()),
        AllowMethods::Listed(_) => LIST.methods(&library::with_safelisted(&policy.methods)),
    };
    append(headers, "Access-Control-Allow-Methods", methods);
    let names = match &policy.headers {
        AllowHeaders::Any { .. } if credentials => reflect(REQUEST_HEADERS),
        AllowHeaders::Any { and_authorization } => LIST.any_header(*and_authorization),
        AllowHeaders::Listed(names) => LIST.names(names),
    };
    append(headers, "Access-Control-Allow-Headers", names);
    let max_age = library::max_age(policy);
    append(
        headers,
        "Access-Control-Max-Age",
        Some(max_age.unwrap_or_else(|| DEFAULT_MAX_AGE.to_owned())),
    );
    response
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    documented::rejects_null(policy, SERVER)?;
    documented::rejects_other_schemes(policy, SERVER)?;
    documented::rejects_stars_in_names(policy, SERVER)?;
    for family in documented::families(policy) {
        if family.port() == PortPattern::Any {
            return Unsupported::because(format!(
                "Gateway API has no wildcard for ports, and `{family}` has one. List the ports."
            ));
        }
        match family.host() {
            HostPattern::Exact(_) | HostPattern::Subdomains { .. } => {}
            HostPattern::InLabel { .. } => {
                return Unsupported::because(format!(
                    "The `*` of `{family}` is a part of a label, and in Gateway API it also covers dots. List the origins."
                ));
            }
        }
    }
    let odd = documented::method_that(policy, |method| !METHODS.contains(&method.as_str()));
    if let Some(method) = odd {
        return Unsupported::because(format!(
            "Gateway API takes a fixed list of methods, and `{method}` isn't in it. Remove it, or write it in uppercase."
        ));
    }
    let names_authorization = AllowHeaders::Any {
        and_authorization: true,
    };
    if policy.headers == names_authorization && !library::has_credentials(policy) {
        return Unsupported::because(
            "Gateway API rejects a list of headers that has `*` next to another, and `*` alone doesn't allow Authorization. List the headers.",
        );
    }
    if policy.max_age.seconds() == Some(0) {
        return Unsupported::because(
            "Gateway API takes a max age of at least 1 second. Use 1, or leave it out.",
        );
    }
    let exposed = match &policy.expose {
        ExposeHeaders::Any => 1,
        ExposeHeaders::Listed(names) => names.len(),
    };
    let lists = [
        ("exposed headers", exposed),
        ("origins", policy.origins.patterns().len()),
        ("headers", documented::names(policy).len()),
    ];
    for (what, count) in lists {
        if count > MOST_ITEMS {
            return Unsupported::because(format!(
                "Gateway API takes at most 64 {what}, and this policy has {count}. Shorten the list."
            ));
        }
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
            "CORS for Gateway API {}, as documented in {}.",
            setup.version.line,
            documented::READ
        ),
        permalink,
    ));
    text.line("filters:");
    text.line("  - type: CORS");
    text.line("    cors:");
    let Lists {
        origins,
        methods,
        headers,
        exposed,
    } = Lists::of(policy);
    let headers = match (&policy.headers, library::has_credentials(policy)) {
        // `*` next to another name is no wildcard.
        (AllowHeaders::Any { .. }, true) => vec![yaml::quote("*")],
        (AllowHeaders::Any { .. } | AllowHeaders::Listed(_), _) => headers,
    };
    for (key, items) in [
        ("allowOrigins", origins),
        ("allowMethods", methods),
        ("allowHeaders", headers),
        ("exposeHeaders", exposed),
    ] {
        if !items.is_empty() {
            yaml::sequence(&mut text, "      ", key, &items);
        }
    }
    if library::has_credentials(policy) {
        text.line("      allowCredentials: true");
    }
    if let Some(seconds) = policy.max_age.seconds() {
        text.line(format!("      maxAge: {seconds}"));
    }
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

const APPLY: &str = "kubectl apply -f route.yaml";

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this in each of the `rules:` of your `HTTPRoute`, next to `backendRefs`.",
    url: "https://api.example.com/",
    install: (
        "The gateway has to support the filter. This prints its features; look for `HTTPRouteCORS`.",
        Some("kubectl get gatewayclass -o jsonpath='{.items[*].status.supportedFeatures}'"),
    ),
    reload: ("Apply the route.", Some(APPLY)),
    undo: (
        "To take it out again, remove the filter from the route, then apply it.",
        Some(APPLY),
    ),
    example: Whole {
        path: "route.yaml",
        before: "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: api\nspec:\n  parentRefs:\n    - name: gateway\n  hostnames: [\"api.example.com\"]\n  rules:\n    - backendRefs:\n        - name: api\n          port: 80",
        indent: "      ",
        after: "",
        install: (
            "The example needs a Gateway named `gateway` and a Service named `api`.",
            Some("kubectl get gateway gateway && kubectl get service api"),
        ),
        reload: ("Apply it.", Some(APPLY)),
        undo: (
            "To end it, delete the route.",
            Some("kubectl delete -f route.yaml"),
        ),
    },
    notes: &[
        "Some gateways accept the route and ignore the filter. GKE Gateway, the AWS controller and Kong's operator didn't support it in 2026-11; Envoy Gateway 1.9, Istio 1.30, NGINX Gateway Fabric 2.5 and Cilium 1.20 did.",
        "A rule that matches by method has to match OPTIONS, too, or the filter never sees a preflight.",
        "Remove the CORS headers from your app. What a gateway does with them isn't documented.",
    ],
};

const FIXES: &[(Fault, &str)] = &[
    (
        Fault::PreflightNotRouted,
        "Let the rule match OPTIONS, too, and see in the status of the GatewayClass whether the gateway supports the filter (`HTTPRouteCORS`).",
    ),
    (
        Fault::ProxyDoublesHeaders,
        "Set the headers in one place only: remove them from the app, or remove the filter from the route.",
    ),
];
