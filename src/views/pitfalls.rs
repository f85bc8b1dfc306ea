use std::rc::Rc;

use cors_analysis::analysis::fault_of;
use cors_analysis::analysis::{self, Effect, Engine};
use cors_analysis::pitfall::Pitfall;
use cors_core::server::Fault;
use cors_state::Faults;

use super::absent::absent;
use crate::dom::{Element, Node, Text, el, live};
use crate::later::Later;
use crate::platform::platform;
use crate::session::Edit;
use crate::state::State;
use crate::widgets::{Select, icon, prose};

/// The choice that switches everything off.
const NOTHING: &str = "Nothing goes wrong";

/// What goes wrong in practice, to be switched on and watched.
pub(crate) fn pitfalls(state: State) -> Element {
    let header = el("header").class("card-header").child(
        el("h2")
            .id("pitfalls-title")
            .child("What goes wrong in practice"),
    );
    el("section")
        .class("card pitfalls")
        .id("pitfalls")
        .attr("aria-labelledby", "pitfalls-title")
        .child(header)
        .show(move || match state.later() {
            Later::Here(part) => (part.pitfalls)(state),
            Later::Coming | Later::Failed => absent(state, "The pitfalls").into(),
        })
}

/// The choice of a fault, and what it does.
pub(crate) fn pitfalls_body(state: State) -> Node {
    let choice = el("fieldset")
        .live("disabled", move || state.locked())
        .child(choice(state));
    let explained = live(move || {
        match analysis::pitfall(&state.shown().draft, &platform()) {
            Some(pitfall) => explained(&pitfall),
            None => el("p")
                .class("hint")
                .child("Switch on what fails in real deployments, and see above what it does to this exchange.")
                .into(),
        }
    });
    Node::Many(vec![choice.into(), explained])
}

/// One fault, or none.
fn choice(state: State) -> Element {
    let labels = Fault::ALL.map(Fault::label);
    Select {
        id: "fault",
        label: "Switched on",
        options: std::iter::once(NOTHING).chain(labels).collect(),
        value: Rc::new(move || {
            let fault = fault_of(&state.shown().draft);
            fault.map_or(NOTHING, Fault::label).to_owned()
        }),
        on_change: Rc::new(move |label| {
            let mut faults = Fault::ALL.into_iter();
            let fault = faults.find(|fault| fault.label() == label);
            let id = fault.map_or("", Fault::id);
            state.edit(Edit::Step, |draft| draft.faults = Faults::one(id));
        }),
        described_by: String::new(),
    }
    .view()
}

fn explained(pitfall: &Pitfall) -> Node {
    let none = match &pitfall.effect {
        Effect::None(why) => Some(
            el("div").class("no-effect").child(icon("notice")).child(
                el("p")
                    .child(el("strong").child("It has no effect here. "))
                    .child(prose(why)),
            ),
        ),
        Effect::Refused | Effect::Changed => None,
    };
    let look = none.is_none().then_some(pitfall.look.as_str());
    let repair: Text = match pitfall.target {
        Some(target) => ["Repair in ", target].concat().into(),
        None => "Repair".into(),
    };
    let mut facts = el("dl").class("facts");
    for (title, text) in [
        ("Where to look".into(), look),
        ("How to recognise it".into(), Some(pitfall.recognise)),
        (repair, Some(pitfall.repair)),
    ] {
        if let Some(text) = text {
            facts = facts
                .child(el("dt").child(Node::Text(title)))
                .child(el("dd").child(prose(text)));
        }
    }
    // Without effect in this browser, it may have one in others.
    let refused = pitfall
        .engines
        .iter()
        .filter(|engine| engine.script.is_some());
    let engines: Vec<Node> = pitfall.engines.iter().map(engine).collect();
    let differ = (1..engines.len()).contains(&refused.count());
    let console = (none.is_none() || differ).then(|| {
        el("div")
            .class("consoles")
            .child(
                el("h3")
                    .class("message-title")
                    .child("What the console says"),
            )
            .child(el("dl").child(engines))
    });
    Node::Many(vec![
        el("p").class("pitfall-on").child(prose(pitfall.on)).into(),
        none.into(),
        facts.into(),
        console.into(),
    ])
}

/// What one engine lets be seen.
fn engine(engine: &Engine) -> Node {
    let seen: Node = match (&engine.console, engine.script) {
        (Some(lines), _) => el("pre")
            .class("console-line")
            .child(el("code").child(lines.clone()))
            .into(),
        (None, Some(_)) => el("p").child("Nothing.").into(),
        (None, None) => el("p")
            .child("Nothing: the answer is shared in this browser.")
            .into(),
    };
    let script = engine.script.map(|error| {
        el("p")
            .class("hint")
            .child("Script sees ")
            .child(el("code").child(error))
    });
    el("div")
        .class("console-row")
        .child(el("dt").child(engine.profile.label()))
        .child(el("dd").child(seen).child(script))
        .into()
}
