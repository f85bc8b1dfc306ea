//! A server that has a policy agrees with it, and one that has another doesn't.
#![allow(clippy::expect_used, clippy::panic, missing_docs)]

mod server;

use std::time::Duration;

use cors_core::policy::{Policy, PolicyDraft};
use cors_core::server::App;
use cors_http::{HttpResponse, Status, Url};
use cors_probe::{Client, Compared, Credentials, Path, compare};
use cors_suffixes::PLATFORM;

const POLICY: &str = r#"{"allow_origins":["https://app.example.com","https://*.acme.dev"],"allow_methods":["PUT"],"allow_headers":["content-type"],"allow_credentials":true,"max_age":600}"#;

fn policy(json: &str) -> Policy {
    let draft: PolicyDraft = serde_json::from_str(json).expect("a policy");
    draft
        .parse(&PLATFORM)
        .whole()
        .expect("a whole policy")
        .clone()
}

fn compared(on_server: &str, app: App, paths: &[(&str, u64)]) -> Vec<Compared> {
    let url = server::start(policy(on_server), app);
    let paths: Vec<Path> = paths
        .iter()
        .map(|(path, code)| Path {
            status: Status::new(*code).expect("a status"),
            url: Url::parse(path, Some(&url), &PLATFORM).expect("a path"),
        })
        .collect();
    let mut client = Client::new(&url, Credentials::default()).with_pause(Duration::ZERO);
    compare(&policy(POLICY), &url, &paths, true, &mut client, &PLATFORM)
}

/// What the server of this policy does otherwise: why it was asked, and the request.
#[track_caller]
fn check(on_server: &str, expected: &[(&str, &str)]) {
    let compared = compared(on_server, App::default(), &[]);
    assert!(compared.len() > 40, "{}", compared.len());
    let differing: Vec<(&str, String)> = compared
        .iter()
        .filter(|one| !one.agrees())
        .map(|one| {
            let request = &one.request;
            let text = format!("{} from {}", request.method, request.origin.serialize());
            (one.about, text)
        })
        .collect();
    let differing: Vec<(&str, &str)> = differing
        .iter()
        .map(|(about, text)| (*about, text.as_str()))
        .collect();
    for pair in expected {
        assert!(differing.contains(pair), "{pair:?} isn't in {differing:?}");
    }
    assert_eq!(differing.is_empty(), expected.is_empty(), "{differing:?}");
}

#[test]
fn same_policy_agrees() {
    check(POLICY, &[]);
}

#[test]
fn other_origins_are_found() {
    check(
        &POLICY.replace("https://*.acme.dev", "https://shop.acme.dev"),
        &[("origin", "GET from https://app.acme.dev")],
    );
    check(
        &POLICY.replace("https://*.acme.dev", "https://*.acme.dev:*"),
        &[("origin", "GET from https://site0.acme.dev:8080")],
    );
}

#[test]
fn other_methods_are_found() {
    check(
        &POLICY.replace("PUT", "DELETE"),
        &[("method or header", "PUT from https://app.example.com")],
    );
    check(
        &POLICY.replace("\"PUT\"", "\"PUT\",\"PATCH\""),
        &[("method or header", "PATCH from https://app.example.com")],
    );
}

#[test]
fn other_headers_are_found() {
    check(
        &POLICY.replace("content-type", "x-other"),
        &[("method or header", "GET from https://app.example.com")],
    );
}

#[test]
fn missing_credentials_are_found() {
    check(
        &POLICY.replace("true", "false"),
        &[("credentials", "GET from https://app.example.com")],
    );
}

#[test]
fn another_max_age_is_found() {
    check(
        &POLICY.replace("600", "60"),
        &[(
            "time that preflights are cached",
            "PUT from https://app.example.com",
        )],
    );
}

#[test]
fn error_paths_are_compared_with_their_status() {
    let app = App {
        response: HttpResponse::new(Status::new(404).expect("a status")),
        ..App::default()
    };
    let compared = compared(POLICY, app, &[("/missing", 404), ("/other", 500)]);
    let about_paths: Vec<bool> = compared
        .iter()
        .filter(|one| one.about == "error path")
        .map(Compared::agrees)
        .collect();
    assert_eq!(about_paths, [true, false]);
}
