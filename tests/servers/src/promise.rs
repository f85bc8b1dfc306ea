//! What the page promises of every target, asserted on the answers of the real server.

use std::collections::BTreeMap;

use cors_core::policy::{AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, Policy};
use cors_fetch::Outcome;
use cors_fetch::{
    Api, Body, CacheMode, CredentialsMode, Mode, PreflightCache, Profile, RedirectMode, Request,
    main_fetch,
};
use cors_http::Origin;
use cors_http::Url;
use cors_http::{
    HeaderList, HeaderName, HeaderValue, HttpRequest, HttpResponse, Method, NoResponse, Status,
};
use cors_suffixes::PLATFORM;

use crate::case::{Case, EVIL};
use crate::compare::{Compared, cors_lines, names_of_vary, untouched, yes_or_no};
use crate::harness::Job;
use crate::policy::{Maker, TestPolicy};
use crate::random::Random;
use crate::wire::{Client, RawAnswer, RawRequest};

/// For which applications a target keeps the promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promises {
    /// Targets without a library: for every one.
    ForEveryApp,
    /// Libraries: for those that set no CORS headers themselves.
    ForAppsWithoutCors,
}

/// What holds for one answer by itself.
pub(crate) fn of_answer(
    policy: &TestPolicy,
    job: &Job,
    case: &Case,
    answer: &RawAnswer,
) -> Compared {
    let mut compared = Compared::default();
    let strict = job.promises() == Promises::ForEveryApp || !case.app_sets_cors();
    let in_front = case.app.authentication == cors_core::server::Authentication::Before;
    // A request line that the server cannot read is answered before anything was configured.
    let unread = answer.status == 400 && !case.name.starts_with("status 400")
        || job.harness.is_outside(job, case);
    if strict {
        let doubled: Vec<&str> = cors_core::server::CORS_RESPONSE_HEADERS
            .into_iter()
            .filter(|name| answer.values(name).count() > 1)
            .collect();
        compared.check("promise: no CORS header twice", "", doubled.join(", "));
        let sent: Vec<&[u8]> = case
            .request
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("Origin"))
            .map(|(_, value)| value.as_slice())
            .collect();
        // Of several lines a server may take the allowed one.
        // No list has the one that forgeries come from.
        let listed = matches!(policy.policy.origins, AllowOrigin::Listed(_));
        let refused = matches!(sent.as_slice(), [one] if policy
            .refuses
            .iter()
            .map(String::as_str)
            .chain(listed.then_some(EVIL))
            .any(|origin| origin.as_bytes() == *one));
        if refused {
            let told = answer
                .values("Access-Control-Allow-Origin")
                .next()
                .unwrap_or_default();
            compared.check("promise: a blocked origin is never named", "", told);
        }
        let listed = matches!(policy.policy.origins, AllowOrigin::Listed(_));
        if listed && !in_front && !unread && job.harness.varies(job) {
            let varies = names_of_vary(answer.values("Vary").map(str::to_owned));
            let says = varies.contains("origin") || varies.contains("*");
            compared.check("promise: Vary names Origin", "yes", yes_or_no(says));
        }
    }
    compared
}

/// Without `Origin` nothing changes but CORS headers and `Vary`.
pub(crate) fn of_absence(
    case: &Case,
    bare: &mut Client,
    client: &Client,
    answer: Option<&RawAnswer>,
) -> Result<Compared, String> {
    let mut compared = Compared::default();
    let without = bare
        .send(&case.request)
        .map_err(|error| format!("{}: the server without a policy: {error}", case.name))?;
    compared.check(
        "promise: without Origin nothing changes",
        untouched(without.as_ref(), bare.port()),
        untouched(answer, client.port()),
    );
    Ok(compared)
}

/// The application's status changes none of the CORS headers.
#[derive(Debug, Default)]
pub(crate) struct EveryStatus {
    /// The first answer's headers, by the kind of request.
    first: BTreeMap<String, (String, String)>,
}

impl EveryStatus {
    /// Compares with the answers to the same request that came before.
    pub(crate) fn of_answer(&mut self, case: &Case, answer: &RawAnswer) -> Compared {
        let mut compared = Compared::default();
        let Some((_, kind)) = case
            .name
            .strip_prefix("status: ")
            .and_then(|name| name.split_once(", "))
        else {
            return compared;
        };
        let seen = cors_lines(answer);
        let (name, expected) = self
            .first
            .entry(kind.to_owned())
            .or_insert_with(|| (case.name.clone(), seen.clone()));
        compared.check(
            &format!("promise: errors carry the same CORS headers as {name}"),
            expected.as_str(),
            seen,
        );
        compared
    }
}

