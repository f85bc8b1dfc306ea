use std::rc::Rc;

use cors_analysis::{Effect, Engine, Failure};
use cors_core::server::Fault;
use cors_state::Faults;

use super::absent::absent;
use crate::dom::{Element, Node, Text, el, live};
use crate::later::Later;
use crate::session::Edit;
use crate::state::State;
use crate::widgets::{Select, icon, prose};

/// The choice that switches everything off.
const NOTHING: &str = "None";

/// Simulate a failure, to be switched on and watched.
pub(crate) fn pitfalls(state: State) -> Element {
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("pitfalls-title").child("Simulate a failure"));
    el("section")
        .class("card pitfalls")
        .id("pitfalls")
        .attr("aria-labelledby", "pitfalls-title")
        .child(header)
        .show(move || match state.later() {
            Later::Here(part) => (part.pitfalls)(state),
            Later::Coming | Later::Failed => absent(state, "The failures").into(),
        })
}

/// The choice of a fault, and what it does.
pub(crate) fn pitfalls_body(state: State) -> Node {
    let choice = el("fieldset")
        .live("disabled", move || state.locked())
        .child(choice(state));
    let explained = live(move || match state.shown().analysis.failure() {
        Some(failure) => explained(failure),
        None => el("p")
            .class("hint")
            .child("Pick a common deployment problem to see what it does to this request.")
            .into(),
    });
    Node::Many(vec![choice.into(), explained])
}

/// One fault, or none.
fn choice(state: State) -> Element {
    let labels = Fault::ALL.iter().map(|fault| fault.label());
    Select {
        id: "fault",
        label: "Failure",
        options: std::iter::once(NOTHING).chain(labels).collect(),
        value: Rc::new(move || {
            let shown = state.shown();
            let layers = shown.analysis.layers().ok();
            let first = layers.and_then(|layers| layers.as_slice().first());
            first
                .map_or(NOTHING, |layer| layer.fault.label())
                .to_owned()
        }),
        on_change: Rc::new(move |label| {
            let mut faults = Fault::ALL.iter();
            let fault = faults.find(|fault| fault.label() == label);
            let id = fault.map_or("", |fault| fault.id());
            state.edit(Edit::Step, |draft| draft.faults = Faults::one(id));
        }),
        described_by: String::new(),
    }
    .view()
}

fn explained(failure: &Failure) -> Node {
    let none = match &failure.effect {
        Effect::None(why) => Some(
            el("div").class("no-effect").child(icon("notice")).child(
                el("p")
                    .child(el("strong").child("No effect on this request. "))
                    .child(prose(why)),
            ),
        ),
        Effect::Blocked | Effect::Changed => None,
    };
    let look = none.is_none().then_some(failure.network_panel.as_str());
    let rows: Vec<_> = failure
        .layers
        .as_slice()
        .iter()
        .map(|layer| layer.fault.row())
        .collect();
    let mut texts: Vec<(Text, Option<&str>)> = vec![("In the network panel".into(), look)];
    texts.extend(
        rows.iter()
            .map(|row| ("How to spot it".into(), Some(row.symptoms))),
    );
    texts.extend(failure.fixes.iter().map(|fix| {
        let title: Text = match fix.target {
            Some(target) => format!("Fix for {target}").into(),
            None => "Fix".into(),
        };
        (title, Some(fix.text))
    }));
    let mut facts = el("dl").class("facts");
    for (title, text) in texts {
        if let Some(text) = text {
            facts = facts
                .child(el("dt").child(Node::Text(title)))
                .child(el("dd").child(prose(text)));
        }
    }
    // Without effect in this browser, it may have one in others.
    let blocked = failure
        .engines
        .iter()
        .filter(|engine| engine.error.is_some());
    let engines: Vec<Node> = failure.engines.iter().map(engine).collect();
    let differ = (1..engines.len()).contains(&blocked.count());
    let console = (none.is_none() || differ).then(|| {
        el("div")
            .class("consoles")
            .child(el("h3").class("message-title").child("Console messages"))
            .child(el("dl").child(engines))
    });
    Node::Many(vec![
        Node::Many(
            rows.iter()
                .map(|row| {
                    el("p")
                        .class("pitfall-on")
                        .child(prose(row.description))
                        .into()
                })
                .collect(),
        ),
        none.into(),
        facts.into(),
        console.into(),
    ])
}

/// What one engine lets be seen.
fn engine(engine: &Engine) -> Node {
    let seen: Node = match (&engine.console, engine.error) {
        (Some(lines), _) => el("pre")
            .class("console-line")
            .child(el("code").child(lines.clone()))
            .into(),
        (None, Some(_)) => el("p").child("None.").into(),
        (None, None) => el("p")
            .child("None: this browser allows the response.")
            .into(),
    };
    let script = engine.error.map(|error| {
        el("p")
            .class("hint")
            .child("Your code gets ")
            .child(el("code").child(error))
    });
    el("div")
        .class("console-row")
        .child(el("dt").child(engine.profile.label()))
        .child(el("dd").child(seen).child(script))
        .into()
}
