//! ingress-nginx: its annotations. The project ended in March 2026, so this is for moving away from it. Known from
//! its documentation and source.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the registry's function types take the witness by reference"
)]

use super::difference::{self, NoticedBy, Rule};
use super::documented::{self, Document, Whole};
use super::language::{Language, Text, header_comment, yaml};
use super::library::{self, Format};
use super::{
    Difference, Group, Proof, Setup, Snippet, Source, Target, TargetInfo, Unsupported, Version,
    VersionsOf,
};
use crate::policy::{
    AllowHeaders, AllowMethods, AllowOrigin, ExposeHeaders, Policy, PreflightStatus, SoundPolicy,
};
use crate::server::{App, Fault, Reply, append};
use cors_http::{HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, Status};

pub(super) const TARGET: Target = Target {
    info: TargetInfo {
        id: "ingress-nginx",
        label: "ingress-nginx (ended)",
        group: Group::Documented,
        server: SERVER,
        library: None,
        language: Language::YAML,
        proof: Proof::Documented(Source {
            title: "ingress-nginx 1.15, annotations and source",
            url: DOCS,
            read: documented::READ,
        }),
        versions_of: VersionsOf::Server,
        versions: &[Version::documented("1.15")],
        options: &[],
        search: &[
            "kubernetes",
            "k8s",
            "ingress",
            "annotations",
            "enable-cors",
            "nginx.ingress.kubernetes.io",
        ],
    },
    docs: &[("Annotations, Enable CORS", DOCS)],
    fixes: FIXES,
    #[cfg(feature = "proof")]
    mutations: &[],
    render,
    respond,
    differences,
};

const SERVER: &str = "ingress-nginx";
const DOCS: &str = "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors";

/// What browsers assume without a max age. The annotation's own default is 20 days.
const DEFAULT_MAX_AGE: u32 = 5;

const NEVER_VARIES: Rule = Rule {
    code: "never-varies",
    text: "`Vary: Origin` is never sent. A cache may serve the response for one origin to another, which browsers block. Let caches include `Origin` in their key.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const COMPARES_THE_END: Rule = Rule {
    code: "compares-the-end",
    text: "Origins are compared without regard to case, and only their end. No web page has an origin that this allows by mistake; an app with a scheme of its own, such as `xhttps`, may have one.",
    noticed_by: NoticedBy::Nobody,
    shows: Policy::varies_on_origin,
};

