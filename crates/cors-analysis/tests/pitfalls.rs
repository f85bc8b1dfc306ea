//! What goes wrong in practice: what each fault does to a request, and that it does nothing else.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cors_analysis::analysis::{Effect, analyze, pitfall};
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

/// The messages in one line: `OPTIONS 204, PUT 200: shared`.
fn told(exchange: &Exchange) -> String {
    let status = |leg: &Leg| {
        let answer = leg.answer.as_ref();
        let status = answer.map_or_else(|_| "none".to_owned(), |answer| answer.status.to_string());
        format!("{} {status}", leg.request.method)
    };
    let mut parts = Vec::new();
    for hop in &exchange.hops {
        match &hop.preflight {
            Preflight::Sent { leg, .. } => parts.push(status(leg)),
            Preflight::Cached { .. } => parts.push("remembered".to_owned()),
            Preflight::NotNeeded => {}
        }
        parts.extend(hop.actual.as_ref().map(status));
    }
    let end = match &exchange.outcome {
        Outcome::Shared(_) => "shared",
        Outcome::NetworkError(error) => error.code(),
    };
    format!("{}: {end}", parts.join(", "))
}

#[track_caller]
fn check(method: &str, url: &str, fault: Fault, expected: &str) {
    let analysis = analyze(&draft(method, url, fault.id()), &PLATFORM);
    let shown = analysis.exchange.unwrap();
    assert_eq!(told(&shown.exchange), expected, "{fault:?}");
    assert_ne!(shown.effect, None, "{fault:?}");
}

#[test]
fn each_fault_changes_the_exchange_as_it_would_be() {
    let url = "https://api.example.com/users";
    let put = |fault, expected| check("PUT", url, fault, expected);
    let get = |fault, expected| check("GET", url, fault, expected);
    put(
        Fault::PreflightNotRouted,
        "OPTIONS 405: preflight-acao-missing",
    );
    put(
        Fault::AuthenticationBeforeCors,
        "OPTIONS 401: preflight-acao-missing",
    );
    get(Fault::AuthenticationBeforeCors, "GET 401: acao-missing");
    put(
        Fault::HeadersMissingOnErrors,
        "OPTIONS 204, PUT 500: acao-missing",
    );
    put(
        Fault::ProxyStripsHeaders,
        "OPTIONS 204: preflight-acao-missing",
    );
    put(
        Fault::ProxyDoublesHeaders,
        "OPTIONS 204: preflight-acao-mismatch",
    );
    put(
        Fault::RedirectsToSlash,
        "OPTIONS 301: preflight-acao-missing",
    );
    get(
        Fault::RedirectsToAnotherHost,
        "GET 307, GET 200: acao-missing",
    );
    get(Fault::VaryMissingOwnCache, "GET 200: acao-missing");
    get(Fault::VaryMissingSharedCache, "GET 200: acao-missing");
    put(Fault::StalePreflight, "remembered, PUT 200: acao-missing");
    put(Fault::ServerDown, "OPTIONS none: preflight-network");
    get(Fault::ServerDown, "GET none: network");
}

#[test]
fn where_a_fault_has_no_effect_the_exchange_is_the_one_without_it() {
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
            let shown = analyze(&with, &PLATFORM).exchange.unwrap();
            let plain = analyze(&without, &PLATFORM).exchange.unwrap();
            assert!(matches!(shown.effect, Some(Effect::None(_))), "{fault:?}");
            assert!(shown.earlier.is_empty(), "{fault:?}");
            assert_eq!(shown.exchange, plain.exchange, "{fault:?}");
            assert_eq!(plain.effect, None);
        }
    }
}

#[test]
fn firefox_finds_an_image_only_with_credentials_on_the_same_site() {
    let effect = |page: &str, url: &str, credentials| {
        let mut draft = draft("GET", url, Fault::VaryMissingOwnCache.id());
        draft.policy.allow_origins = vec![page.to_owned()];
        draft.policy.allow_credentials = true;
        page.clone_into(&mut draft.request_mut().page_origin);
        draft.request_mut().credentials = credentials;
        draft.browser = Profile::Firefox;
        let shown = analyze(&draft, &PLATFORM).exchange.unwrap();
        shown.effect == Some(Effect::Refused)
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
fn every_fault_is_explained_for_every_target() {
    for fault in Fault::ALL {
        assert_eq!(Fault::from_id(fault.id()), Some(fault));
        for target in TARGETS {
            let mut draft = draft("PUT", "https://api.example.com/users", fault.id());
            target.id.clone_into(&mut draft.target);
            let explained = pitfall(&draft, &PLATFORM).unwrap();
            for text in [explained.on, explained.recognise, explained.repair] {
                assert!(text.ends_with('.'), "{fault:?}: {text}");
                assert_eq!(text.matches('`').count() % 2, 0, "{fault:?}: {text}");
            }
            assert!(explained.target.is_none_or(|name| name == target.label));
            assert_eq!(explained.engines.len(), 3);
        }
    }
    assert_eq!(Fault::from_id("gremlins"), None);
    assert!(pitfall(&draft("PUT", "https://api.example.com/", ""), &PLATFORM).is_none());
}
