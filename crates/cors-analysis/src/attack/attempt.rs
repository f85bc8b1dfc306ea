use super::derive::{Attacker, attackers};
use crate::server::Server;
use cors_core::policy::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, OriginPattern, Policy,
};
use cors_core::server::{App, Reply};
use cors_core::targets::Chosen;
use cors_fetch::{
    Api, Body, CacheMode, CredentialsMode, Mode, PreflightCache, Profile, RedirectMode, Request,
    cors_unsafe_request_header_names, is_forbidden_request_header, main_fetch,
};
use cors_fetch::{Exchange, Outcome, Preflight};
use cors_http::Origin;
use cors_http::Platform;
use cors_http::Url;
use cors_http::{
    Header, HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, NoResponse,
};

/// What an attack origin gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The origin.
    pub attacker: Attacker,
    /// Who can send it.
    pub sender: Sender,
    /// How it ends.
    pub verdict: Verdict,
    /// A request that browsers send without a preflight.
    pub without_preflight: Tried,
    /// A request that needs a preflight.
    pub with_preflight: Tried,
}

/// Who can send a value as `Origin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A browser, for a page of that origin.
    Page,
    /// Not a browser, but any other client. It has no user's cookies, and CORS doesn't stop it from reading.
    Program,
}

/// How an attempt ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The policy allows this origin.
    Allowed {
        /// The entry that allows it, as written.
        by: String,
    },
    /// It can't read, and no response names it.
    Blocked,
    /// It can read, or a response names it, although no entry of the policy allows it.
    Succeeds,
    /// No entry of the policy allows it, and the documentation doesn't say what it gets.
    NotDocumented,
}

/// What one request gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// Whether JavaScript can read the response.
    pub allowed: bool,
    /// The last `Access-Control-Allow-Origin` that was sent.
    pub allow_origin: Option<String>,
    /// Whether the request reached the app. A preflight that the app gets to see doesn't count.
    pub reached_app: bool,
    /// Whether the documentation leaves the response open.
    pub not_documented: bool,
}

/// All attempts on the server that runs a policy: the chosen target, or the reference server.
pub fn on_target(
    policy: &Policy,
    chosen: Option<&Chosen>,
    url: &Url,
    profile: Profile,
    platform: &Platform,
) -> Vec<Attempt> {
    let app = App::default();
    let server = Server::new(policy, chosen);
    let mut serve = |message: &HttpRequest| server.respond(message, &app);
    attempts(policy, url, profile, &mut serve, platform)
}

/// All attempts on a server.
pub fn attempts(
    policy: &Policy,
    url: &Url,
    profile: Profile,
    server: &mut dyn FnMut(&HttpRequest) -> Reply,
    platform: &Platform,
) -> Vec<Attempt> {
    let own = url.origin().serialize();
    let mut attempts = Vec::new();
    for attacker in attackers(policy, &platform.suffixes) {
        // CORS doesn't apply to a page on the server's own origin.
        if attacker.origin != own {
            attempts.push(attempt(policy, attacker, url, profile, server, platform));
        }
    }
    attempts
}

fn attempt(
    policy: &Policy,
    attacker: Attacker,
    url: &Url,
    profile: Profile,
    server: &mut dyn FnMut(&HttpRequest) -> Reply,
    platform: &Platform,
) -> Attempt {
    // Browsers send only serialized origins.
    let page = Origin::parse(&attacker.origin, &Platform::BARE)
        .filter(|origin| origin.serialize() == attacker.origin);
    let mut trials =
        [Trial::without_preflight(), Trial::with_preflight(policy)].map(|trial| match &page {
            Some(origin) => from_page(policy, origin, trial, url, profile, server, platform),
            None => from_program(&attacker.origin, trial, url, server),
        });
    let [without_preflight, with_preflight] = &mut trials;
    let is_named = |tried: &Tried| {
        tried.allowed
            || tried
                .allow_origin
                .as_ref()
                .is_some_and(|named| *named == attacker.origin || named == "*")
    };
    let verdict = match allowing(policy, &attacker.origin) {
        Some(by) => Verdict::Allowed { by },
        None if is_named(without_preflight) || is_named(with_preflight) => Verdict::Succeeds,
        None if without_preflight.not_documented || with_preflight.not_documented => {
            Verdict::NotDocumented
        }
        None => Verdict::Blocked,
    };
    Attempt {
        sender: if page.is_some() {
            Sender::Page
        } else {
            Sender::Program
        },
        verdict,
        without_preflight: core::mem::take(without_preflight),
        with_preflight: core::mem::take(with_preflight),
        attacker,
    }
}

/// The entry that allows the origin, as written.
fn allowing(policy: &Policy, origin: &str) -> Option<String> {
    match &policy.origins {
        AllowOrigin::Any => Some("*".to_owned()),
        AllowOrigin::Listed(patterns) => patterns
            .iter()
            .find(|pattern| pattern.matches(origin.as_bytes()))
            .map(OriginPattern::to_string),
    }
}

/// The request of an attempt.
struct Trial {
    method: Method,
    header: Option<HeaderName>,
    needs_preflight: bool,
}

