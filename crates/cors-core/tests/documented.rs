//! What is documented and not run is never shown as proven.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use cors_core::policy::PolicyDraft;
use cors_core::targets::{
    Group, Proof, Release, Setup, Source, StepKind, TARGETS, Target, all_evidence, evidence,
    tested_on,
};
use cors_suffixes::PLATFORM;

fn documented() -> impl Iterator<Item = (&'static Target, &'static Source)> {
    TARGETS
        .iter()
        .filter_map(|target| Some((target, target.source()?)))
}

#[test]
fn documented_targets_have_a_group_of_their_own() {
    assert!(documented().count() > 0);
    for target in TARGETS {
        let is_documented = matches!(target.proof, Proof::Documented(_));
        assert_eq!(
            target.group == Group::Documented,
            is_documented,
            "{}",
            target.id
        );
        assert_eq!(target.source().is_some(), is_documented, "{}", target.id);
    }
}

#[test]
fn documented_targets_name_their_source_and_its_date() {
    for (target, source) in documented() {
        assert!(!source.title.is_empty() && source.url.starts_with("https://"));
        let (year, month) = source.read.split_once('-').unwrap();
        assert!(year.parse::<u16>().unwrap() >= 2026, "{}", target.id);
        assert!(
            (1..=12).contains(&month.parse::<u8>().unwrap()),
            "{}",
            target.id
        );
        assert_eq!(
            source.to_string(),
            format!(
                "From the vendor's documentation, not run: {}, read {}",
                source.title, source.read
            )
        );
    }
}

#[test]
fn documented_targets_have_no_evidence() {
    let evidence_file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evidence/servers.json");
    let committed = fs::read_to_string(evidence_file).unwrap();
    for (target, _) in documented() {
        assert_eq!(tested_on(target), None, "{}", target.id);
        assert!(
            !committed.contains(&format!("\"{}\"", target.id)),
            "{}",
            target.id
        );
        for &version in target.versions {
            assert_eq!(version.release, Release::NotRun, "{}", target.id);
            assert_eq!(evidence(target, version), None, "{}", target.id);
            assert_eq!(all_evidence(target, version).count(), 0, "{}", target.id);
        }
    }
    for target in TARGETS.iter().filter(|target| target.source().is_none()) {
        let is_run = |version: &cors_core::targets::Version| version.release != Release::NotRun;
        assert!(target.versions.iter().all(is_run), "{}", target.id);
    }
}

#[test]
fn documented_targets_say_how_to_test_them() {
    let draft = PolicyDraft {
        allow_origins: vec!["https://app.example.com".to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        allow_headers: vec!["content-type".to_owned()],
        ..PolicyDraft::default()
    };
    let parsed = draft.parse(&PLATFORM);
    let sound = parsed.whole().unwrap().check().unwrap();
    for (target, _) in documented() {
        let setup = Setup::of(target.versions[0]);
        let snippet = (target.render)(&sound, &setup, None).unwrap();
        let checks = snippet
            .steps
            .iter()
            .filter(|step| step.kind == StepKind::Check);
        let commands: Vec<&str> = checks
            .map(|step| step.command.as_deref().unwrap())
            .collect();
        assert!(
            commands.len() == 3 && commands.iter().all(|command| command.contains("curl -si ")),
            "{}: {commands:?}",
            target.id
        );
        let texts = snippet
            .notes
            .into_iter()
            .chain(snippet.steps.into_iter().map(|step| step.text))
            .chain(snippet.files.into_iter().map(|file| file.text));
        for text in texts {
            let text = text.to_lowercase();
            assert!(
                !["tested on", "proven", "verified", "mismatches"]
                    .iter()
                    .any(|word| text.contains(word)),
                "{}: {text}",
                target.id
            );
        }
    }
}
