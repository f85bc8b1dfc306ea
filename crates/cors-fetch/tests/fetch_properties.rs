//! What holds for every request and every answer, however strange.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_fetch::{
    Api, Body, CacheMode, CredentialsMode, Mode, PreflightCache, Profile, RedirectMode, Request,
    main_fetch,
};
use cors_fetch::{Exchange, Outcome, Preflight};
use cors_http::Origin;
use cors_http::Url;
use cors_http::{
    Header, HeaderList, HeaderName, HeaderValue, HttpResponse, Method, NoResponse, Status,
};
use cors_suffixes::PLATFORM;
use proptest::collection::vec;
use proptest::prelude::*;

fn method() -> impl Strategy<Value = Method> {
    prop_oneof![
        Just("GET"),
        Just("HEAD"),
        Just("POST"),
        Just("PUT"),
        Just("patch"),
        Just("OPTIONS"),
        Just("TRACE"),
        Just("*"),
    ]
    .prop_map(|text| Method::parse(text).unwrap())
}

fn any_value() -> impl Strategy<Value = String> {
    vec(0_u8..=255, 0..12).prop_map(|bytes| bytes.into_iter().map(char::from).collect())
}

fn request_header() -> impl Strategy<Value = Header> {
    let name = prop_oneof![
        Just("Accept".to_owned()),
        Just("accept-language".to_owned()),
        Just("Content-Type".to_owned()),
        Just("Range".to_owned()),
        Just("Authorization".to_owned()),
        Just("Cookie".to_owned()),
        Just("X-HTTP-Method-Override".to_owned()),
        Just("X-A".to_owned()),
        Just("x-a".to_owned()),
        "[a-z!*|~-]{1,6}",
    ];
    let value = prop_oneof![
        Just("text/plain".to_owned()),
        Just("application/json".to_owned()),
        Just("bytes=0-99999999999999999999999".to_owned()),
        Just("GET, \"trace, TRACE".to_owned()),
        Just("a".repeat(128)),
        any_value(),
    ];
    (name, value).prop_filter_map("script can set it", |(name, value)| {
        Some(Header {
            name: HeaderName::parse(&name).ok()?,
            value: HeaderValue::parse(&value).ok()?,
        })
    })
}

const PAGE: &str = "https://app.example";

fn request() -> impl Strategy<Value = Request> {
    let address = prop_oneof![
        Just("https://api.example/a?b#c"),
        Just("https://app.example/a"),
        Just("http://127.0.0.1:8080/"),
        Just("https://api.example:25/"),
        Just("https://user:word@api.example/"),
        Just("data:text/plain,a"),
        Just("ftp://api.example/"),
        Just("capacitor://localhost"),
    ];
    let modes = (
        prop_oneof![
            Just(CredentialsMode::Omit),
            Just(CredentialsMode::SameOrigin),
            Just(CredentialsMode::Include)
        ],
        prop_oneof![8 => Just(Mode::Cors), 1 => Just(Mode::NoCors), 1 => Just(Mode::SameOrigin)],
        prop_oneof![6 => Just(RedirectMode::Follow), 1 => Just(RedirectMode::Error), 1 => Just(RedirectMode::Manual)],
        prop_oneof![6 => Just(CacheMode::Default), 1 => Just(CacheMode::Reload), 1 => Just(CacheMode::OnlyIfCached)],
    );
    let body = prop_oneof![
        Just(Body::None),
        Just(Body::Untyped),
        Just(Body::Stream),
        Just(Body::Typed("application/json".to_owned())),
    ];
    let api = prop_oneof![
        4 => Just(Api::Fetch),
        1 => any::<bool>().prop_map(|upload_listeners| Api::Xhr { upload_listeners }),
    ];
    let origin = prop_oneof![Just(PAGE), Just("null"), Just("http://app.example")];
    (
        origin,
        address,
        method(),
        vec(request_header(), 0..6),
        modes,
        body,
        api,
    )
        .prop_map(
            |(origin, url, method, headers, (credentials, mode, redirect, cache), body, api)| {
                Request {
                    origin: Origin::parse(origin, &PLATFORM).unwrap(),
                    url: Url::parse(url, None, &PLATFORM).unwrap(),
                    method,
                    headers: headers.into_iter().collect(),
                    credentials,
                    mode,
                    redirect,
                    body,
                    api,
                    cache,
                    partition: String::new(),
                }
            },
        )
}

