use std::rc::Rc;

use cors_analysis::{Analysis, Earlier, Entry, Simulation};
use cors_core::server::CachePlace;
use cors_fetch::{Leg, Preflight, Profile};

use super::absent::absent;
use super::message::{Message, message_view};
use super::sequence::sequence;
use crate::dom::{Element, Node, el};
use crate::later::Later;
use crate::session::Edit;
use crate::state::{Extent, State};
use crate::widgets::{RadioGroup, prose};

/// The exchange, message by message.
pub(crate) fn exchange(state: State) -> Element {
    let profiles = RadioGroup {
        name: "profile",
        legend: "Show as",
        options: Profile::ALL
            .map(|profile| (profile.id(), profile.label()))
            .to_vec(),
        value: Rc::new(move || state.shown().draft.browser.id()),
        on_change: Rc::new(move |id| {
            if let Some(profile) = Profile::from_id(id) {
                state.edit(Edit::Step, |draft| draft.browser = profile);
            }
        }),
    };
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("exchange-title").child("Request flow"))
        .child(profiles.view().live("disabled", move || state.locked()));
    el("section")
        .class("card exchange")
        .id("exchange")
        .attrs(&[("tabindex", "-1"), ("aria-labelledby", "exchange-title")])
        .child(header)
        .show(move || {
            let shown = state.shown();
            if let Some(target) = shown.awaits {
                return absent(state, &format!("The responses of {}", target.label)).into();
            }
            let simulation = shown.analysis.simulation(shown.draft.browser);
            match simulation {
                Some(simulation) => shown_view(state, &shown.analysis, simulation, shown.extent()),
                None => el("p")
                    .class("empty")
                    .child(shown.verdict().sentence)
                    .into(),
            }
        })
}

fn shown_view(state: State, analysis: &Analysis, simulation: &Simulation, extent: Extent) -> Node {
    let Some(timeline) = analysis.timeline() else {
        return Node::none();
    };
    let messages = timeline.entries.iter().map(message);
    let messages: Vec<Node> = messages
        .map(|message| message_view(&message, extent).into())
        .collect();
    let ran = if simulation.reached_app {
        "Your app handled the request."
    } else {
        "The request didn't reach your app."
    };
    let responses = if analysis.configuration().is_ok() {
        format!("Responses as sent by {}.", analysis.server().name())
    } else {
        "This policy has errors, so there is no config. These are the responses it describes."
            .to_owned()
    };
    let earlier = &simulation.earlier;
    Node::Many(vec![
        sequence(timeline).into(),
        el("p")
            .class("hint answered-by")
            .child(format!("{responses} {ran}{}", from_cache(simulation)))
            .into(),
        match state.later() {
            Later::Here(part) => (part.before)(earlier, extent),
            Later::Coming | Later::Failed => Node::none(),
        },
        el("ol").class("messages").child(messages).into(),
        match state.later() {
            Later::Here(part) => (part.browsers)(analysis.browsers(), extent),
            Later::Coming | Later::Failed => absent(state, "The browser differences").into(),
        },
    ])
}

/// Where the last response came from, when that isn't the server.
fn from_cache(simulation: &Simulation) -> &'static str {
    match simulation.from_cache {
        Some(CachePlace::Browser) => " The last response came from the browser cache.",
        Some(CachePlace::Shared) => " The last response came from a shared cache.",
        None => "",
    }
}

/// What happened before.
pub(crate) fn before(earlier: &[Earlier], _: Extent) -> Node {
    let visits: Vec<Node> = earlier.iter().map(visit).collect();
    (!visits.is_empty())
        .then(|| {
            el("div")
                .class("before")
                .child(el("h3").class("message-title").child("Before this"))
                .child(visits)
        })
        .into()
}

fn visit(earlier: &Earlier) -> Node {
    let line = |leg: &Leg| {
        let status = match &leg.response {
            Ok(response) => response.status.to_string(),
            Err(why) => cors_analysis::no_response(*why).to_owned(),
        };
        let text = format!("{} {}: {status}", leg.request.method, leg.request.url);
        el("p").child(el("code").child(text)).into()
    };
    let mut lines: Vec<Node> = vec![el("p").child(prose(&earlier.sentence)).into()];
    for hop in &earlier.exchange.hops {
        if let Preflight::Sent { leg, .. } = &hop.preflight {
            lines.push(line(leg));
        }
        lines.extend(hop.actual.as_ref().map(line));
    }
    lines.push(el("p").child(prose(&earlier.aftermath)).into());
    Node::Many(lines)
}

fn message(entry: &Entry) -> Message<'_> {
    Message {
        id: entry.id.clone(),
        title: entry.title.clone(),
        start: entry.message.start_line(),
        headers: entry.message.headers(),
        steps: entry.steps.iter().map(|step| &step.step).collect(),
    }
}
