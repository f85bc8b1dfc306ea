//! What the page has at first shows the same as everything, as far as it goes.

use cors_analysis::analysis::{FIRST, WHOLE, analyze, analyze_with};
use cors_fetch::{CredentialsMode, Profile};
use cors_state::{Draft, Faults};
use cors_suffixes::PLATFORM;

fn drafts() -> Vec<Draft> {
    let example = Draft::teaching_example();
    let mut credentials = example.clone();
    credentials.policy.allow_credentials = true;
    credentials.request_mut().credentials = CredentialsMode::Include;
    let mut refused = example.clone();
    "PATCH".clone_into(&mut refused.request_mut().method);
    let mut unsound = credentials.clone();
    unsound.policy.allow_origins = vec!["*".to_owned()];
    let mut nothing = example.clone();
    "no address".clone_into(&mut nothing.request_mut().url);
    vec![
        Draft::default(),
        example,
        credentials,
        refused,
        unsound,
        nothing,
    ]
}

#[test]
fn first_exchange_and_configuration_are_those_of_the_whole() {
    for draft in drafts() {
        for browser in Profile::ALL {
            let draft = Draft {
                browser,
                ..draft.clone()
            };
            assert!(FIRST.are_enough_for(&draft));
            let first = analyze_with(&draft, &PLATFORM, &FIRST);
            let whole = analyze(&draft, &PLATFORM);
            assert_eq!(first.verdict, whole.verdict);
            match (first.exchange, whole.exchange) {
                (Ok(first), Ok(whole)) => {
                    assert_eq!(first.exchange, whole.exchange);
                    assert_eq!(first.answered_by, whole.answered_by);
                    assert_eq!(first.reached_app, whole.reached_app);
                }
                (first, whole) => assert_eq!(first.err(), whole.err()),
            }
            match (first.configuration, whole.configuration) {
                (Ok(first), Ok(whole)) => {
                    assert_eq!(first.snippet.files, whole.snippet.files);
                    assert_eq!(first.snippet.notes, whole.snippet.notes);
                }
                (first, whole) => assert_eq!(first.is_ok(), whole.is_ok()),
            }
        }
    }
}

#[test]
fn other_targets_and_faults_need_the_whole() {
    let check = |draft: &Draft, first| {
        assert_eq!(FIRST.are_enough_for(draft), first);
        assert!(WHOLE.are_enough_for(draft));
    };
    let of = |target: &str, fault: &str| Draft {
        target: target.to_owned(),
        faults: Faults::one(fault),
        ..Draft::teaching_example()
    };
    check(&of("nginx", ""), true);
    check(&of("express-cors", ""), false);
    check(&of("nginx", "server-down"), false);
    // The first target stands in for what nobody knows, with a notice.
    check(&of("no-such-target", "no-such-fault"), true);
}