fn answer() -> impl Strategy<Value = Result<HttpResponse, NoResponse>> {
    let name = prop_oneof![
        6 => Just("Access-Control-Allow-Origin"),
        3 => Just("Access-Control-Allow-Credentials"),
        3 => Just("Access-Control-Allow-Methods"),
        3 => Just("Access-Control-Allow-Headers"),
        2 => Just("Access-Control-Expose-Headers"),
        2 => Just("Access-Control-Max-Age"),
        2 => Just("Location"),
        1 => Just("Cross-Origin-Resource-Policy"),
        1 => Just("Set-Cookie"),
        1 => Just("X-A"),
    ];
    let value = prop_oneof![
        4 => Just(PAGE.to_owned()),
        4 => Just("*".to_owned()),
        1 => Just("null".to_owned()),
        2 => Just("true".to_owned()),
        2 => Just("PUT, patch, x-a, authorization, content-type".to_owned()),
        1 => Just("600".to_owned()),
        1 => Just("-99999999999999999999999".to_owned()),
        1 => Just("https://other.example/".to_owned()),
        1 => Just("//user@other.example".to_owned()),
        1 => Just("/again".to_owned()),
        2 => any_value(),
    ];
    let status = prop_oneof![
        4 => Just(200_u64),
        2 => Just(204),
        1 => Just(303),
        2 => Just(307),
        1 => 100_u64..1000,
    ];
    prop_oneof![
        1 => Just(Err(NoResponse::Closed)),
        1 => Just(Err(NoResponse::Refused)),
        12 => (status, vec((name, value), 0..6)).prop_map(|(status, headers)| {
            let mut response = HttpResponse::new(Status::new(status).unwrap());
            for (name, value) in headers {
                response
                    .headers
                    .append(HeaderName::parse(name).unwrap(), HeaderValue::received(&value).unwrap());
            }
            Ok(response)
        }),
    ]
}

/// Answers from a list, over and over.
fn fetch(
    request: &Request,
    answers: &[Result<HttpResponse, NoResponse>],
    cache: &mut PreflightCache,
    now: f64,
    profile: Profile,
) -> Exchange {
    let mut answers = answers.iter().cycle();
    let mut server = |_: &_| answers.next().cloned().unwrap_or(Err(NoResponse::Closed));
    main_fetch(
        request,
        &mut server,
        cache,
        now,
        profile,
        &PLATFORM,
        &mut |_| {},
    )
}

fn sends_preflight(exchange: &Exchange) -> bool {
    matches!(
        exchange.hops.first().map(|hop| &hop.preflight),
        Some(Preflight::Sent { .. })
    )
}

