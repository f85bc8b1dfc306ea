//! What is asked of every server: kinds of requests, in situations of the application.

mod kind;
mod origin;
mod situation;

use cors_core::policy::{AllowHeaders, AllowMethods};
use cors_core::server::{App, Failure};
use cors_http::Url;
use cors_http::{HeaderName, HeaderValue, HttpRequest, Method};
use cors_suffixes::PLATFORM;

use crate::harness::Job;
use crate::policy::{Maker, TestPolicy};
use crate::random::Random;
use crate::wire::RawRequest;
use situation::situations;
pub(crate) use situation::{Situation, answers, demands_behind, routes, says};

/// One question and the application that it is put to.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) request: RawRequest,
    pub(crate) app: App,
    /// Whether the application's handler says that it ran.
    pub(crate) handler_tells: bool,
    /// Whether every policy is asked this.
    pub(crate) always: bool,
}

/// User `u`, password `p`: what the servers with passwords of their own accept.
const AUTHORIZATION: &str = "Basic dTpw";
/// No policy of the proof lists it.
pub(crate) const EVIL: &str = "https://evil.example";

impl Case {
    /// The request as the core models it; `None` for what is no HTTP at all.
    pub(crate) fn modelled(&self, port: u16) -> Option<HttpRequest> {
        let url = format!("http://127.0.0.1:{port}{}", self.request.target);
        let mut request = HttpRequest {
            method: Method::parse(&self.request.method).ok()?,
            url: Url::parse(&url, None, &PLATFORM).ok()?,
            headers: cors_http::HeaderList::new(),
        };
        for (name, value) in &self.request.headers {
            request.headers.append(
                HeaderName::parse(name).ok()?,
                HeaderValue::from_bytes(value),
            );
        }
        Some(request)
    }

    /// Whether the application sets CORS headers or `Vary` of its own.
    pub(crate) fn app_sets_cors(&self) -> bool {
        self.app.response.headers.iter().any(|header| {
            let name = header.name.to_lowercase();
            name == "vary" || name.starts_with("access-control-")
        })
    }
}

fn raw(method: &str, target: &str, headers: &[(&str, &str)]) -> RawRequest {
    RawRequest {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers
            .iter()
            .map(|(name, value)| {
                // Latin-1, so that any byte can be asked for.
                let bytes = value
                    .chars()
                    .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'));
                ((*name).to_owned(), bytes.collect())
            })
            .collect(),
        body: Vec::new(),
    }
}

const ORIGIN: &str = "Origin";
const METHOD: &str = "Access-Control-Request-Method";
const HEADERS: &str = "Access-Control-Request-Headers";

/// What the server is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Serves {
    /// An application that says what it is told to say.
    App,
    /// A file.
    Files,
}

impl Serves {
    /// What most requests ask for.
    fn plain(self) -> Situation {
        match self {
            Self::App => says("plain", 200, &[("X-Total-Count", "7")]),
            Self::Files => routes("file", "/static/file.txt", &["GET"], 200),
        }
    }
}

/// The cases that the policy is asked, in an order that depends on the seed: all of them where a person
/// wrote the policy; otherwise all kinds of requests, and a part of the combinations that is different for
/// every policy.
pub(crate) fn chosen(policy: &TestPolicy, job: &Job, random: &mut Random) -> Vec<Case> {
    let mut cases = all(policy, job);
    if policy.maker != Maker::Hand {
        cases.retain(|case| case.always || random.once_in(3));
    }
    random.shuffle(&mut cases);
    cases
}

/// What is asked on one connection, in this order: an answer that remembers the one before betrays itself.
pub(crate) fn sequence(policy: &TestPolicy, job: &Job) -> Vec<Case> {
    let good = good(policy);
    let other = policy.allows.last().map_or(good, String::as_str);
    let serves = job.harness.serves(job);
    let plain = serves.plain();
    let error = match serves {
        Serves::App => says("one connection, error", 500, &[]),
        Serves::Files => answers("one connection, error", "/static/none", 404),
    };
    let preflight = |origin: &str, method: &str, headers: &str| {
        raw(
            "OPTIONS",
            &plain.target,
            &[(ORIGIN, origin), (METHOD, method), (HEADERS, headers)],
        )
    };
    let get = |target: &str, origin: &str| raw("GET", target, &[(ORIGIN, origin)]);
    let requests = [
        get(&plain.target, EVIL),
        get(&plain.target, good),
        raw("GET", &plain.target, &[]),
        preflight(good, "PUT", "x-one"),
        preflight(EVIL, "PUT", "x-one"),
        preflight(good, "DELETE", "x-two"),
        get(&plain.target, EVIL),
        get(&plain.target, other),
        preflight(other, "PATCH", "x-three"),
        raw("HEAD", &plain.target, &[(ORIGIN, good)]),
        raw("POST", &plain.target, &[(ORIGIN, EVIL)]),
        preflight(EVIL, "DELETE", "x-two"),
        raw("POST", &plain.target, &[(ORIGIN, good)]),
        raw("GET", &plain.target, &[]),
    ];
    let mut cases: Vec<Case> = requests
        .into_iter()
        .enumerate()
        .map(|(at, request)| plain.case(&format!("request {at}"), request))
        .collect();
    for origin in [good, EVIL] {
        cases.push(error.case("from one or the other", get(&error.target, origin)));
    }
    cases
}

