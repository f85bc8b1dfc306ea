//! Repairs: each removes its finding and introduces no error, and repairing comes to an end.

use cors_core::diagnostic::{Context, Finding, Severity, findings};
use cors_core::host::ascii_hosts_only;
use cors_core::policy::{PolicyDraft, PreflightStatus};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const ORIGINS: [&str; 24] = [
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
    "",
];
const METHODS: [&str; 12] = [
    "*", "GET", "get", "HEAD", "POST", "PUT", "put", "PATCH", "patch", "OPTIONS", "TRACE", "",
];
const HEADERS: [&str; 14] = [
    "*",
    "content-type",
    "Content-Type",
    "authorization",
    "Accept",
    "Cookie",
    "x-request-id",
    "x request id",
    "Access-Control-Allow-Origin",
    "Access-Control-Request-Method",
    "Set-Cookie",
    "Cache-Control",
    "ETag",
    "",
];
const MAX_AGES: [&str; 8] = ["", "0", "600", "86401", "-1", "99999999999", "1.5", "ten"];

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

fn findings_of(draft: &PolicyDraft) -> Vec<Finding> {
    findings(&Context {
        draft,
        policy: &draft.parse(&ascii_hosts_only),
        request: None,
        target: None,
    })
}

fn errors(findings: &[Finding]) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
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
    fn a_repair_removes_its_finding_and_introduces_no_error(draft in draft()) {
        let before = findings_of(&draft);
        for finding in &before {
            if let Some(repair) = &finding.repair {
                let repaired = repair.edit.applied_to(&draft);
                let after = findings_of(&repaired);
                prop_assert!(
                    count(&after, finding.code) < count(&before, finding.code),
                    "{} is still there in {:?}", finding.code, repaired
                );
                // The last entry of a list may have been the mistake; then the empty list is said.
                let emptied = repaired.allow_origins.is_empty();
                prop_assert!(
                    errors(&after) <= errors(&before) + usize::from(emptied),
                    "{} made an error in {:?}", finding.code, repaired
                );
            }
        }
    }

    #[test]
    fn repeated_repairs_end(draft in draft()) {
        let mut draft = draft;
        let most = 40;
        for _ in 0..most {
            match findings_of(&draft).into_iter().find_map(|finding| finding.repair) {
                Some(repair) => draft = repair.edit.applied_to(&draft),
                None => return Ok(()),
            }
        }
        prop_assert!(false, "still repairing {draft:?}");
    }
}