const ANSWERS_OPTIONS_OF_ALLOWED_ORIGINS: Rule = Rule {
    code: "handles-every-options",
    text: "Every `OPTIONS` request from an allowed origin is handled as a preflight, so an `OPTIONS` route of your app never runs for it.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

const PASSES_BLOCKED_PREFLIGHTS: Rule = Rule {
    code: "passes-blocked-preflights",
    text: "A preflight from an origin that isn't allowed goes to your app. CORS headers that your app sends reach that origin: remove them there.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

const SENDS_LISTS_EVERYWHERE: Rule = Rule {
    code: "sends-preflight-headers-on-responses",
    text: "Allow-Methods, Allow-Headers and Max-Age are also sent on responses that aren't preflight responses, and Expose-Headers on those that are. Neither has an effect.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

fn differences(policy: &SoundPolicy<'_>, _setup: &Setup) -> Vec<Difference> {
    let rules = [
        &NEVER_VARIES,
        &PASSES_BLOCKED_PREFLIGHTS,
        &ANSWERS_OPTIONS_OF_ALLOWED_ORIGINS,
        &documented::LISTS_SAFELISTED_METHODS,
        &COMPARES_THE_END,
        &SENDS_LISTS_EVERYWHERE,
    ];
    difference::differences(rules, policy)
}

const FORMAT: Format = Format {
    separator: ", ",
    name: |name| name.as_str().to_owned(),
};

fn respond(policy: &SoundPolicy<'_>, _setup: &Setup, request: &HttpRequest, app: &App) -> Reply {
    if app.turns_away_before(request) {
        return Reply::unreached(Status::UNAUTHORIZED);
    }
    let Some(allow_origin) = allow_origin(policy, request) else {
        return app.answer(request, documented::DEFAULTS);
    };
    let ours = cors_headers(policy, allow_origin);
    if request.method == Method::options() {
        let mut response = HttpResponse::new(Status::NO_CONTENT);
        response.headers = ours;
        return Reply {
            answer: Ok(response),
            reached_app: false,
        };
    }
    let mut reply = app.answer(request, documented::DEFAULTS);
    if let Ok(response) = &mut reply.answer {
        library::replace(&mut response.headers, ours);
    }
    reply
}

/// A regular expression that ignores case and is anchored at its end alone.
fn allow_origin(policy: &Policy, request: &HttpRequest) -> Option<HeaderValue> {
    if policy.origins == AllowOrigin::Any {
        return Some("*".into());
    }
    let origin = request.origin()?;
    let sent = origin.to_latin1().to_ascii_lowercase();
    let patterns = policy.origins.patterns();
    patterns
        .iter()
        .any(|pattern| sent.ends_with(&pattern.to_string()))
        .then_some(origin)
}

fn cors_headers(policy: &Policy, allow_origin: HeaderValue) -> HeaderList {
    let mut headers = HeaderList::new();
    append(
        &mut headers,
        "Access-Control-Allow-Origin",
        Some(allow_origin),
    );
    append(
        &mut headers,
        "Access-Control-Allow-Credentials",
        library::credentials(policy),
    );
    append(
        &mut headers,
        "Access-Control-Allow-Methods",
        FORMAT.methods(&methods(policy)),
    );
    append(
        &mut headers,
        "Access-Control-Allow-Headers",
        FORMAT.names(&names(policy)),
    );
    let exposed = match &policy.expose {
        ExposeHeaders::Any => Some("*".into()),
        ExposeHeaders::Listed(names) => FORMAT.names(names),
    };
    append(&mut headers, "Access-Control-Expose-Headers", exposed);
    append(
        &mut headers,
        "Access-Control-Max-Age",
        Some(max_age(policy).to_string()),
    );
    headers
}

fn methods(policy: &Policy) -> Vec<Method> {
    library::with_safelisted(&policy.methods)
}

/// Without a list, a default one with `Authorization` is sent.
fn names(policy: &Policy) -> Vec<HeaderName> {
    match documented::names(policy) {
        [] => vec![HeaderName::literal(documented::SAFELISTED_HEADER)],
        names => names.to_vec(),
    }
}

fn max_age(policy: &Policy) -> u32 {
    policy.max_age.seconds().unwrap_or(DEFAULT_MAX_AGE)
}

fn check(policy: &Policy) -> Result<(), Unsupported> {
    if let Some(family) = documented::families(policy).next() {
        return Unsupported::because(format!(
            "In ingress-nginx `*` means one label, and `{family}` means more. List the origins, or move to the Gateway API."
        ));
    }
    documented::rejects_null(policy, SERVER)?;
    documented::rejects_other_schemes(policy, SERVER)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '-');
    let mut origins = policy.origins.patterns().iter().map(ToString::to_string);
    if let Some(origin) = origins.find(|origin| !origin.chars().all(is_plain)) {
        return Unsupported::because(format!(
            "ingress-nginx reads hosts with letters, digits, dots and hyphens only, and takes a list with `{origin}` for `*`. Remove it, or move to the Gateway API."
        ));
    }
    if policy.methods == AllowMethods::Any {
        return Unsupported::because(
            "ingress-nginx takes no `*` for methods, and sends its default list instead. List the methods.",
        );
    }
    let is_odd = |method: &Method| {
        !method
            .as_str()
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic())
    };
    if let Some(method) = documented::method_that(policy, is_odd) {
        return Unsupported::because(format!(
            "ingress-nginx takes methods of letters only, and with `{method}` it sends its default list instead. Remove it."
        ));
    }
    if matches!(policy.headers, AllowHeaders::Any { .. }) {
        return Unsupported::because(
            "ingress-nginx takes no `*` for headers, and sends its default list instead. List the headers.",
        );
    }
    let exposed: &[HeaderName] = match &policy.expose {
        ExposeHeaders::Any => &[],
        ExposeHeaders::Listed(names) => names,
    };
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let mut all = documented::names(policy).iter().chain(exposed);
    if let Some(name) = all.find(|name| !name.as_str().bytes().all(is_plain)) {
        return Unsupported::because(format!(
            "ingress-nginx takes names of letters, digits, hyphens and underscores only, and with `{name}` it sends its default list instead. Remove it."
        ));
    }
    if policy.preflight_status == PreflightStatus::Ok {
        return Unsupported::because(
            "ingress-nginx responds to a preflight with 204 and nothing else. Choose 204.",
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
            "CORS for ingress-nginx {}, as documented in {}.",
            setup.version.line,
            documented::READ
        ),
        permalink,
    ));
    text.line("annotations:");
    let origins: Vec<String> = match &policy.origins {
        AllowOrigin::Any => vec!["*".to_owned()],
        AllowOrigin::Listed(patterns) => patterns.iter().map(ToString::to_string).collect(),
    };
    let list = |value: Option<HeaderValue>| value.map(|value| value.to_latin1());
    let exposed = match &policy.expose {
        ExposeHeaders::Any => Some("*".to_owned()),
        ExposeHeaders::Listed(names) => list(FORMAT.names(names)),
    };
    for (name, value) in [
        ("enable-cors", Some("true".to_owned())),
        ("cors-allow-origin", Some(origins.join(", "))),
        ("cors-allow-methods", list(FORMAT.methods(&methods(policy)))),
        ("cors-allow-headers", list(FORMAT.names(&names(policy)))),
        ("cors-expose-headers", exposed),
        (
            "cors-allow-credentials",
            Some(library::has_credentials(policy).to_string()),
        ),
        ("cors-max-age", Some(max_age(policy).to_string())),
    ] {
        if let Some(value) = value {
            text.line(format!(
                "  nginx.ingress.kubernetes.io/{name}: {}",
                yaml::quote(&value)
            ));
        }
    }
    Ok(DOCUMENT.snippet(policy, text.finish()))
}