fn good(policy: &TestPolicy) -> &str {
    policy
        .allows
        .first()
        .map_or("https://app.example.com", String::as_str)
}

/// Preflights that ask for what the policy lists, as browsers write it and as they do not.
fn listed(policy: &TestPolicy, to: &str, good: &str) -> Vec<(&'static str, RawRequest)> {
    let methods: Vec<String> = match &policy.policy.methods {
        AllowMethods::Any => vec!["PUT".to_owned()],
        AllowMethods::Listed(methods) => methods.iter().map(ToString::to_string).collect(),
    };
    let mut names: Vec<String> = match &policy.policy.headers {
        AllowHeaders::Any { .. } => vec!["authorization".to_owned(), "x-any".to_owned()],
        AllowHeaders::Listed(names) => names.iter().map(HeaderName::to_lowercase).collect(),
    };
    names.sort();
    names.truncate(100);
    let method = methods.last().map_or("PUT", String::as_str);
    let all = names.join(",");
    let preflight = |method: &str, headers: &str| {
        raw(
            "OPTIONS",
            to,
            &[(ORIGIN, good), (METHOD, method), (HEADERS, headers)],
        )
    };
    vec![
        ("preflight for everything listed", preflight(method, &all)),
        (
            "preflight for everything listed in upper case",
            preflight(method, &all.to_ascii_uppercase()),
        ),
        (
            "preflight for what is listed and more",
            preflight(method, &format!("{all},x-more")),
        ),
        (
            "preflight for all methods at once",
            preflight(&methods.join(", "), &all),
        ),
        (
            "preflight for a listed method in another case",
            preflight(&method.to_ascii_lowercase(), &all),
        ),
        ("preflight for a star", preflight("*", "*")),
    ]
}

/// The statuses with which an application responds.
const STATUSES: [u16; 26] = [
    201, 202, 204, 206, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 409, 410, 413, 418,
    422, 429, 500, 501, 502, 503, 504,
];

/// Every case for the policy.
fn all(policy: &TestPolicy, job: &Job) -> Vec<Case> {
    let good = good(policy);
    let serves = job.harness.serves(job);
    let plain = serves.plain();
    let mut cases = Vec::new();
    let kinds = kind::kinds(&plain.target, good);
    for (name, request) in kinds.into_iter().chain(listed(policy, &plain.target, good)) {
        cases.push(Case {
            always: true,
            ..plain.case(name, request)
        });
    }
    for origin in origin::origins(policy, good) {
        for (kind, request) in [
            (
                "preflight",
                raw(
                    "OPTIONS",
                    &plain.target,
                    &[
                        (ORIGIN, &origin),
                        (METHOD, "PUT"),
                        (HEADERS, "content-type"),
                    ],
                ),
            ),
            ("GET", raw("GET", &plain.target, &[(ORIGIN, &origin)])),
        ] {
            cases.push(plain.case(&format!("{kind} from {origin:?}"), request));
        }
    }
    let statuses: &[u16] = match serves {
        Serves::App => &STATUSES,
        Serves::Files => &[],
    };
    for &status in statuses {
        let situation = says("status", status, &[]);
        for (kind, method, origin) in [
            ("allowed", "GET", Some(good)),
            ("refused", "GET", Some(EVIL)),
            ("no origin", "POST", None),
            ("allowed, without body", "HEAD", Some(good)),
        ] {
            let headers: Vec<(&str, &str)> = origin.map(|o| (ORIGIN, o)).into_iter().collect();
            let request = raw(method, &situation.target, &headers);
            cases.push(situation.case(&format!("status {status}, {kind}"), request));
        }
    }
    let shared = match serves {
        Serves::App => situations(),
        Serves::Files => Vec::new(),
    };
    for situation in shared.into_iter().chain(job.harness.situations(job)) {
        for (name, mut request) in kind::in_situation(&situation.target, good) {
            if situation.app.failure == Some(Failure::BodyTooLarge) {
                let has_body = matches!(request.method.as_str(), "POST" | "PUT");
                if !has_body && request.method != "OPTIONS" || name.contains("plain") {
                    continue;
                }
                if has_body {
                    request
                        .headers
                        .push(("Content-Type".to_owned(), b"application/json".to_vec()));
                    request.body = vec![b' '; 4096];
                }
            }
            cases.push(situation.case(name, request));
        }
    }
    cases
}

impl Situation {
    fn case(&self, name: &str, request: RawRequest) -> Case {
        Case {
            name: format!("{}: {name}", self.name),
            request,
            app: self.app.clone(),
            handler_tells: self.handler_tells,
            always: false,
        }
    }
}
