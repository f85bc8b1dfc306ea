//! Hostile origins: none gets in on any target, whatever the policy, and what a browser sends runs the
//! application all the same.

use std::collections::BTreeSet;

use cors_analysis::attack::{Sender, Trick, Verdict, attackers, attempts, on_target};
use cors_core::policy::{Policy, PolicyDraft};
use cors_core::server::Reply;
use cors_core::targets::TARGETS;
use cors_fetch::Profile;
use cors_http::Url;
use cors_http::{HttpRequest, HttpResponse, Status};
use cors_suffixes::PLATFORM;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const ORIGINS: [&str; 18] = [
    "*",
    "null",
    "https://example.com",
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://a.b.c.example.co.uk",
    "http://app.example.com",
    "https://*.example.com",
    "https://*.example.com:*",
    "https://*.app.example.com:8443",
    "https://pr-*.preview.example.com",
    "https://xn--bcher-kva.example",
    "https://app.example.com.",
    "http://localhost:3000",
    "http://localhost:*",
    "http://192.0.2.1",
    "http://[::1]:3000",
    "capacitor://localhost",
];

prop_compose! {
    fn policy()(
        origins in subsequence(&ORIGINS[..], 1..=5).prop_shuffle(),
        methods in subsequence(&["GET", "PUT", "*", "PATCH"][..], 0..=3),
        headers in subsequence(&["content-type", "accept", "*", "x-one"][..], 0..=3),
        allow_credentials in any::<bool>(),
    ) -> PolicyDraft {
        let list = |items: Vec<&str>| items.into_iter().map(str::to_owned).collect();
        PolicyDraft {
            allow_origins: list(origins),
            allow_methods: list(methods),
            allow_headers: list(headers),
            allow_credentials,
            ..PolicyDraft::default()
        }
    }
}

fn read(draft: &PolicyDraft) -> Option<Policy> {
    draft.parse(&PLATFORM).whole().cloned()
}

fn url() -> Option<Url> {
    Url::parse("https://api.test/", None, &PLATFORM).ok()
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(256)
    })]

    #[test]
    fn no_origin_can_read_unless_the_policy_allows_it(draft in policy(), profile in select(&Profile::ALL[..])) {
        let (Some(policy), Some(url)) = (read(&draft), url()) else {
            return Ok(());
        };
        for target in TARGETS {
            for &version in target.versions {
                for attempt in on_target(&policy, Some(&target.chosen(version, [])), &url, profile, &PLATFORM) {
                    let origin = attempt.attacker.origin.as_bytes();
                    let meant = policy.allow_origin_for(Some(origin)).is_some();
                    let allowed = matches!(attempt.verdict, Verdict::Allowed { .. });
                    if attempt.verdict == Verdict::NotDocumented {
                        prop_assert!(target.source().is_some(), "{:?} {:?}", draft, attempt);
                        continue;
                    }
                    prop_assert_eq!(allowed, meant, "{:?} {:?}", draft, attempt);
                    // One that isn't run ignores case, which only programs can make use of.
                    let is_known = target.id == "ingress-nginx" && attempt.sender == Sender::Program;
                    if !is_known {
                        prop_assert_ne!(&attempt.verdict, &Verdict::Succeeds, "{:?} {:?}", draft, attempt);
                    }
                    if !meant {
                        prop_assert!(!attempt.without_preflight.allowed && !attempt.with_preflight.allowed);
                        // CORS keeps nobody from calling, only from reading.
                        prop_assert!(attempt.without_preflight.reached_app, "{:?} {:?}", draft, attempt);
                        // Some services only add headers, and pass preflights on.
                        let passes_on = target.source().is_some();
                        prop_assert!(passes_on || !attempt.with_preflight.reached_app, "{:?} {:?}", draft, attempt);
                    }
                }
            }
        }
    }

    #[test]
    fn no_attack_origin_is_listed_twice_and_no_list_is_endless(draft in policy()) {
        let Some(policy) = read(&draft) else {
            return Ok(());
        };
        let all = attackers(&policy, &PLATFORM.suffixes);
        let origins: BTreeSet<&str> = all.iter().map(|attacker| attacker.origin.as_str()).collect();
        prop_assert_eq!(origins.len(), all.len());
        prop_assert!(all.len() <= 2 + 3 * 21, "{}", all.len());
    }
}

/// What a careless server does: it shares with whoever asks.
#[test]
fn a_server_that_reflects_every_origin_is_found_out() {
    let draft = PolicyDraft {
        allow_origins: vec!["https://app.example.com".to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        ..PolicyDraft::default()
    };
    let (Some(policy), Some(url)) = (read(&draft), url()) else {
        unreachable!("both are well-formed");
    };
    let mut careless = |message: &HttpRequest| {
        let mut answer = HttpResponse::new(Status::OK).with("Access-Control-Allow-Methods", "PUT");
        if let Some(origin) = message.origin() {
            answer = answer.with("Access-Control-Allow-Origin", origin);
        }
        Reply {
            answer: Ok(answer),
            reached_app: !message.is_cors_preflight_request(),
        }
    };
    let all = attempts(&policy, &url, Profile::Standard, &mut careless, &PLATFORM);
    assert!(all.len() > 10);
    for attempt in all {
        assert_eq!(attempt.verdict, Verdict::Succeeds, "{attempt:?}");
        let from_page = attempt.sender == Sender::Page;
        assert_eq!(attempt.without_preflight.allowed, from_page, "{attempt:?}");
        assert_eq!(attempt.with_preflight.allowed, from_page, "{attempt:?}");
    }
}

#[test]
fn every_entry_of_a_short_list_is_imitated() {
    let draft = PolicyDraft {
        allow_origins: ["null", "https://a.example.com", "https://b.example.org"]
            .map(str::to_owned)
            .to_vec(),
        ..PolicyDraft::default()
    };
    let entries: Vec<String> = read(&draft)
        .iter()
        .flat_map(|policy| attackers(policy, &PLATFORM.suffixes))
        .filter(|attacker| attacker.trick == Trick::PutBehind)
        .map(|attacker| attacker.entry)
        .collect();
    assert_eq!(entries, ["https://a.example.com", "https://b.example.org"]);
}