/// What a browser does with the answers: allowed requests are shared, those of other origins are not.
/// Of a generated policy a part is asked, another one for each.
pub(crate) fn of_browser(
    policy: &TestPolicy,
    job: &Job,
    client: &mut Client,
    random: &mut Random,
) -> (Compared, usize) {
    let mut compared = Compared::default();
    let mut requests = 0;
    let mut origins: Vec<(&String, bool)> = policy.allows.iter().map(|o| (o, true)).collect();
    origins.extend(policy.refuses.iter().map(|o| (o, false)));
    for (text, allowed) in origins {
        let Some(origin) = Origin::parse(text, &PLATFORM).filter(|o| o.serialize() == *text) else {
            continue;
        };
        for (method, header) in asks(&policy.policy) {
            let is_covered = method != Method::options() || job.harness.covers_own_options();
            for status in [200, 401, 404, 500] {
                if policy.maker != Maker::Hand && !random.once_in(8) {
                    continue;
                }
                requests += 1;
                let shared = fetch(policy, &origin, &method, header.as_ref(), status, client);
                compared.check(
                    &format!(
                        "promise: a browser allows what the policy allows and nothing else ({method} with {} from {text}, application says {status})",
                        header.as_ref().map_or("no header", HeaderName::as_str)
                    ),
                    yes_or_no(allowed && is_covered),
                    yes_or_no(shared),
                );
            }
        }
    }
    (compared, requests)
}

/// Methods and headers that the policy allows.
fn asks(policy: &Policy) -> Vec<(Method, Option<HeaderName>)> {
    let method = |text: &str| Method::parse(text).ok();
    let mut methods: Vec<Method> = ["GET", "POST"].into_iter().filter_map(method).collect();
    match &policy.methods {
        AllowMethods::Any => methods.extend(["PUT", "M-SEARCH"].into_iter().filter_map(method)),
        AllowMethods::Listed(listed) => {
            methods.extend(listed.iter().filter(|m| !m.is_forbidden()).cloned());
        }
    }
    methods.dedup();
    let name = |text: &str| HeaderName::parse(text).ok();
    let names: Vec<HeaderName> = match &policy.headers {
        AllowHeaders::Any { and_authorization } => {
            let credentials = policy.credentials == AllowCredentials::Yes;
            let authorization = (*and_authorization || credentials).then_some("Authorization");
            ["X-Anything"]
                .into_iter()
                .chain(authorization)
                .filter_map(name)
                .collect()
        }
        AllowHeaders::Listed(names) => names.iter().take(12).cloned().collect(),
    };
    let mut asks: Vec<_> = methods.iter().map(|m| (m.clone(), None)).collect();
    for method in methods.iter().take(3) {
        asks.extend(
            names
                .iter()
                .map(|name| (method.clone(), Some(name.clone()))),
        );
    }
    asks
}

/// Whether a page of that origin gets to read the answer.
fn fetch(
    policy: &TestPolicy,
    origin: &Origin,
    method: &Method,
    header: Option<&HeaderName>,
    status: u16,
    client: &mut Client,
) -> bool {
    let address = format!("https://api.test/say?status={status}");
    let Ok(url) = Url::parse(&address, None, &PLATFORM) else {
        return false;
    };
    let mut headers = HeaderList::new();
    if let Some(name) = header {
        headers.append(name.clone(), HeaderValue::from("application/json"));
    }
    let request = Request {
        origin: origin.clone(),
        url,
        method: method.clone(),
        headers,
        credentials: match policy.policy.credentials {
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
    let mut server = |message: &HttpRequest| send(client, message);
    let exchange = main_fetch(
        &request,
        &mut server,
        &mut PreflightCache::default(),
        0.0,
        Profile::Standard,
        &PLATFORM,
        &mut |_| {},
    );
    matches!(exchange.outcome, Outcome::Allowed(_))
}

/// The browser's message over a real connection.
pub(crate) fn send(client: &mut Client, message: &HttpRequest) -> Result<HttpResponse, NoResponse> {
    let request = RawRequest {
        method: message.method.to_string(),
        target: message.url.request_target(),
        headers: message
            .headers
            .iter()
            .map(|header| (header.name.to_string(), header.value.as_bytes().to_vec()))
            .collect(),
        body: Vec::new(),
    };
    let answer = client
        .send(&request)
        .ok()
        .flatten()
        .ok_or(NoResponse::Closed)?;
    let mut response =
        HttpResponse::new(Status::new(u64::from(answer.status)).map_err(|_| NoResponse::Closed)?);
    for (name, value) in &answer.headers {
        let name = HeaderName::parse(name).map_err(|_| NoResponse::Closed)?;
        let bytes: Vec<u8> = value
            .chars()
            .filter_map(|c| u8::try_from(u32::from(c)).ok())
            .collect();
        response
            .headers
            .append(name, HeaderValue::from_bytes(&bytes));
    }
    Ok(response)
}
