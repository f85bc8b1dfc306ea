//! The address and the state follow one another.

use std::sync::{Arc, Mutex};

use cors_state::link::{self, NoticeKind};
use leptos::prelude::*;

use super::session::Session;
use super::{PRESETS, State, Tab, platform, preferences};
use crate::browser::{address, page, time};

/// Safari takes a hundred changes of the address in thirty seconds.
const PAUSE_MS: u32 = 350;

/// When the address was written, and whether another writing waits.
#[derive(Default)]
struct Throttle {
    written_at: f64,
    is_waiting: bool,
}

/// Whether the first screen can be the one that was rendered at build time: the address holds no state, and this
/// device remembers no server.
pub(crate) fn is_bare() -> bool {
    let (query, fragment) = address::query_and_fragment();
    !link::decode_location(&query, &fragment).holds_state && preferences::server().is_none()
}

/// The session that the address stands for, and the fragment to write in its place, if there is one.
pub(super) fn read() -> (Session, Option<String>) {
    let (query, fragment) = address::query_and_fragment();
    let decoded = link::decode_location(&query, &fragment);
    let notices = decoded.notices.iter().map(link::Notice::message).collect();
    if !decoded.holds_state {
        let mut draft = PRESETS[0].draft();
        if let Some(known) = preferences::server() {
            draft.target = known.target;
            draft.version = known.version;
            draft.options = known.options;
        }
        return (Session::of_example(draft, notices), None);
    }
    // A secret must not stay in the address bar, from where it would be copied on.
    let held_a_secret = decoded
        .notices
        .iter()
        .any(|notice| matches!(notice.kind, NoticeKind::SecretDropped));
    let is_rewritten = held_a_secret || (!query.is_empty() && fragment.is_empty());
    let fragment = is_rewritten.then(|| link::encode(&decoded.draft));
    (Session::of_link(decoded.draft, notices), fragment)
}

/// Reads the address now and whenever something else changes it, and writes it after every edit.
pub(super) fn follow(state: State) {
    platform::set_base(address::base());
    state.touch_surroundings();
    open(state);
    address::on_fragment_change(move || untrack(|| open(state)));
    page::mark_ready();
    let throttle = Arc::new(Mutex::new(Throttle::default()));
    Effect::new(move |_| {
        if state.session.with(Session::is_edited) {
            write_soon(state, &throttle);
        }
    });
}

fn open(state: State) {
    let (session, fragment) = read();
    let now = state.session.with_untracked(|now| {
        (now.draft() == session.draft()) && now.notices() == session.notices()
    });
    if !now {
        let tab = Tab::of_word(session.draft().presentation.tab);
        // A phone shows the policy first, unless the link means another part.
        state.is_policy_open.set(tab == Tab::Config);
        state.session.set(session);
    }
    if let Some(fragment) = fragment {
        address::replace_fragment(&fragment);
    }
}

fn write_soon(state: State, throttle: &Arc<Mutex<Throttle>>) {
    let Ok(mut times) = throttle.lock() else {
        return;
    };
    if times.is_waiting {
        return;
    }
    if time::now_ms() - times.written_at >= f64::from(PAUSE_MS) {
        times.written_at = time::now_ms();
        write(state);
        return;
    }
    times.is_waiting = true;
    let throttle = throttle.clone();
    time::after(u64::from(PAUSE_MS), move || {
        if let Ok(mut times) = throttle.lock() {
            times.is_waiting = false;
            times.written_at = time::now_ms();
        }
        write(state);
    });
}

fn write(state: State) {
    state.session.with_untracked(|session| {
        if session.is_edited() {
            address::replace_fragment(&link::encode(session.draft()));
        }
    });
}
