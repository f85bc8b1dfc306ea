use std::cell::Cell;
use std::rc::Rc;

use cors_analysis::VerdictKind;
use leptos::prelude::*;

use super::status::{Checks, Deployable, Status, TestRequest, kind_word};
use crate::browser::{element, time};
use crate::config::CopyConfig;
use crate::dom::{AnyView, el, icon, live, nothing, text};
use crate::state::{MAIN, State, Tab, use_state};
use crate::widgets::button;

/// How long typing pauses before the status is spoken.
const PAUSE_MS: u64 = 700;

fn status(state: State) -> Memo<Status> {
    Memo::new(move |_| {
        let are_checks_loaded = state.modules.checks.get().is_some();
        Status::of(&state.analysis(), state.pending_target(), are_checks_loaded)
    })
}

/// One line: can it be deployed, what happens to the test request, how much is there to review.
#[component]
pub(crate) fn StatusLine() -> impl IntoView {
    let state = use_state();
    let status = status(state);
    let deployable = Memo::new(move |_| status.get().deployable);
    let request = Memo::new(move |_| status.get().request);
    let checks = Memo::new(move |_| status.get().checks);
    // What is seen changes at once. What is spoken changes after a pause, so it is a text of its own.
    el("DIV")
        .class("status")
        .show(move || deployable_view(state, &deployable.get()))
        .child(el("SPAN").class("separator"))
        .show(move || request_view(&request.get()))
        .show(move || checks_view(state, checks.get()))
        .child(view! { <CopyConfig look="main copy-in-status"/> })
        .child(spoken(status))
        .view()
}

fn deployable_view(state: State, deployable: &Deployable) -> AnyView {
    let words = deployable.words();
    let (class, name) = match deployable {
        Deployable::Ready(_) => ("mark allowed", "allowed"),
        Deployable::Errors(_) => {
            return el("BUTTON")
                .class("mark-button mark error")
                .attr("type", "button")
                .on_click(move |_| state.open_tab(Tab::Checks))
                .child(icon("error"))
                .child(el("SPAN").child(words))
                .into();
        }
        Deployable::Unsupported(_) => ("mark error", "error"),
        Deployable::Waiting(_) => ("mark tip", "tip"),
    };
    el("P")
        .class(class)
        .attr("aria-hidden", "true")
        .child(icon(name))
        .child(el("SPAN").child(words))
        .into()
}

fn request_view(request: &TestRequest) -> AnyView {
    let line = el("P").class("status-request").attr("aria-hidden", "true");
    match request {
        TestRequest::Waits => line.child("Test request waits for the policy"),
        TestRequest::None => line.child("No test request"),
        TestRequest::Ends { kind, request, how } => {
            // Blocked as intended is nothing bad.
            let (class, name) = match kind {
                VerdictKind::Allowed => ("mark allowed", "allowed"),
                VerdictKind::Blocked if how.ends_with("policy says") => ("mark tip", "blocked"),
                VerdictKind::Blocked => ("mark blocked", "blocked"),
                VerdictKind::Opaque | VerdictKind::Unknown => ("mark tip", "tip"),
            };
            line.child(
                el("SPAN")
                    .class(class)
                    .child(icon(name))
                    .child(kind_word(*kind)),
            )
            .child(format!(" {request}{how}"))
        }
    }
    .into()
}

fn checks_view(state: State, checks: Option<Checks>) -> AnyView {
    let Some(checks) = checks else {
        return el("P").class("status-checks").into();
    };
    let (class, name) = match checks {
        Checks { risks: 0, tips: 0 } => {
            return el("P")
                .class("status-checks soft")
                .attr("aria-hidden", "true")
                .child(checks.words())
                .into();
        }
        Checks { risks: 0, .. } => ("status-checks mark-button mark tip", "tip"),
        Checks { .. } => ("status-checks mark-button mark risk", "risk"),
    };
    el("BUTTON")
        .class(class)
        .attr("type", "button")
        .on_click(move |_| state.open_tab(Tab::Checks))
        .child(icon(name))
        .child(el("SPAN").child(checks.words()))
        .into()
}

/// The one live region of the page: text only, changed at most once per pause in typing.
fn spoken(status: Memo<Status>) -> AnyView {
    let words = RwSignal::new(String::new());
    // Not a signal: the timer may outlive the header, whose signals go with it.
    let newest = Rc::new(Cell::new(0_u32));
    Effect::new(move |_| {
        let status = status.get();
        let number = newest.get().wrapping_add(1);
        newest.set(number);
        let newest = Rc::clone(&newest);
        time::after(PAUSE_MS, move || {
            if newest.get() == number {
                let now = status.spoken();
                if words.try_with_untracked(|words| *words != now) == Some(true) {
                    words.set(now);
                }
            }
        });
    });
    el("P")
        .class("visually-hidden")
        .attr("role", "status")
        .show_text(move || words.get())
        .into()
}

/// Names the simulated failure, with the way to turn it off. In every view and embed.
#[component]
pub(crate) fn FailureStrip() -> impl IntoView {
    let state = use_state();
    let words = state.select(super::status::failure_words);
    live(move || {
        let Some(words) = words.get() else {
            return nothing();
        };
        let off = button("small", move |_| {
            state.choose(|draft| draft.faults = cors_state::Faults::default());
            // The button goes.
            element::focus(MAIN);
        })
        .attr("aria-label", "Turn off the simulated failure")
        .bind("disabled", move || crate::dom::flag(state.is_locked()));
        el("DIV")
            .class("failure-strip")
            .child(icon("risk"))
            .child(el("P").child(text(words)))
            .child(off.child("Turn off"))
            .into()
    })
}
