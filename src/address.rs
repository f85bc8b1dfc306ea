//! The address and the state follow one another.

use std::sync::{Arc, Mutex};

use cors_state::link::{self, NoticeKind};
use leptos::prelude::*;

use crate::browser;
use crate::state::State;

/// Safari takes a hundred changes of the address in thirty seconds.
const PAUSE_MS: u32 = 350;

/// When the address was written, and whether another writing waits.
#[derive(Default)]
struct Throttle {
    written_at: f64,
    is_waiting: bool,
}

/// Reads the address now and whenever somebody else changes it, and writes it after every edit.
pub(crate) fn follow(state: State) {
    // In an effect, so that a page rendered at build time is taken over as it is.
    browser::follow(Box::new(move || {
        untrack(|| open(state));
        browser::on_fragment_change(move || untrack(|| open(state)));
        browser::mark_ready();
    }));
    let throttle = Arc::new(Mutex::new(Throttle::default()));
    browser::follow(Box::new(move || {
        if state.shown().is_edited {
            write_soon(state, &throttle);
        }
    }));
}

fn open(state: State) {
    let (query, fragment) = browser::query_and_fragment();
    let decoded = link::decode_location(&query, &fragment);
    let notices: Vec<String> = decoded.notices.iter().map(link::Notice::message).collect();
    state.open(&decoded.draft, &notices);
    // A secret must not stay in the address bar, from where it would be copied on.
    let held_a_secret = decoded
        .notices
        .iter()
        .any(|notice| matches!(notice.kind, NoticeKind::SecretDropped));
    if held_a_secret || (!query.is_empty() && fragment.is_empty()) {
        browser::replace_fragment(&link::encode(&decoded.draft));
    }
}

fn write_soon(state: State, throttle: &Arc<Mutex<Throttle>>) {
    let Ok(mut times) = throttle.lock() else {
        return;
    };
    if times.is_waiting {
        return;
    }
    let waited = browser::now_ms() - times.written_at;
    if waited >= f64::from(PAUSE_MS) {
        times.written_at = browser::now_ms();
        write(state);
        return;
    }
    times.is_waiting = true;
    let throttle = throttle.clone();
    browser::after(u64::from(PAUSE_MS), move || {
        if let Ok(mut times) = throttle.lock() {
            times.is_waiting = false;
            times.written_at = browser::now_ms();
        }
        write(state);
    });
}

fn write(state: State) {
    let shown = untrack(|| state.shown());
    if shown.is_edited {
        browser::replace_fragment(&link::encode(&shown.draft));
    }
}
