//! Properties of the comparison: policies that it calls the same treat every request alike.

use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_http::Origin;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use cors_suffixes::PLATFORM;

/// Entries that overlap, cover each other and only just miss each other.
const ORIGINS: [&str; 18] = [
    "*",
    "null",
    "https://a.test",
    "http://a.test",
    "https://a.test:8080",
    "https://a.test:*",
    "https://*.a.test",
    "https://*.b.a.test",
    "https://*.a.test:*",
    "http://*.a.test",
    "https://x*.a.test",
    "https://*y.a.test",
    "https://x*y.a.test",
    "https://app*.a.test",
    "https://xy.a.test",
    "https://b.a.test",
    "https://api.example.com",
    "capacitor://localhost",
];
const METHODS: [&str; 8] = [
    "*", "GET", "POST", "put", "PATCH", "patch", "TRACE", "METHOD1",
];
const HEADERS: [&str; 9] = [
    "*",
    "authorization",
    "content-type",
    "accept",
    "range",
    "X-A",
    "x-other",
    "cookie",
    "x-b",
];
const EXPOSED: [&str; 7] = [
    "*",
    "X-A",
    "x-other",
    "content-type",
    "set-cookie",
    "etag",
    "vary",
];

fn entries(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    subsequence(of.to_vec(), 0..4)
        .prop_shuffle()
        .prop_map(|entries| entries.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn any_policy()(
        allow_origins in entries(&ORIGINS),
        allow_methods in entries(&METHODS),
        allow_headers in entries(&HEADERS),
        expose_headers in entries(&EXPOSED),
        allow_credentials in any::<bool>(),
        max_age in select(vec!["", "0", "5", "600"]),
        preflight_status in select(vec![PreflightStatus::NoContent, PreflightStatus::Ok]),
    ) -> PolicyDraft {
        PolicyDraft {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            allow_credentials,
            max_age: max_age.to_owned(),
            preflight_status,
        }
    }
}

/// A change to a policy: an entry comes or goes, or another field changes.
fn toggle(draft: &mut PolicyDraft, which: usize) {
    let fields = [
        (&ORIGINS[..], &mut draft.allow_origins),
        (&METHODS[..], &mut draft.allow_methods),
        (&HEADERS[..], &mut draft.allow_headers),
        (&EXPOSED[..], &mut draft.expose_headers),
    ];
    let mut which = which;
    for (known, list) in fields {
        if let Some(&entry) = known.get(which) {
            let before = list.len();
            list.retain(|listed| listed != entry);
            if list.len() == before {
                list.push(entry.to_owned());
            }
            return;
        }
        which -= known.len();
    }
    match which {
        0 => draft.allow_credentials = !draft.allow_credentials,
        1 => draft.max_age = if draft.max_age == "5" { "" } else { "5" }.to_owned(),
        _ => draft.preflight_status = PreflightStatus::Ok,
    }
}

const TOGGLES: usize = ORIGINS.len() + METHODS.len() + HEADERS.len() + EXPOSED.len() + 3;

/// Two policies, of which the second is the first with a few changes, or any other.
fn pair() -> impl Strategy<Value = (PolicyDraft, PolicyDraft)> {
    let near = (any_policy(), prop::collection::vec(0..TOGGLES, 0..3)).prop_map(|(a, toggles)| {
        let mut b = a.clone();
        for which in toggles {
            toggle(&mut b, which);
        }
        (a, b)
    });
    prop_oneof![4 => near, 1 => (any_policy(), any_policy())]
}

/// Any request of a page that the entries above may be about.
fn any_probe() -> impl Strategy<Value = Probe> {
    let hosts = "(([abxy]|xzy|xz|zy|app1|a_b|c\\.b|xy|site0)\\.)?(a|other)\\.test(:(8080|9))?";
    let origins = prop_oneof![
        8 => (select(vec!["https", "http"]), hosts).prop_map(|(scheme, host)| format!("{scheme}://{host}")),
        1 => select(vec!["null", "capacitor://localhost", "https://api.example.com"]).prop_map(str::to_owned),
    ];
    let origin = origins.prop_filter_map("no origin", |text| Origin::parse(&text, &PLATFORM));
    let credentials = select(vec![
        CredentialsMode::Omit,
        CredentialsMode::SameOrigin,
        CredentialsMode::Include,
    ]);
    let methods = vec![
        "GET", "HEAD", "POST", "PUT", "PATCH", "patch", "DELETE", "METHOD1", "M",
    ];
    let request_headers = subsequence(
        vec![
            "Authorization",
            "Content-Type",
            "Accept",
            "Range",
            "X-A",
            "X-B",
            "X-C",
            "Cookie",
        ],
        0..3,
    );
    let response_header = select(vec![
        "X-A",
        "X-Other",
        "Content-Type",
        "Set-Cookie",
        "ETag",
        "X-C",
    ]);
    (
        any::<bool>(),
        origin,
        credentials,
        select(methods),
        request_headers,
        response_header,
    )
        .prop_map(
            |(is_page, origin, credentials, method, headers, response_header)| {
                let get = PageProbe::get(&origin, credentials, &PLATFORM);
                if !is_page {
                    return Probe::preflight(&get);
                }
                let page = get
                    .with_method(Method::literal(method))
                    .with_response_header(HeaderName::literal(response_header));
                headers
                    .into_iter()
                    .map(HeaderName::literal)
                    .fold(page, PageProbe::with_header)
                    .into()
            },
        )
}

fn find(a: &PolicyDraft, b: &PolicyDraft) -> Option<Difference> {
    let (a, b) = (a.parse(&PLATFORM), b.parse(&PLATFORM));
    difference(a.policy(), b.policy(), &PLATFORM)
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 300,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_request_tells_policies_apart_that_are_the_same(
        (a, b) in pair(),
        probes in prop::collection::vec(any_probe(), 60),
    ) {
        let (a, b) = (a.parse(&PLATFORM), b.parse(&PLATFORM));
        let (a, b) = (a.policy(), b.policy());
        let found = difference(a, b, &PLATFORM);
        if let Some(Difference { probe, .. }) = &found {
            prop_assert!(!probe.ask(a, &PLATFORM).means_the_same_as(&probe.ask(b, &PLATFORM)));
        } else {
            for probe in probes {
                prop_assert!(
                    probe.ask(a, &PLATFORM).means_the_same_as(&probe.ask(b, &PLATFORM)),
                    "{:?}: {:?} and {:?}", probe, probe.ask(a, &PLATFORM), probe.ask(b, &PLATFORM)
                );
            }
        }
        prop_assert_eq!(found.is_some(), difference(b, a, &PLATFORM).is_some());
    }

    #[test]
    fn a_policy_written_differently_is_the_same(mut a in any_policy()) {
        let original = a.clone();
        for list in [&mut a.allow_origins, &mut a.allow_methods, &mut a.allow_headers, &mut a.expose_headers] {
            list.reverse();
            list.extend(list.first().cloned());
        }
        a.allow_methods.push("GET".to_owned());
        if a.allow_origins.iter().any(|entry| entry == "https://*.a.test:*") {
            a.allow_origins.push("https://new.a.test:81".to_owned());
        }
        a.expose_headers.push("Cache-Control".to_owned());
        prop_assert!(find(&original, &a).is_none());
    }
}