const APPLY: &str = "kubectl apply -f ingress.yaml";

const DOCUMENT: Document = Document {
    path: "cors.yaml",
    context: "Put this under the `metadata:` of your `Ingress`.",
    url: "https://api.example.com/",
    install: (
        "ingress-nginx is all this needs. See which version runs.",
        Some(
            "kubectl get pods --all-namespaces -l app.kubernetes.io/name=ingress-nginx -o jsonpath='{.items[*].spec.containers[*].image}'",
        ),
    ),
    reload: ("Apply the Ingress.", Some(APPLY)),
    undo: (
        "To take it out again, remove the annotations from the Ingress, then apply it.",
        Some(APPLY),
    ),
    example: Whole {
        path: "ingress.yaml",
        before: "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: api",
        indent: "  ",
        after: "spec:\n  ingressClassName: nginx\n  rules:\n    - host: api.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: api\n                port:\n                  number: 80",
        install: (
            "The example needs the ingress class `nginx` and a Service named `api`.",
            Some("kubectl get ingressclass nginx && kubectl get service api"),
        ),
        reload: ("Apply it.", Some(APPLY)),
        undo: (
            "To end it, delete the Ingress.",
            Some("kubectl delete -f ingress.yaml"),
        ),
    },
    notes: &[
        "ingress-nginx ended in March 2026 and gets no security fixes. Choose Kubernetes Gateway API here to write the same policy for a gateway that is maintained.",
        "An annotation that ingress-nginx can't read is replaced by its default without an error: any origin, with credentials. Look at the response after every change.",
    ],
};

const FIXES: &[(Fault, &str)] = &[
    (Fault::VaryMissingOwnCache, VARY),
    (Fault::VaryMissingSharedCache, VARY),
    (
        Fault::ProxyDoublesHeaders,
        "ingress-nginx replaces the app's headers for allowed origins, so something in front of it sets them again. Remove them there.",
    ),
];

const VARY: &str = "ingress-nginx never sends `Vary: Origin`. Let the app send it on every response, then clear the caches.";
