//! The policy that is learned treats every request like the policy of the server.
#![allow(clippy::expect_used, clippy::panic, missing_docs)]

mod server;

use std::time::Duration;

use cors_analysis::diff::PageProbe;
use cors_core::policy::{Policy, PolicyDraft};
use cors_core::server::App;
use cors_fetch::CredentialsMode;
use cors_http::{HeaderName, Method, Origin};
use cors_probe::{Client, Credentials, Learned, Tried, learn};
use cors_suffixes::PLATFORM;

const ORIGINS: [&str; 12] = [
    "https://app.example.com",
    "https://admin.example.com:8443",
    "http://localhost:5173",
    "https://shop.acme.dev",
    "https://a.b.acme.dev",
    "https://acme.dev",
    "http://shop.acme.dev",
    "https://other.test",
    "https://other.test:8080",
    "https://app.example.com.evil.test",
    "capacitor://localhost",
    "null",
];
const METHODS: [&str; 7] = ["GET", "PUT", "DELETE", "PATCH", "patch", "QUERY", "POST"];
const HEADERS: [&str; 5] = ["content-type", "authorization", "x-a", "x-b", "etag"];

fn policy(json: &str) -> Policy {
    let draft: PolicyDraft = serde_json::from_str(json).expect("a policy");
    draft
        .parse(&PLATFORM)
        .whole()
        .expect("a whole policy")
        .clone()
}

fn tried() -> Tried {
    Tried {
        origins: ORIGINS
            .iter()
            .map(|text| Origin::parse(text, &PLATFORM).expect("an origin"))
            .collect(),
        methods: METHODS.map(Method::literal).into(),
        headers: HEADERS.map(HeaderName::literal).into(),
    }
}

fn learned(policy: &Policy) -> Learned {
    let url = server::start(policy.clone(), App::default());
    let mut client = Client::new(&url, Credentials::default()).with_pause(Duration::ZERO);
    match learn(&url, &tried(), &mut client, &PLATFORM) {
        Ok(learned) => learned,
        Err(trouble) => panic!("{trouble}"),
    }
}

/// Every combination of what was tried has the same outcome under both policies: 1,008 requests.
#[track_caller]
fn check(json: &str, expected_origins: &[&str]) {
    let policy = policy(json);
    let learned = learned(&policy);
    assert_eq!(learned.policy.allow_origins, expected_origins, "{json}");
    let inferred = learned.policy.parse(&PLATFORM);
    let inferred = inferred.policy();
    for origin in &tried().origins {
        for mode in [CredentialsMode::SameOrigin, CredentialsMode::Include] {
            for method in METHODS.map(Method::literal) {
                for header in [None].into_iter().chain(HEADERS.map(Some)) {
                    let mut probe =
                        PageProbe::get(origin, mode, &PLATFORM).with_method(method.clone());
                    if let Some(name) = header {
                        probe = probe.with_header(HeaderName::literal(name));
                    }
                    let (is, learned) = (
                        probe.ask(&policy, &PLATFORM).is_allowed(),
                        probe.ask(inferred, &PLATFORM).is_allowed(),
                    );
                    assert_eq!(is, learned, "{json}: {probe:?}");
                }
            }
        }
    }
}

#[test]
fn lists_are_learned() {
    check(
        r#"{"allow_origins":["https://app.example.com","null"],"allow_methods":["PUT","QUERY"],"allow_headers":["content-type"],"max_age":600}"#,
        &["https://app.example.com", "null"],
    );
}

#[test]
fn credentials_are_learned() {
    check(
        r#"{"allow_origins":["https://app.example.com","https://admin.example.com:8443"],"allow_methods":["patch"],"allow_headers":["authorization","x-b"],"allow_credentials":true}"#,
        &["https://app.example.com", "https://admin.example.com:8443"],
    );
}

#[test]
fn any_origin_method_and_header_are_learned() {
    check(
        r#"{"allow_origins":["*"],"allow_methods":["*"],"allow_headers":["*"]}"#,
        &["*"],
    );
    check(
        r#"{"allow_origins":["*"],"allow_methods":["DELETE"],"allow_headers":["*","authorization"]}"#,
        &["*"],
    );
    check(
        r#"{"allow_origins":["https://other.test"],"allow_methods":["*"],"allow_headers":["*"],"allow_credentials":true}"#,
        &["https://other.test"],
    );
}

#[test]
fn patterns_are_learned() {
    check(
        r#"{"allow_origins":["https://*.acme.dev"],"allow_methods":["PUT"]}"#,
        &["https://*.acme.dev"],
    );
    check(
        r#"{"allow_origins":["http://localhost:*"],"allow_headers":["x-a"]}"#,
        &["http://localhost:*"],
    );
}

#[test]
fn nothing_is_learned_where_nothing_is_allowed() {
    let learned = learned(&policy(r#"{"allow_origins":["https://unknown.test"]}"#));
    assert_eq!(learned.policy, PolicyDraft::default());
    assert!(
        learned
            .open
            .iter()
            .any(|line| line.starts_with("None of the origins is allowed")),
        "{:?}",
        learned.open
    );
}

#[test]
fn details_of_preflights_are_learned() {
    let learned = learned(&policy(
        r#"{"allow_origins":["https://app.example.com"],"allow_methods":["PUT"],"expose_headers":["X-Total","etag"],"max_age":7200,"preflight_status":200}"#,
    ));
    assert_eq!(learned.policy.max_age, "7200");
    assert_eq!(learned.policy.expose_headers, ["X-Total", "etag"]);
    assert_eq!(
        learned.policy.preflight_status,
        cors_core::policy::PreflightStatus::Ok
    );
    assert_eq!(learned.policy.allow_methods, ["PUT"]);
}
