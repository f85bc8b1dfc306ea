//! Simulated failures: what each fault does to a request, and that it does nothing else.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_analysis::{Analysis, Effect, analyze};
use cors_core::server::Fault;
use cors_core::targets::TARGETS;
use cors_fetch::{CredentialsMode, Profile};
use cors_fetch::{Exchange, Leg, Outcome, Preflight};
use cors_state::{Draft, Faults};
use cors_suffixes::PLATFORM;

const PAGE: &str = "https://app.example.com";

/// One origin, one method, a page of that origin.
fn draft(method: &str, url: &str, fault: &str) -> Draft {
    let mut draft = Draft::default();
    draft.policy.allow_origins = vec![PAGE.to_owned()];
    draft.policy.allow_methods = vec!["PUT".to_owned()];
    draft.policy.allow_headers = vec!["authorization".to_owned()];
    "600".clone_into(&mut draft.policy.max_age);
    PAGE.clone_into(&mut draft.request_mut().page_origin);
    url.clone_into(&mut draft.request_mut().url);
    method.clone_into(&mut draft.request_mut().method);
    draft.faults = Faults::one(fault);
    draft
}

/// The messages in one line: `OPTIONS 204, PUT 200: allowed`.
fn outline(exchange: &Exchange) -> String {
    let status = |leg: &Leg| {
        let response = leg.response.as_ref();
        let status = response.map_or_else(
            |_| "none".to_owned(),
            |response| response.status.to_string(),
        );
        format!("{} {status}", leg.request.method)
    };
    let mut parts = Vec::new();
    for hop in &exchange.hops {
        match &hop.preflight {
            Preflight::Sent { leg, .. } => parts.push(status(leg)),
            Preflight::Cached { .. } => parts.push("cached".to_owned()),
            Preflight::NotNeeded => {}
        }
        parts.extend(hop.actual.as_ref().map(status));
    }
    let end = match &exchange.outcome {
        Outcome::Allowed(_) => "allowed",
        Outcome::NetworkError(error) => error.code(),
        Outcome::NotDocumented(_) => "not documented",
    };
    format!("{}: {end}", parts.join(", "))
}

#[track_caller]
fn check(method: &str, url: &str, fault: &str, expected: &str) {
    let analysis = analyze(&draft(method, url, fault), &PLATFORM);
    let simulation = analysis.simulation(Profile::Standard).unwrap();
    assert_eq!(outline(&simulation.exchange), expected, "{fault}");
    let failure = analysis.failure().unwrap();
    assert!(!matches!(failure.effect, Effect::None(_)), "{fault}");
}

#[test]
fn each_fault_changes_the_exchange_as_expected() {
    let url = "https://api.example.com/users";
    let put = |fault, expected| check("PUT", url, fault, expected);
    let get = |fault, expected| check("GET", url, fault, expected);
    put("preflight-not-routed", "OPTIONS 405: allow-origin-missing");
    put(
        "preflight-not-routed:404",
        "OPTIONS 404: allow-origin-missing",
    );
    put(
        "authentication-before-cors",
        "OPTIONS 401: allow-origin-missing",
    );
    get(
        "authentication-before-cors",
        "GET 401: allow-origin-missing",
    );
    put(
        "headers-missing-on-errors",
        "OPTIONS 204, PUT 500: allow-origin-missing",
    );
    put(
        "headers-missing-on-errors:404",
        "OPTIONS 204, PUT 404: allow-origin-missing",
    );
    put("proxy-strips-headers", "OPTIONS 204: allow-origin-missing");
    put(
        "proxy-doubles-headers",
        "OPTIONS 204: allow-origin-multiple",
    );
    put("redirects-to-slash", "OPTIONS 301: allow-origin-missing");
    get(
        "redirects-to-another-host",
        "GET 307, GET 200: allow-origin-missing",
    );
    get("vary-missing-own-cache", "GET 200: allow-origin-missing");
    get("vary-missing-shared-cache", "GET 200: allow-origin-missing");
    put("stale-preflight", "cached, PUT 200: allow-origin-missing");
    put("server-down", "OPTIONS none: network");
    get("server-down", "GET none: network");
}