proptest! {
    #[test]
    fn every_fetch_comes_to_an_end_that_explains_itself(
        requests in vec(request(), 1..4),
        answers in vec(answer(), 0..6),
    ) {
        for profile in Profile::ALL {
            let mut cache = PreflightCache::new();
            for (now, request) in requests.iter().enumerate() {
                let now = f64::from(u8::try_from(now).unwrap());
                let mut events = Vec::new();
                let mut silent_cache = cache.clone();
                let silent = fetch(request, &answers, &mut silent_cache, now, profile);
                let mut cycle = answers.iter().cycle();
                let exchange = main_fetch(
                    request,
                    &mut |_| cycle.next().cloned().unwrap_or(Err(NoResponse::Closed)),
                    &mut cache,
                    now,
                    profile,
                    &PLATFORM,
                    &mut |event| events.push(event),
                );
                prop_assert_eq!(&exchange, &silent, "who listens changes nothing");
                prop_assert!(exchange.hops.len() <= 21);
                prop_assert!(!events.is_empty());
                for hop in &exchange.hops {
                    if let Preflight::Sent { cache_seconds: None, .. } = hop.preflight {
                        prop_assert!(hop.actual.is_none(), "a refused preflight is followed by nothing");
                    }
                }
                if let Outcome::NetworkError(error) = &exchange.outcome {
                    prop_assert!(error.to_string().ends_with('.'));
                    prop_assert!(error.row().anchor.contains('#'));
                    prop_assert!(!error.code().is_empty());
                    let _ = exchange.console_message(request, profile);
                }
            }
        }
    }

    #[test]
    fn one_more_unsafe_header_never_spares_the_preflight(
        request in request(),
        name in "x-[a-z]{1,8}",
        value in "[ -~]{0,20}",
        answers in vec(answer(), 0..4),
    ) {
        let name = HeaderName::parse(&name).unwrap();
        prop_assume!(!request.headers.contains(name.as_str()));
        let mut more = request.clone();
        more.headers.append(name, HeaderValue::parse(&value).unwrap());
        for profile in Profile::ALL {
            let before = fetch(&request, &answers, &mut PreflightCache::new(), 0.0, profile);
            let after = fetch(&more, &answers, &mut PreflightCache::new(), 0.0, profile);
            prop_assert!(!sends_preflight(&before) || sends_preflight(&after), "{profile:?}");
        }
    }

    #[test]
    fn a_page_reads_only_what_names_it(
        request in request(),
        answers in vec(answer(), 1..6),
    ) {
        prop_assume!(request.mode == Mode::Cors);
        for profile in Profile::ALL {
            let exchange = fetch(&request, &answers, &mut PreflightCache::new(), 0.0, profile);
            let Outcome::Allowed(cors_fetch::FilteredResponse::Cors { .. }) = exchange.outcome else {
                continue;
            };
            for hop in &exchange.hops {
                let leg = hop.actual.as_ref().unwrap();
                let Some(origin) = leg.request.origin() else {
                    continue;
                };
                if hop.url.origin().is_same_origin(&request.origin) && exchange.hops[0].url == hop.url {
                    continue;
                }
                let answer = leg.response.as_ref().unwrap();
                let allowed = answer.headers.get("Access-Control-Allow-Origin").unwrap();
                prop_assert!(allowed == origin || allowed.as_bytes() == b"*");
            }
        }
    }
}

/// With a loop inside a loop, this would take minutes.
#[test]
fn ten_thousand_headers_are_no_trouble() {
    const MANY: usize = 10_000;
    let names: Vec<HeaderName> = (0..MANY)
        .map(|number| HeaderName::parse(&format!("X-{number}")).unwrap())
        .collect();
    let mut headers = HeaderList::new();
    for name in &names {
        headers.append(name.clone(), "1");
        headers.append(HeaderName::parse("Accept").unwrap(), "a");
        headers.append(HeaderName::parse("Cookie").unwrap(), "a");
    }
    let listed = names
        .iter()
        .map(HeaderName::as_str)
        .collect::<Vec<_>>()
        .join(",");
    let mut response = HttpResponse::new(Status::OK);
    for (name, value) in [
        ("Access-Control-Allow-Origin", PAGE),
        ("Access-Control-Allow-Methods", listed.as_str()),
        ("Access-Control-Allow-Headers", listed.as_str()),
        ("Access-Control-Allow-Headers", "accept, authorization"),
        ("Access-Control-Expose-Headers", listed.as_str()),
        ("Access-Control-Max-Age", "600"),
    ] {
        response
            .headers
            .append(HeaderName::parse(name).unwrap(), value);
    }
    for name in &names {
        response.headers.append(name.clone(), "1");
    }
    let request = Request {
        origin: Origin::parse(PAGE, &PLATFORM).unwrap(),
        url: Url::parse("https://api.example/", None, &PLATFORM).unwrap(),
        method: Method::parse("POST").unwrap(),
        headers,
        credentials: CredentialsMode::Omit,
        mode: Mode::Cors,
        redirect: RedirectMode::Follow,
        body: Body::None,
        api: Api::Fetch,
        cache: CacheMode::Default,
        partition: String::new(),
    };
    for profile in Profile::ALL {
        let mut cache = PreflightCache::new();
        for now in [0.0, 1.0] {
            let exchange = fetch(&request, &[Ok(response.clone())], &mut cache, now, profile);
            assert!(
                matches!(exchange.outcome, Outcome::Allowed(_)),
                "{profile:?}: {:?}",
                exchange.outcome
            );
        }
    }
}
