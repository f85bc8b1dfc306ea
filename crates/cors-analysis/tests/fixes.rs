//! Fixes: each ends its finding and introduces no error, and following them comes to an end and never goes in
//! a circle. Errors and soundness are one and the same, and what has no error renders.

use cors_analysis::field::Field;
use cors_analysis::findings::{Finding, Severity};
use cors_analysis::{Scope, analyze};
use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_core::targets::{Setup, TARGETS};
use cors_fetch::{CredentialsMode, Mode, RequestDraft};
use cors_state::Draft;
use cors_suffixes::PLATFORM;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const ORIGINS: [&str; 41] = [
    "*",
    "null",
    "NULL",
    "https://app.example.com",
    "https://app.example.com/",
    "HTTPS://App.Example.com:443/",
    "https://app.example.com:8443",
    "http://app.example.com",
    "https://*.example.com",
    "https://*.example.com:*",
    "http://localhost:3000",
    "http://localhost:*",
    "https://192.0.2.1",
    "https://*.github.io",
    "https://app-*.vercel.app",
    "https://*example.com",
    "app.example.com",
    "https://app.example.com/api?x=1",
    "https://user@app.example.com",
    "wss://app.example.com",
    "capacitor://localhost",
    "https://app.*.com",
    "https://app.example.com:",
    "https://app.example.com@evil.example",
    "https://*.com",
    "https://app-*.co.uk",
    "https://*.app.example.com",
    "https://pr-*.example.com",
    "https://app.example.org",
    "localhost:3000",
    "true",
    "self",
    "htps://app.example.com",
    r"/\.example\.com$/",
    "https://{tenant}.example.com",
    "https://*.co.ke",
    "https://*.amazonaws.com",
    "https://www.example.com",
    "http://127.0.0.1:3000",
    "",
    " https://app.example.com",
];
const METHODS: [&str; 12] = [
    "*", "GET", "get", "HEAD", "POST", "PUT", "put", "PATCH", "patch", "OPTIONS", "TRACE", "",
];
const HEADERS: [&str; 20] = [
    "*",
    "content-type",
    "Content-Type",
    "authorization",
    "Accept",
    "Cookie",
    "x-request-id",
    "x-requestid",
    "x request id",
    "Access-Control-Allow-Origin",
    "Access-Control-Request-Method",
    "Set-Cookie",
    "Cache-Control",
    "ETag",
    "etag",
    "Last-Modified",
    "If-None-Match",
    "X-Requested-With",
    "Range",
    "",
];
const MAX_AGES: [&str; 9] = [
    "",
    "0",
    "600",
    "7201",
    "86401",
    "-1",
    "99999999999",
    "1.5",
    "ten",
];
const PAGES: [&str; 8] = [
    "https://app.example.com",
    "https://evil.example",
    "http://localhost:3000",
    "null",
    "https://app.example.com/login",
    "file:///home/me/page.html",
    "http://www.example.com",
    "capacitor://localhost",
];
const URLS: [&str; 5] = [
    "https://api.example.com/",
    "https://api.example.net/",
    "http://192.168.1.20/",
    "/api",
    "wss://api.example.com/",
];