#[test]
fn the_outer_layer_wraps_the_inner_one() {
    let outline_of = |faults: &[&str]| {
        let mut draft = draft("PUT", "https://api.example.com/users", "");
        let faults: Vec<String> = faults.iter().map(|&fault| fault.to_owned()).collect();
        draft.faults = Faults::try_from(faults).unwrap();
        let analysis = analyze(&draft, &PLATFORM);
        outline(&analysis.simulation(Profile::Standard).unwrap().exchange)
    };
    // A proxy doubles what is there: nothing, where another one has stripped it before.
    assert_eq!(
        outline_of(&["proxy-doubles-headers", "proxy-strips-headers"]),
        "OPTIONS 204: allow-origin-missing"
    );
    // Whoever is outside responds first.
    assert_eq!(
        outline_of(&["preflight-not-routed", "server-down"]),
        "OPTIONS 405: allow-origin-missing"
    );
    assert_eq!(
        outline_of(&["server-down", "preflight-not-routed"]),
        "OPTIONS none: network"
    );
}

#[test]
fn without_an_effect_the_exchange_is_the_one_without_the_fault() {
    let url = "https://api.example.com/users/";
    for (method, fault) in [
        ("GET", Fault::PreflightNotRouted),
        ("PUT", Fault::RedirectsToHttps),
        ("PUT", Fault::RedirectsToSlash),
        ("PUT", Fault::VaryMissingOwnCache),
        ("PUT", Fault::VaryMissingSharedCache),
        ("GET", Fault::StalePreflight),
    ] {
        for profile in Profile::ALL {
            let mut with = draft(method, url, fault.id());
            with.browser = profile;
            let mut without = with.clone();
            without.faults = Faults::default();
            let (with, without) = (analyze(&with, &PLATFORM), analyze(&without, &PLATFORM));
            let failure = with.failure().unwrap();
            assert!(matches!(failure.effect, Effect::None(_)), "{fault:?}");
            assert!(failure.earlier.is_empty(), "{fault:?}");
            let exchange =
                |analysis: &Analysis| analysis.simulation(profile).unwrap().exchange.clone();
            assert_eq!(exchange(&with), exchange(&without), "{fault:?}");
            assert!(without.failure().is_none());
        }
    }
}

#[test]
fn firefox_reuses_an_image_only_with_credentials_on_the_same_site() {
    let effect = |page: &str, url: &str, credentials| {
        let mut draft = draft("GET", url, Fault::VaryMissingOwnCache.id());
        draft.policy.allow_origins = vec![page.to_owned()];
        draft.policy.allow_credentials = true;
        page.clone_into(&mut draft.request_mut().page_origin);
        draft.request_mut().credentials = credentials;
        draft.browser = Profile::Firefox;
        analyze(&draft, &PLATFORM).failure().unwrap().effect == Effect::Blocked
    };
    let (include, same_origin) = (CredentialsMode::Include, CredentialsMode::SameOrigin);
    let api = "https://api.example.com/logo.png";
    assert!(effect(PAGE, api, include));
    assert!(!effect(PAGE, api, same_origin));
    assert!(!effect("https://app.example.org", api, include));
    assert!(!effect("http://app.example.com", api, include));
    assert!(effect(
        "http://127.0.0.1:1",
        "http://127.0.0.1:2/x",
        include
    ));
    assert!(!effect(
        "http://localhost:1",
        "http://127.0.0.1:2/x",
        include
    ));
    assert!(!effect("http://10.0.0.1", "http://9.0.0.1/x", include));
}

#[test]
fn every_fault_has_texts_and_a_fix_for_every_target() {
    for &fault in Fault::ALL {
        assert_eq!(Fault::from_id(fault.id()), Some(fault));
        for target in TARGETS {
            let mut draft = draft("PUT", "https://api.example.com/users", fault.id());
            target.id.clone_into(&mut draft.target);
            let analysis = analyze(&draft, &PLATFORM);
            let failure = analysis.failure().unwrap();
            let row = fault.row();
            for text in [
                row.description,
                row.symptoms,
                row.fix,
                failure.fixes[0].text,
            ] {
                assert!(text.ends_with('.'), "{fault:?}: {text}");
                assert_eq!(text.matches('`').count() % 2, 0, "{fault:?}: {text}");
            }
            assert!(
                failure.fixes[0]
                    .target
                    .is_none_or(|name| name == target.label)
            );
            assert_eq!(failure.engines.len(), 3);
        }
    }
    assert_eq!(Fault::from_id("gremlins"), None);
    let unknown = analyze(
        &draft("PUT", "https://api.example.com/", "gremlins"),
        &PLATFORM,
    );
    assert!(unknown.failure().is_none() && unknown.layers().is_err());
}