impl Trial {
    /// A request that a form could also send.
    fn without_preflight() -> Self {
        Self {
            method: Method::literal("POST"),
            header: None,
            needs_preflight: false,
        }
    }

    /// A request that the policy allows for its own origins, if it allows any that needs a preflight.
    fn with_preflight(policy: &Policy) -> Self {
        let listed = |methods: &[Method]| {
            methods
                .iter()
                .find(|method| !method.is_cors_safelisted() && !method.is_forbidden())
                .cloned()
        };
        let method = match &policy.methods {
            AllowMethods::Any => Some(Method::literal("PUT")),
            AllowMethods::Listed(methods) => listed(methods),
        };
        let header = match (&method, &policy.headers) {
            (Some(_), _) => None,
            (None, AllowHeaders::Any { .. }) => Some(HeaderName::literal("X-Requested-With")),
            (None, AllowHeaders::Listed(names)) => {
                names.iter().find(|name| needs_preflight(name)).cloned()
            }
        };
        Self {
            method: match (method, &header) {
                (Some(method), _) => method,
                (None, Some(_)) => Method::literal("POST"),
                (None, None) => Method::literal("PUT"),
            },
            header,
            needs_preflight: true,
        }
    }

    fn headers(&self) -> HeaderList {
        let mut headers = HeaderList::new();
        if let Some(name) = &self.header {
            headers.append(name.clone(), HeaderValue::from(VALUE));
        }
        headers
    }
}

/// The value of the header that is sent.
const VALUE: &str = "application/json";

/// Whether JavaScript can send the header, and only after a preflight.
fn needs_preflight(name: &HeaderName) -> bool {
    let header = Header {
        name: name.clone(),
        value: HeaderValue::from(VALUE),
    };
    !is_forbidden_request_header(&header, Profile::Standard)
        && !cors_unsafe_request_header_names([&header], Profile::Standard).is_empty()
}

/// A page of that origin, in a browser.
fn from_page(
    policy: &Policy,
    origin: &Origin,
    trial: Trial,
    url: &Url,
    profile: Profile,
    server: &mut dyn FnMut(&HttpRequest) -> Reply,
    platform: &Platform,
) -> Tried {
    let request = Request {
        origin: origin.clone(),
        url: url.clone(),
        headers: trial.headers(),
        method: trial.method,
        credentials: match policy.credentials {
            AllowCredentials::Yes => CredentialsMode::Include,
            AllowCredentials::No => CredentialsMode::SameOrigin,
        },
        mode: Mode::Cors,
        redirect: RedirectMode::Follow,
        body: Body::None,
        api: Api::Fetch,
        cache: CacheMode::Default,
        partition: String::new(),
    };
    let mut reached_app = false;
    let mut serve = |message: &HttpRequest| {
        let reply = server(message);
        reached_app |= reply.reached_app && !message.is_cors_preflight_request();
        reply.answer
    };
    let exchange = main_fetch(
        &request,
        &mut serve,
        &mut PreflightCache::default(),
        0.0,
        profile,
        platform,
        &mut |_| {},
    );
    Tried {
        allowed: matches!(exchange.outcome, Outcome::Allowed(_)),
        allow_origin: last_response(&exchange).and_then(allow_origin),
        reached_app,
        not_documented: matches!(exchange.outcome, Outcome::NotDocumented(_)),
    }
}

/// The response to the actual request, or to the preflight if no request followed.
fn last_response(exchange: &Exchange) -> Option<&HttpResponse> {
    let hop = exchange.hops.last()?;
    let ((Some(leg), _) | (None, Preflight::Sent { leg, .. })) = (&hop.actual, &hop.preflight)
    else {
        return None;
    };
    leg.response.as_ref().ok()
}

fn allow_origin(response: &HttpResponse) -> Option<String> {
    let value = response.headers.get("Access-Control-Allow-Origin")?;
    Some(value.to_latin1())
}

/// A client that sends what no browser would. It sends a preflight as a browser does, to see the response.
fn from_program(
    origin: &str,
    trial: Trial,
    url: &Url,
    server: &mut dyn FnMut(&HttpRequest) -> Reply,
) -> Tried {
    let mut headers = HeaderList::new();
    headers.append(HeaderName::literal("Origin"), HeaderValue::from(origin));
    let mut method = trial.method;
    let is_preflight = trial.needs_preflight;
    if is_preflight {
        headers.append(
            HeaderName::literal("Access-Control-Request-Method"),
            HeaderValue::from(method.as_str()),
        );
        if let Some(name) = &trial.header {
            headers.append(
                HeaderName::literal("Access-Control-Request-Headers"),
                HeaderValue::from(name.to_lowercase()),
            );
        }
        method = Method::options();
    }
    let reply = server(&HttpRequest {
        method,
        url: url.clone(),
        headers,
    });
    Tried {
        allowed: false,
        allow_origin: match &reply.answer {
            Ok(response) => allow_origin(response),
            Err(_) => None,
        },
        reached_app: reply.reached_app && !is_preflight,
        not_documented: matches!(reply.answer, Err(NoResponse::NotDocumented(_))),
    }
}