fn list(items: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    subsequence(items, 0..=most)
        .prop_shuffle()
        .prop_map(|items| items.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn draft()(
        allow_origins in list(&ORIGINS, 6),
        allow_methods in list(&METHODS, 5),
        allow_headers in list(&HEADERS, 5),
        expose_headers in list(&HEADERS, 5),
        allow_credentials in any::<bool>(),
        max_age in select(&MAX_AGES[..]),
    ) -> PolicyDraft {
        PolicyDraft {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            allow_credentials,
            max_age: max_age.to_owned(),
            preflight_status: PreflightStatus::NoContent,
        }
    }
}

prop_compose! {
    /// The same policies with a request to try and a target.
    fn state()(
        policy in draft(),
        page in select(&PAGES[..]),
        url in select(&URLS[..]),
        method in select(&METHODS[..]),
        header in select(&HEADERS[..]),
        include in any::<bool>(),
        no_cors in any::<bool>(),
        target in select(TARGETS),
    ) -> Draft {
        Draft {
            own_request: Some(RequestDraft {
                page_origin: page.to_owned(),
                url: url.to_owned(),
                method: method.to_owned(),
                headers: vec![(header.to_owned(), "x".to_owned())],
                credentials: if include { CredentialsMode::Include } else { CredentialsMode::SameOrigin },
                mode: if no_cors { Mode::NoCors } else { Mode::Cors },
            }),
            target: target.id.to_owned(),
            ..Draft::of_policy(policy)
        }
    }
}

/// What is found in a policy by itself.
fn findings_of(policy: &PolicyDraft) -> Vec<Finding> {
    let policy_only = Scope {
        request: false,
        target: false,
    };
    analyze(&Draft::of_policy(policy.clone()), &PLATFORM).findings_about(policy_only)
}

/// What is found in a whole state.
fn findings_of_state(state: &Draft) -> Vec<Finding> {
    analyze(state, &PLATFORM).findings().to_vec()
}

/// Errors of the policy: those of the request to try do not keep it from being deployed.
fn errors(findings: &[Finding]) -> usize {
    findings
        .iter()
        .filter(|finding| {
            finding.severity == Severity::Error && matches!(finding.field, Field::Policy(_))
        })
        .count()
}

/// How often a finding of this code occurs: a list may have several.
fn count(findings: &[Finding], code: &str) -> usize {
    findings
        .iter()
        .filter(|finding| finding.code == code)
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_fix_resolves_its_finding_and_adds_no_error(draft in draft()) {
        let before = findings_of(&draft);
        for finding in &before {
            for fix in &finding.fixes {
                let Some(fixed) = fix.policy(&draft) else {
                    continue;
                };
                let after = findings_of(&fixed);
                prop_assert!(
                    count(&after, finding.code) < count(&before, finding.code),
                    "{} is still there in {:?}", finding.code, fixed
                );
                // The last entry of a list may have been the mistake; then the empty list is said.
                let emptied = fixed.allow_origins.is_empty();
                prop_assert!(
                    errors(&after) <= errors(&before) + usize::from(emptied),
                    "{} made an error in {:?}", finding.code, fixed
                );
            }
        }
    }

    #[test]
    fn a_fix_also_works_with_a_request_and_a_target(state in state()) {
        let before = findings_of_state(&state);
        for finding in &before {
            for fix in &finding.fixes {
                let fixed = fix.applied_to(&state);
                let after = findings_of_state(&fixed);
                prop_assert!(
                    count(&after, finding.code) < count(&before, finding.code),
                    "{} is still there after “{}” in {:?}", finding.code, fix.label, fixed
                );
                let emptied = fixed.policy.allow_origins.is_empty();
                prop_assert!(
                    errors(&after) <= errors(&before) + usize::from(emptied),
                    "{} made an error in {:?}", finding.code, fixed
                );
            }
        }
    }

    #[test]
    fn every_finding_has_an_explanation_and_a_source(state in state()) {
        for finding in findings_of_state(&state) {
            prop_assert!(finding.message.ends_with(['.', '?']), "{}", finding.message);
            prop_assert!(!finding.message.contains('\n'), "{}", finding.message);
            prop_assert!(finding.explanation.ends_with('.'), "{}", finding.explanation);
            prop_assert!(finding.explanation.len() > 40, "{}", finding.explanation);
            prop_assert!(finding.reference.starts_with("https://"), "{}", finding.reference);
        }
    }

    #[test]
    fn applying_first_fixes_ends_and_no_fix_undoes_another(state in state()) {
        let mut state = state;
        for _ in 0..60 {
            let first = findings_of_state(&state)
                .into_iter()
                .find_map(|finding| finding.fixes.into_iter().next());
            let Some(first) = first else {
                return Ok(());
            };
            let fixed = first.applied_to(&state);
            for finding in findings_of_state(&fixed) {
                for back in &finding.fixes {
                    prop_assert!(
                        back.applied_to(&fixed) != state,
                        "“{}” is undone by “{}” in {:?}", first.label, back.label, fixed
                    );
                }
            }
            state = fixed;
        }
        prop_assert!(false, "still fixing {state:?}");
    }

    #[test]
    fn a_policy_has_no_error_exactly_when_it_is_sound(draft in draft()) {
        let policy = draft.parse(&PLATFORM);
        let sound = policy.whole().is_some_and(|policy| policy.check().is_ok());
        prop_assert_eq!(errors(&findings_of(&draft)) == 0, sound, "{:?}", draft);
    }

    #[test]
    fn a_policy_without_errors_renders_on_every_target_that_supports_it(state in state()) {
        let policy = state.policy.parse(&PLATFORM);
        let Some(sound) = policy.whole().and_then(|policy| policy.check().ok()) else {
            return Ok(());
        };
        for target in TARGETS {
            for &version in target.versions {
                let state = Draft {
                    target: target.id.to_owned(),
                    version: version.line.to_owned(),
                    ..state.clone()
                };
                let found = findings_of_state(&state);
                let says_so = count(&found, "unsupported-by-target") == 1;
                match (target.render)(&sound, &Setup::of(version), None) {
                    Ok(snippet) => {
                        prop_assert!(!says_so, "{} expresses {:?}", target.id, state.policy);
                        prop_assert!(snippet.files.iter().all(|file| !file.text.is_empty()));
                        prop_assert!(!snippet.files.is_empty());
                    }
                    Err(unsupported) => {
                        prop_assert!(says_so, "{} cannot express {:?}", target.id, state.policy);
                        prop_assert!(!unsupported.reason.is_empty());
                    }
                }
            }
        }
    }
}
