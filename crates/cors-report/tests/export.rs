//! The exports: literal files, and what must hold for every state.
//!
//! `UPDATE_GOLDEN=1 cargo test` makes what there is what is expected.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::Path;

use cors_core::policy::PolicyDraft;
use cors_core::targets::TARGETS;
use cors_fetch::{CredentialsMode, RequestDraft};
use cors_report::{Format, export, policy_json};
use cors_state::Draft;
use cors_suffixes::PLATFORM;
use proptest::prelude::*;

#[path = "../../cors-state/tests/any/mod.rs"]
mod any;

use any::{any_draft, any_policy};

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Everything that a text can hold to break out of the language that it stands in, as far as names of
/// methods and headers, URLs and values may hold it.
fn hostile() -> Draft {
    let policy = PolicyDraft {
        allow_origins: list("https://app.example.com https://*.example.org"),
        allow_methods: list("GET PUT M-!#$%&'*+-.^_`|~"),
        allow_headers: list("content-type X-!#$%&'*+-.^_`|~ '$HOME' `` ``` $$x$$ *b* _i_"),
        expose_headers: list("X-Total-Count |a|"),
        allow_credentials: true,
        max_age: "600".to_owned(),
        ..PolicyDraft::default()
    };
    Draft {
        own_request: Some(RequestDraft {
            page_origin: "https://app.example.com/\u{2028}<script>".to_owned(),
            url: "https://api.example.com/`<script>alert(1)</script>/$HOME/'\"/|a|b|/$(id)/{a,b}[1-3];%%{init}?x='\"`#y`<b>"
                .to_owned(),
            method: "M-!#$%&'*+-.^_`|~".to_owned(),
            headers: vec![
                ("Content-Type".to_owned(), "text/html;x=\"`<img src=x onerror=alert(1)>`|$HOME'\"".to_owned()),
                ("X-!#$%&'*+-.^_`|~".to_owned(), "</script><b>".to_owned()),
                ("```".to_owned(), "s3cret-one".to_owned()),
                ("*b*".to_owned(), "s3cret-two".to_owned()),
            ],
            credentials: CredentialsMode::Include,
            ..RequestDraft::default()
        }),
        target: "axum-tower-http".to_owned(),
        ..Draft::of_policy(policy)
    }
}

/// A request that is blocked, so that there is something in the consoles.
fn blocked() -> Draft {
    let mut draft = Draft::teaching_example();
    "https://other.example.com".clone_into(&mut draft.request_mut().page_origin);
    "express-cors".clone_into(&mut draft.target);
    draft
}

#[track_caller]
fn check_golden(name: &str, draft: &Draft) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/corpus/export")
        .join(name);
    for format in Format::ALL {
        let text = export(draft, format, &PLATFORM).unwrap();
        let path = folder.join(format.file_name());
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let expected =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(text, expected, "{}", path.display());
    }
}

#[test]
fn every_export_is_its_golden_file() {
    check_golden("teaching-example", &Draft::teaching_example());
    check_golden("blocked", &blocked());
    check_golden("hostile", &hostile());
}

#[test]
fn every_target_has_a_server_test_with_six_commands() {
    for target in TARGETS {
        let mut draft = Draft::teaching_example();
        target.id.clone_into(&mut draft.target);
        let test = export(&draft, Format::Curl, &PLATFORM).unwrap();
        assert_eq!(test.matches("\ncurl ").count(), 6, "{}", target.id);
        assert_eq!(test.matches("# Expected: ").count(), 6, "{}", target.id);
    }
}

#[test]
fn exports_of_documented_targets_name_the_source() {
    for target in TARGETS {
        let mut draft = Draft::of_policy(PolicyDraft {
            allow_origins: list("https://app.example.com"),
            ..PolicyDraft::default()
        });
        draft.request_mut().page_origin = "https://app.example.com".to_owned();
        target.id.clone_into(&mut draft.target);
        for format in [Format::Markdown, Format::Mermaid, Format::Svg, Format::Curl] {
            let text = export(&draft, format, &PLATFORM).unwrap();
            // Texts are escaped or wrapped.
            let says_so = text
                .replace("&#39;", "'")
                .replace("#39;", "'")
                .contains("From the vendor's documentation, not run");
            let is_documented = target.source().is_some();
            assert_eq!(says_so, is_documented, "{} {format:?}: {text}", target.id);
            assert!(!is_documented || !text.contains("as sent by"), "{text}");
        }
    }
}

