//! What must hold for every sound policy on every target: the response of an allowed request is shared, and
//! nothing is shared with an origin that the policy does not allow.

use cors_core::policy::{AllowCredentials, AllowHeaders, Policy, PolicyDraft, PreflightStatus};
use cors_core::server::App;
use cors_core::targets::{Setup, TARGETS};
use cors_fetch::Outcome;
use cors_fetch::{CredentialsMode, Mode, PreflightCache, Profile, RequestDraft, main_fetch};
use cors_http::Method;
use cors_suffixes::PLATFORM;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const ALLOWED: [&str; 7] = [
    "*",
    "null",
    "https://app.example.com",
    "https://admin.example.com:8443",
    "https://*.example.org",
    "http://localhost:*",
    "https://pr-*.preview.example.net",
];
const ORIGINS: [&str; 14] = [
    "https://app.example.com",
    "https://admin.example.com:8443",
    "https://a.example.org",
    "https://a.b.example.org",
    "http://localhost:3000",
    "https://pr-7.preview.example.net",
    "null",
    "https://example.org",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://app.example.com.evil.example",
    "https://evilexample.org",
    "https://aXexample.org",
    "https://pr-7.evil.preview.example.net",
];
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const HEADERS: [&str; 4] = ["content-type", "authorization", "x-request-id", "accept"];

fn list(items: &[&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    subsequence(items.to_vec(), 0..=most)
        .prop_map(|items| items.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn policy()(
        allow_origins in list(&ALLOWED, 4),
        allow_methods in list(&["*", "GET", "POST", "PUT", "PATCH", "DELETE"], 4),
        allow_headers in list(&["*", "Content-Type", "authorization", "X-Request-Id"], 3),
        expose_headers in list(&["x-total-count", "etag"], 2),
        allow_credentials in any::<bool>(),
        max_age in select(vec!["", "0", "600"]),
        ok in any::<bool>(),
    ) -> PolicyDraft {
        PolicyDraft {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            allow_credentials,
            max_age: max_age.to_owned(),
            preflight_status: if ok { PreflightStatus::Ok } else { PreflightStatus::NoContent },
        }
    }
}

prop_compose! {
    fn request()(
        page_origin in select(ORIGINS.to_vec()),
        method in select(METHODS.to_vec()),
        names in list(&HEADERS, 4),
    ) -> RequestDraft {
        RequestDraft {
            page_origin: page_origin.to_owned(),
            url: "https://api.example.com/".to_owned(),
            method: method.to_owned(),
            headers: names
                .into_iter()
                .map(|name| {
                    let value = if name == "content-type" { "application/json" } else { "1" };
                    (name, value.to_owned())
                })
                .collect(),
            credentials: CredentialsMode::SameOrigin,
            mode: Mode::Cors,
        }
    }
}

/// Whether the policy allows every header that needs permission; all but `Accept` do here.
fn allows_headers(policy: &Policy, request: &RequestDraft) -> bool {
    request
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| *name != "accept")
        .all(|name| match &policy.headers {
            AllowHeaders::Listed(names) => names.iter().any(|listed| listed.is(name)),
            // With credentials the names are reflected, `Authorization` among them.
            AllowHeaders::Any { and_authorization } => {
                name != "authorization"
                    || *and_authorization
                    || policy.credentials == AllowCredentials::Yes
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn allowed_requests_can_be_read_and_other_origins_are_blocked(
        draft in policy(),
        mut asked in request(),
        include in any::<bool>(),
    ) {
        let parsed = draft.parse(&PLATFORM);
        let policy = parsed.whole().unwrap();
        prop_assume!(policy.check().is_ok());
        let sound = policy.check().unwrap();
        if include && policy.credentials == AllowCredentials::Yes {
            asked.credentials = CredentialsMode::Include;
        }
        let origin_allowed = policy.allow_origin_for(Some(asked.page_origin.as_bytes())).is_some();
        let allowed = origin_allowed
            && policy.methods.allows(&Method::parse(&asked.method).unwrap())
            && allows_headers(policy, &asked);
        let request = asked.parse(&PLATFORM).request.unwrap();
        for target in TARGETS {
            for &version in target.versions {
                if (target.render)(&sound, &Setup::of(version), None).is_err() {
                    continue;
                }
                let exchange = main_fetch(
                    &request,
                    &mut |message| (target.respond)(&sound, &Setup::of(version), message, &App::default()).answer,
                    &mut PreflightCache::default(),
                    0.0,
                    Profile::Standard,
                    &PLATFORM,
                    &mut |_| {},
                );
                let shared = matches!(exchange.outcome, Outcome::Allowed(_));
                let is_open = target.source().is_some()
                    && matches!(exchange.outcome, Outcome::NotDocumented(_));
                prop_assert!(!allowed || shared || is_open, "{} does not share {asked:?} under {draft:?}", target.id);
                prop_assert!(origin_allowed || !shared, "{} shares {asked:?} under {draft:?}", target.id);
            }
        }
    }
}
