//! How long the snippets are: `evidence/lengths.json` says how many lines each has, and may only shrink.
//!
//! `UPDATE_GOLDEN=1 cargo test` writes what has become shorter, and what is new.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cors_core::policy::PolicyDraft;
use cors_core::targets::{Setup, TARGETS};
use cors_suffixes::PLATFORM;

/// By target and policy.
type Lengths = BTreeMap<String, BTreeMap<String, usize>>;

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn policies() -> [(&'static str, PolicyDraft); 5] {
    [
        (
            "1: one origin, PUT with JSON",
            PolicyDraft {
                allow_origins: list("https://app.example.com"),
                allow_methods: list("PUT"),
                allow_headers: list("content-type"),
                max_age: "600".to_owned(),
                ..PolicyDraft::default()
            },
        ),
        (
            "2: any origin",
            PolicyDraft {
                allow_origins: list("*"),
                ..PolicyDraft::default()
            },
        ),
        (
            "3: two origins with credentials",
            PolicyDraft {
                allow_origins: list("https://app.example.com https://admin.example.com:8443"),
                allow_methods: list("GET POST PUT DELETE PATCH"),
                allow_headers: list("Content-Type Authorization X-Request-Id"),
                expose_headers: list("X-Total-Count"),
                allow_credentials: true,
                max_age: "600".to_owned(),
                ..PolicyDraft::default()
            },
        ),
        (
            "4: subdomains",
            PolicyDraft {
                allow_origins: list("https://*.example.com"),
                ..PolicyDraft::default()
            },
        ),
        (
            "5: any origin with methods and headers",
            PolicyDraft {
                allow_origins: list("*"),
                allow_methods: list("PUT DELETE"),
                allow_headers: list("content-type"),
                ..PolicyDraft::default()
            },
        ),
    ]
}

/// Over all lines of all parts, in the newest version with default options.
fn measured() -> Lengths {
    let mut lengths = Lengths::new();
    for (name, draft) in policies() {
        let parsed = draft.parse(&PLATFORM);
        let sound = parsed.whole().unwrap().check().unwrap();
        for target in TARGETS {
            let setup = Setup::of(target.versions[0]);
            let Ok(snippet) = (target.render)(&sound, &setup, None) else {
                continue;
            };
            let lines = snippet.files.iter().map(|file| file.text.lines().count());
            let of_target = lengths.entry(target.id.to_owned()).or_default();
            of_target.insert(name.to_owned(), lines.sum());
        }
    }
    lengths
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evidence/lengths.json")
}

#[test]
fn golden_snippets_are_as_short_as_they_were() {
    let measured = measured();
    let recorded: Lengths = fs::read_to_string(path())
        .map(|text| serde_json::from_str(&text).unwrap())
        .unwrap_or_default();
    for (target, lengths) in &measured {
        for (policy, &length) in lengths {
            let before = recorded.get(target).and_then(|of| of.get(policy));
            if let Some(&before) = before {
                assert!(
                    length <= before,
                    "{target}, {policy}: {length} lines, {before} before"
                );
            }
        }
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&measured).unwrap();
        fs::write(path(), text + "\n").unwrap();
        return;
    }
    assert_eq!(recorded, measured, "shorter: UPDATE_GOLDEN=1 records it");
}
