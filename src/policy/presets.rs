use cors_state::link;
use leptos::prelude::*;

use crate::browser::element;
use crate::browser::event::{key, stays_inside};
use crate::dom::{AnyView, el, flag, icon, nothing};
use crate::state::{PRESETS, Preset, State, preset_of, use_state};

/// The id of what opens the list.
const OPENER: &str = "start-from";

/// The policies to start from, each a link that can be shared.
#[component]
pub(super) fn StartFrom() -> impl IntoView {
    let state = use_state();
    let is_open = RwSignal::new(false);
    let label = state.read(|draft| preset_of(&draft.policy).map_or("", |preset| preset.label));
    let words = move || match label.get() {
        "" => "Start from".to_owned(),
        label => format!("Start from: {label}"),
    };
    let opener = el("BUTTON")
        .id(OPENER)
        .class("button small menu-opener")
        .attr("type", "button")
        .bind("aria-expanded", move || {
            crate::dom::true_or_false(is_open.get())
        })
        .bind("disabled", move || flag(state.is_locked()))
        .on_click(move |_| is_open.update(|open| *open = !*open))
        .child(el("SPAN").class("menu-words").show_text(words))
        .child(icon("down"));
    let list = move || {
        if !is_open.get() {
            return nothing();
        }
        let links = PRESETS.iter().map(|preset| link_to(state, preset, is_open));
        el("UL").class("menu-list").children(links).into()
    };
    el("NAV")
        .class("menu")
        .attr("aria-label", "Start from")
        .on("focusout", move |event| {
            if !stays_inside(&event) {
                is_open.set(false);
            }
        })
        .on("keydown", move |event| {
            if is_open.get_untracked() && key(&event).is_some_and(|key| key.name == "Escape") {
                is_open.set(false);
                element::focus(OPENER);
            }
        })
        .child(opener)
        .show(list)
        .view()
}

fn link_to(state: State, preset: &'static Preset, is_open: RwSignal<bool>) -> AnyView {
    let choose = move |event: crate::dom::Event| {
        // A click changes the policy as an edit that can be undone; a new tab opens the link.
        event.prevent_default();
        is_open.set(false);
        state.start_from(preset);
        element::focus(OPENER);
    };
    let address = format!("#{}", link::encode(&preset.draft()));
    let link = el("A")
        .attr("href", address)
        .on_click(choose)
        // Safari doesn't focus a link that is clicked, and the list would close before the click.
        .on("pointerdown", |event| event.prevent_default())
        .child(el("B").child(preset.label))
        .child(el("SMALL").child(preset.about));
    el("LI").child(link).into()
}