#[test]
fn what_is_not_documented_is_no_verdict() {
    let mut draft = Draft::of_policy(PolicyDraft {
        allow_origins: list("https://*.example.com"),
        ..PolicyDraft::default()
    });
    draft.request_mut().page_origin = "https://a.b.example.com".to_owned();
    "s3".clone_into(&mut draft.target);
    let text = export(&draft, Format::Markdown, &PLATFORM).unwrap();
    assert!(
        text.contains("**Not documented: the vendor's documentation doesn't say whether `*` in an allowed origin covers this one"),
        "{text}"
    );
    let text = export(&draft, Format::Mermaid, &PLATFORM).unwrap();
    assert!(text.contains("Browser--xPage: not documented"), "{text}");
    let text = export(&draft, Format::Curl, &PLATFORM).unwrap();
    assert!(text.contains("# Expected: status 200"), "{text}");
}

#[test]
fn if_any_origin_is_allowed_there_is_no_other_origin() {
    let draft = Draft::of_policy(PolicyDraft {
        allow_origins: list("*"),
        ..PolicyDraft::default()
    });
    let test = export(&draft, Format::Curl, &PLATFORM).unwrap();
    assert_eq!(test.matches("\ncurl ").count(), 4);
    assert!(!test.contains("another origin"));
}

#[test]
fn the_allowed_origin_of_the_test_is_allowed_by_the_policy() {
    let asks_from = |origins: &str| {
        let mut draft = Draft::of_policy(PolicyDraft {
            allow_origins: list(origins),
            ..PolicyDraft::default()
        });
        draft.request_mut().page_origin = "https://elsewhere.example".to_owned();
        let test = export(&draft, Format::Curl, &PLATFORM).unwrap();
        let (_, rest) = test.split_once("'Origin: ").unwrap();
        rest.split_once('\'').unwrap().0.to_owned()
    };
    assert_eq!(
        asks_from("https://a.example https://b.example"),
        "https://a.example"
    );
    assert_eq!(
        asks_from("https://*.b.example:*"),
        "https://www.b.example:8080"
    );
    assert_eq!(
        asks_from("https://pr-*.c.example"),
        "https://pr-1.c.example"
    );
    assert_eq!(asks_from("null"), "null");
    assert_eq!(asks_from("*"), "https://elsewhere.example");
}

#[test]
fn without_a_server_test_there_is_a_reason() {
    let error = |change: fn(&mut Draft)| {
        let mut draft = Draft::teaching_example();
        change(&mut draft);
        export(&draft, Format::Curl, &PLATFORM).unwrap_err()
    };
    assert!(error(|draft| draft.policy.allow_origins.clear()) == "No config: fix 1 error first.");
    let url = "There is no server to test. The request needs an http or https URL.";
    assert_eq!(error(|draft| draft.request_mut().url.clear()), url);
    assert_eq!(
        error(|draft| draft.request_mut().url = "data:,x".to_owned()),
        url
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_state_has_its_exports_or_a_reason(draft in any_draft()) {
        for format in Format::ALL {
            match export(&draft, format, &PLATFORM) {
                Ok(text) => prop_assert!(text.ends_with('\n')),
                Err(reason) => prop_assert!(reason.ends_with('.'), "{}", reason),
            }
        }
    }

    #[test]
    fn no_export_contains_a_secret(name in "[a-z'`$|*_-]{1,12}", value in "s3cret[0-9A-Za-z<>'\"`$ ]{8,20}x") {
        let mut draft = Draft::teaching_example();
        draft.request_mut().url = format!("https://me:{}@api.example.com/", value.replace(['<', '>', '"', '`', ' ', '\''], "+"));
        draft.request_mut().headers = vec![("Authorization".to_owned(), value.clone()), (name, value)];
        for format in Format::ALL {
            if let Ok(text) = export(&draft, format, &PLATFORM) {
                prop_assert!(!text.contains("s3cret"), "{}", text);
            }
        }
    }

    #[test]
    fn exported_policy_reads_as_it_was_typed(mut policy in any_policy()) {
        let read: PolicyDraft = serde_json::from_str(&policy_json(&policy)).unwrap();
        policy.max_age = policy.max_age.trim().parse::<u32>().map_or_else(|_| policy.max_age.trim().to_owned(), |seconds| seconds.to_string());
        prop_assert_eq!(read, policy);
    }
}
