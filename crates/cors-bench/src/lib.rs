//! What the benchmarks measure: states of the page, from the teaching example to overlong lists.
//!
//! The messages are those that the browser's half sends, so a benchmark never responds to a request that no browser
//! would make.

use cors_core::policy::{Policy, PolicyDraft};
use cors_core::server::{App, respond};
use cors_fetch::{Leg, Preflight};
use cors_fetch::{PreflightCache, Profile, Request, main_fetch};
use cors_http::HttpRequest;
use cors_state::Draft;
use cors_suffixes::PLATFORM;

/// A state of the page, read, with the two messages that its request leads to.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The state.
    pub draft: Draft,
    /// Its policy.
    pub policy: Policy,
    /// Its request.
    pub request: Request,
    /// The preflight that a browser sends.
    pub preflight: HttpRequest,
    /// The request that follows it.
    pub actual: HttpRequest,
}

impl Sample {
    /// Reads a draft. There is nothing to measure unless its request is preflighted and then sent.
    pub fn read(draft: Draft) -> Option<Self> {
        let policy = draft.policy.parse(&PLATFORM).whole()?.clone();
        let request = draft.request().parse(&PLATFORM).request?;
        let app = App::default();
        let exchange = main_fetch(
            &request,
            &mut |message| respond(&policy, message, &app).answer,
            &mut PreflightCache::new(),
            0.0,
            Profile::Standard,
            &PLATFORM,
            &mut |_| {},
        );
        let hop = exchange.hops.into_iter().next()?;
        let Preflight::Sent {
            leg: Leg {
                request: preflight, ..
            },
            ..
        } = hop.preflight
        else {
            return None;
        };
        let actual = hop.actual?.request;
        Some(Self {
            draft,
            policy,
            request,
            preflight,
            actual,
        })
    }
}

/// A policy that allows so many origins and so many request headers, and a request that sends all of
/// these headers from the last of these origins.
pub fn long(origins: usize, headers: usize) -> Draft {
    let example = Draft::teaching_example();
    let origins: Vec<String> = (0..origins)
        .map(|number| format!("https://app-{number}.example.com"))
        .collect();
    let headers: Vec<String> = (0..headers)
        .map(|number| format!("x-header-{number}"))
        .collect();
    let mut request = example.request().into_owned();
    if let Some(last) = origins.last() {
        request.page_origin.clone_from(last);
    }
    request.headers = headers
        .iter()
        .map(|name| (name.clone(), "1".to_owned()))
        .collect();
    Draft {
        own_request: Some(request),
        ..Draft::of_policy(PolicyDraft {
            allow_origins: origins,
            allow_headers: headers,
            ..example.policy
        })
    }
}

/// The same, with a finding and a fix for every origin.
pub fn long_with_findings(origins: usize) -> Draft {
    let mut draft = long(origins, 1);
    for origin in &mut draft.policy.allow_origins {
        origin.push('/');
    }
    draft
}
