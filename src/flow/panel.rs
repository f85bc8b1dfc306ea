use std::collections::BTreeSet;

use cors_analysis::{Entry, StepResult};
use cors_core::server::CachePlace;
use cors_fetch::Profile;
use leptos::prelude::*;

use super::browsers::{Browsers, SecondTime, profiles};
use super::diagram::Diagram;
use super::failure::{FailureChoice, FailureExplained};
use super::message::entry_view;
use super::summary::RequestSummary;
use super::verdict::VerdictBox;
use crate::dom::{AnyView, el, live, nothing};
use crate::state::{State, use_state};
use crate::widgets::Select;

/// The request flow: the request, the verdict, the diagram, and every step.
#[component]
pub(crate) fn FlowPanel() -> impl IntoView {
    let state = use_state();
    let browser = state.read(|draft| draft.browser.id().to_owned());
    let choose = move |id: String| {
        if let Some(profile) = Profile::from_id(&id) {
            state.choose(|draft| draft.browser = profile);
        }
    };
    let show_as = el("LABEL").child("Show as ").child(view! {
        <Select
            id="show-as"
            options=profiles()
            value=browser
            disabled=Signal::derive(move || state.is_locked())
            on_change=choose
        />
    });
    let failure = el("LABEL")
        .child("Simulate a failure ")
        .child(view! { <FailureChoice/> });
    let body = el("DIV")
        .class("body")
        .child(view! { <RequestSummary with_form=true/> })
        .child(view! { <VerdictBox/> })
        .show(move || match state.pending_target() {
            Some(_) => state.modules.targets.show(|_| nothing()),
            None => view! { <Diagram/> }.into_any(),
        })
        .child(responses_of(state))
        .child(steps(state))
        .child(view! { <SecondTime/> })
        .child(view! { <Browsers/> })
        .child(
            el("DIV")
                .class("flow-choices")
                .child(show_as)
                .child(failure),
        )
        .child(view! { <FailureExplained/> })
        .child(
            el("P")
                .class("hint")
                .child("Simulated in your browser. No request is sent."),
        );
    el("SECTION")
        .class("pane flow")
        .id("flow")
        .attr("tabindex", "-1")
        .attr("aria-label", "Request flow")
        .child(
            el("DIV")
                .class("head")
                .child(el("H2").child("Request flow")),
        )
        .child(body)
        .view()
}

/// Who responded, and whether the app was reached.
fn responses_of(state: State) -> AnyView {
    let words = state.select(|analysis| {
        let simulation = analysis.simulation(analysis.draft().browser)?;
        let responses = if analysis.configuration().is_ok() {
            format!("Responses as sent by {}.", analysis.server().name())
        } else {
            "This policy has errors, so there is no config. These are the responses it describes."
                .to_owned()
        };
        let ran = if simulation.reached_app {
            "Your app handled the request."
        } else {
            "The request didn't reach your app."
        };
        let cached = match simulation.from_cache {
            Some(CachePlace::Browser) => " The last response came from the browser cache.",
            Some(CachePlace::Shared) => " The last response came from a shared cache.",
            None => "",
        };
        Some(format!("{responses} {ran}{cached}"))
    });
    el("P")
        .class("hint")
        .show_text(move || words.get().unwrap_or_default())
        .into()
}

/// Every message and decision, folded; what failed is open.
fn steps(state: State) -> AnyView {
    let entries = state.select(|analysis| {
        let timeline = analysis.timeline();
        timeline.map_or_else(Vec::new, |timeline| timeline.entries.clone())
    });
    // What somebody opened stays open when the request changes.
    let opened = RwSignal::new(BTreeSet::<String>::new());
    live(move || {
        let entries = entries.get();
        let items = entries.iter().map(|entry| entry_view(entry, opened));
        el("OL")
            .class("entries")
            .attr("aria-label", "Steps")
            .children(items)
            .into()
    })
}

/// Whether a step failed here.
pub(super) fn has_failed(entry: &Entry) -> bool {
    let mut steps = entry.steps.iter();
    steps.any(|step| step.step.result == StepResult::Failed)
}
