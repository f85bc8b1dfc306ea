//! One state, one pass: nothing is rendered or simulated twice.

use std::sync::atomic::{AtomicUsize, Ordering};

use cors_analysis::findings::RULES;
use cors_analysis::{Registry, analyze_with};
use cors_core::policy::SoundPolicy;
use cors_core::server::{self, App, Reply};
use cors_core::targets::{Setup, Snippet, TARGETS, Target, Unsupported};
use cors_fetch::Profile;
use cors_http::HttpRequest;
use cors_report::{Explanation, markdown, mermaid, server_test, svg, text};
use cors_state::{Draft, Faults};
use cors_suffixes::PLATFORM;

static RENDERED: AtomicUsize = AtomicUsize::new(0);
static PREFLIGHTS: AtomicUsize = AtomicUsize::new(0);

/// nginx, but it counts.
const COUNTING: Target = Target {
    render: |policy: &SoundPolicy<'_>,
             setup: &Setup,
             permalink: Option<&str>|
     -> Result<Snippet, Unsupported> {
        RENDERED.fetch_add(1, Ordering::Relaxed);
        (TARGETS[0].render)(policy, setup, permalink)
    },
    respond: |policy: &SoundPolicy<'_>, _: &Setup, request: &HttpRequest, app: &App| -> Reply {
        if request.is_cors_preflight_request() && request.url.authority() == "api.example.com" {
            PREFLIGHTS.fetch_add(1, Ordering::Relaxed);
        }
        server::respond(policy, request, app)
    },
    ..TARGETS[0]
};
const REGISTRY: Registry = Registry {
    targets: &[COUNTING],
    rules: RULES,
};

/// Everything that the page can show of a state: how often the config is rendered, and how many preflights are sent.
#[track_caller]
fn check(draft: &Draft, rendered: usize, preflights: usize) {
    RENDERED.store(0, Ordering::Relaxed);
    PREFLIGHTS.store(0, Ordering::Relaxed);
    let analysis = analyze_with(draft, &PLATFORM, REGISTRY);
    assert_eq!(
        RENDERED.load(Ordering::Relaxed),
        0,
        "nothing is asked for yet"
    );
    for _ in 0..2 {
        analysis.verdict();
        analysis.findings();
        analysis.browsers();
        analysis.consoles();
        analysis.failure();
        for profile in Profile::ALL {
            analysis.simulation(profile);
        }
        if let Ok(explanation) = Explanation::of(&analysis) {
            for write in [text, markdown, mermaid, svg] {
                write(&explanation);
            }
        }
    }
    assert_eq!(RENDERED.load(Ordering::Relaxed), rendered);
    assert_eq!(PREFLIGHTS.load(Ordering::Relaxed), preflights);
    // It asks on its own account, and renders nothing.
    let _ = server_test(&analysis);
    assert_eq!(RENDERED.load(Ordering::Relaxed), rendered);
}

#[test]
fn each_part_is_computed_once() {
    let example = Draft::teaching_example();
    // In four browsers; the second request finds the preflight in the cache.
    check(&example, 1, 4);
    let mut uncached = example.clone();
    "0".clone_into(&mut uncached.policy.max_age);
    check(&uncached, 1, 8);
    let mut failing = example.clone();
    failing.faults = Faults::one("headers-missing-on-errors");
    // Without the fault, with it; and the second request, after which three engines still have the preflight.
    let mut simple = example;
    simple.own_request = None;
    check(&simple, 1, 4);
    check(&failing, 1, 4 + 4 + 2);
}
