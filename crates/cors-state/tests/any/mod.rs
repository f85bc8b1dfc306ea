//! Every draft that can be held.

use cors_core::policy::{PolicyDraft, PreflightStatus};
use cors_fetch::{CredentialsMode, Mode, Profile, RequestDraft};
use cors_state::{Draft, Faults, Presentation, TABS, THEMES, VIEWS};
use proptest::prelude::*;

/// Texts as they are typed, and texts that nobody types.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9:/.*,&=%+#@ \\-]{0,12}",
        1 => "https?://[a-z*.]{0,8}(:[0-9]{1,3})?",
        1 => any::<String>(),
    ]
}

fn any_list() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any_text(), 0..4)
}

pub(crate) fn any_policy() -> impl Strategy<Value = PolicyDraft> {
    (
        any_list(),
        any_list(),
        any_list(),
        any_list(),
        any::<bool>(),
        any_text(),
        any::<bool>(),
    )
        .prop_map(
            |(origins, methods, headers, expose, credentials, max_age, ok)| PolicyDraft {
                allow_origins: origins,
                allow_methods: methods,
                allow_headers: headers,
                expose_headers: expose,
                allow_credentials: credentials,
                max_age,
                preflight_status: if ok {
                    PreflightStatus::Ok
                } else {
                    PreflightStatus::NoContent
                },
            },
        )
}

fn any_header() -> impl Strategy<Value = (String, String)> {
    let name = prop_oneof![
        Just("Content-Type".to_owned()),
        Just("authorization".to_owned()),
        any_text()
    ];
    (name, any_text())
}

fn any_request() -> impl Strategy<Value = RequestDraft> {
    let credentials = prop::sample::select(vec![
        CredentialsMode::Omit,
        CredentialsMode::SameOrigin,
        CredentialsMode::Include,
    ]);
    let mode = prop::sample::select(vec![Mode::Cors, Mode::NoCors, Mode::SameOrigin]);
    (
        any_text(),
        any_text(),
        any_text(),
        prop::collection::vec(any_header(), 0..4),
        credentials,
        mode,
    )
        .prop_map(
            |(page_origin, url, method, headers, credentials, mode)| RequestDraft {
                page_origin,
                url,
                method,
                headers,
                credentials,
                mode,
            },
        )
}

fn any_presentation() -> impl Strategy<Value = Presentation> {
    (
        prop::sample::select(TABS.to_vec()),
        any::<bool>(),
        prop::sample::select(VIEWS.to_vec()),
        prop::sample::select(THEMES.to_vec()),
        any::<bool>(),
    )
        .prop_map(|(tab, embed, view, theme, readonly)| Presentation {
            tab,
            embed,
            view,
            theme,
            readonly,
        })
}

pub(crate) fn any_draft() -> impl Strategy<Value = Draft> {
    let browser = prop::sample::select(Profile::ALL.to_vec());
    let options = prop::collection::btree_map("[a-z-]{1,8}", any_text(), 0..3);
    let faults = prop::collection::vec(any_text(), 0..=Faults::LIMIT)
        .prop_map(|faults| Faults::try_from(faults).unwrap_or_default());
    (
        any_policy(),
        prop::option::weighted(0.9, any_request()),
        any_text(),
        any_text(),
        options,
        browser,
        faults,
        any_presentation(),
    )
        .prop_map(
            |(policy, own_request, target, version, options, browser, faults, presentation)| {
                Draft {
                    policy,
                    own_request,
                    target,
                    version,
                    options,
                    browser,
                    faults,
                    presentation,
                }
            },
        )
}
