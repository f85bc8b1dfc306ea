//! Simulated failures: the choice, and what one does to the test request.

use cors_analysis::{Earlier, Effect, Failure};
use cors_core::server::Fault;
use cors_fetch::{Leg, Preflight};
use cors_state::Faults;
use leptos::prelude::*;

use crate::dom::{AnyView, el, live, many, nothing, text};
use crate::state::{State, use_state};
use crate::widgets::{CopyButton, Select, prose};

const NONE: &str = "none";

/// Chooses a failure to simulate.
#[component]
pub(super) fn FailureChoice() -> impl IntoView {
    let state = use_state();
    let none = (NONE.to_owned(), "None".to_owned());
    let faults = Fault::ALL.iter();
    let faults = faults.map(|fault| (fault.id().to_owned(), fault.label().to_owned()));
    let options = std::iter::once(none).chain(faults).collect();
    let chosen = state.read(|draft| {
        let first = draft.faults.as_slice().first();
        let id = first.map(|fault| fault.split(':').next().unwrap_or_default());
        id.unwrap_or(NONE).to_owned()
    });
    let choose = move |id: String| {
        let id = if id == NONE { String::new() } else { id };
        state.choose(|draft| draft.faults = Faults::one(&id));
    };
    view! {
        <Select
            id="failure"
            options
            value=chosen
            disabled=Signal::derive(move || state.is_locked())
            on_change=choose
        />
    }
}

/// What the simulated failure does, how to spot it and how to fix it.
#[component]
pub(super) fn FailureExplained() -> impl IntoView {
    let state = use_state();
    live(move || {
        let analysis = state.analysis();
        match analysis.failure() {
            Some(failure) => explained(state, failure),
            None => nothing(),
        }
    })
}

fn explained(state: State, failure: &Failure) -> AnyView {
    let layers = failure.layers.as_slice().iter();
    let mut parts: Vec<AnyView> = Vec::new();
    for layer in layers.clone() {
        parts.push(el("P").child(prose(layer.fault.row().description)).into());
        parts.push(status_choice(state, layer.fault));
    }
    parts.push(el("P").child(prose(&failure.effect_sentence())).into());
    parts.extend(failure.earlier.iter().map(earlier));
    if !matches!(failure.effect, Effect::None(_)) {
        parts.push(titled("Network panel", prose(&failure.network_panel)));
    }
    for layer in layers {
        parts.push(titled("How to spot it", prose(layer.fault.row().symptoms)));
    }
    for fix in &failure.fixes {
        let title = fix
            .target
            .map_or_else(|| "Fix".to_owned(), |target| format!("Fix for {target}"));
        parts.push(titled(&title, prose(fix.text)));
    }
    parts.push(consoles(failure));
    el("DIV")
        .class("failure")
        .id("failure-explained")
        .children(parts)
        .into()
}

fn titled(title: &str, body: AnyView) -> AnyView {
    el("DIV")
        .child(el("H3").child(title))
        .child(el("P").child(body))
        .into()
}

/// The status of a failure that can have several.
fn status_choice(state: State, fault: Fault) -> AnyView {
    let Some(argument) = fault.row().status else {
        return nothing();
    };
    let statuses = std::iter::once(argument.default).chain(argument.others.iter().copied());
    let options = statuses
        .map(|status| (status.to_string(), status.to_string()))
        .collect();
    let default = argument.default;
    let value = state.read(move |draft| {
        let first = draft.faults.as_slice().first();
        let status = first.and_then(|first| first.split_once(':'));
        status.map_or_else(|| default.to_string(), |(_, status)| status.to_owned())
    });
    let choose = move |status: String| {
        let id = fault.id();
        let fault = if status == default.to_string() {
            id.to_owned()
        } else {
            format!("{id}:{status}")
        };
        state.choose(|draft| draft.faults = Faults::one(&fault));
    };
    el("LABEL")
        .class("version")
        .child("Status ")
        .child(view! { <Select
            id="failure-status"
            options
            value
            disabled=Signal::derive(move || state.is_locked())
            on_change=choose
        /> })
        .into()
}

fn earlier(earlier: &Earlier) -> AnyView {
    let line = |leg: &Leg| {
        let status = match &leg.response {
            Ok(response) => response.status.to_string(),
            Err(why) => cors_analysis::no_response(*why).to_owned(),
        };
        let words = format!("{} {}: {status}", leg.request.method, leg.request.url);
        el("P").child(el("CODE").child(words)).into()
    };
    let mut lines: Vec<AnyView> = vec![el("P").child(prose(&earlier.sentence)).into()];
    for hop in &earlier.exchange.hops {
        if let Preflight::Sent { leg, .. } = &hop.preflight {
            lines.push(line(leg));
        }
        lines.extend(hop.actual.as_ref().map(line));
    }
    lines.push(el("P").child(prose(&earlier.aftermath)).into());
    el("DIV")
        .class("earlier")
        .child(el("H3").child("Before this"))
        .children(lines)
        .into()
}

/// What the browsers write to their consoles.
fn consoles(failure: &Failure) -> AnyView {
    let engines = failure.engines.iter();
    let lines =
        engines.filter_map(|engine| Some((engine.profile.label(), engine.console.clone()?)));
    let items: Vec<AnyView> = lines
        .map(|(label, line)| {
            let copied = line.clone();
            let copy = view! {
                <CopyButton
                    look="quiet small"
                    label=Signal::stored("Copy".to_owned())
                    name=format!("Copy the {label} message")
                    text=move || copied.clone()
                />
            };
            el("LI")
                .child(
                    el("SPAN")
                        .class("console-head")
                        .child(el("B").child(label))
                        .child(copy),
                )
                .child(el("CODE").class("console").child(line))
                .into()
        })
        .collect();
    if items.is_empty() {
        return nothing();
    }
    many(vec![
        el("H3").child(text("Console messages")).into(),
        el("UL").class("consoles").children(items).into(),
    ])
}
