//! The Troubleshoot tab: a field to paste into, and what was understood.

use cors_diagnose::Kind;
use leptos::prelude::*;

use super::diagnosis::{diagnosis_view, not_understood};
use super::imported::imported_view;
use super::symptoms::symptoms;
use super::understand::{Action, Understood, understand};
use crate::browser::{element, event};
use crate::dom::{AnyView, el, flag, icon, live, many, nothing};
use crate::state::{List, PASTE_FIELD, Place, State, Tab, platform, use_state};
use crate::widgets::{button, prose};

/// What is in the tab.
pub(crate) fn panel() -> AnyView {
    let state = use_state();
    let pasted = state.pasted;
    let field = el("TEXTAREA")
        .id(PASTE_FIELD)
        .class("paste-field")
        .attrs(&[
            ("rows", "6"),
            ("spellcheck", "false"),
            ("autocapitalize", "off"),
        ])
        .attr("aria-describedby", "paste-hint")
        .attr("placeholder", "Paste here")
        .property("value", move || {
            wasm_bindgen::JsValue::from_str(&pasted.get())
        })
        .on("input", move |event| pasted.set(event::value(&event)));
    let understood = Memo::new(move |_| pasted.with(|text| understand(text, &platform())));
    let clear = live(move || {
        if pasted.with(String::is_empty) {
            return nothing();
        }
        button("small", move |_| {
            pasted.set(String::new());
            element::focus(PASTE_FIELD);
        })
        .child("Clear")
        .into()
    });
    let result = live(move || {
        if pasted.with(|text| text.trim().is_empty()) {
            return symptoms(state);
        }
        understood.with(|understood| match understood {
            Some(understood) => understood_view(state, understood),
            None => pasted.with(|text| diagnosed(state, text)),
        })
    });
    many(vec![
        el("DIV")
            .class("label-row")
            .child(
                el("LABEL")
                    .class("label")
                    .attr("for", PASTE_FIELD)
                    .child("Paste a console error, response headers, curl or config"),
            )
            .child(clear)
            .into(),
        field.into(),
        el("P")
            .class("hint")
            .id("paste-hint")
            .child("Nothing you paste leaves your browser.")
            .into(),
        el("DIV").class("understood").child(result).into(),
    ])
}

/// The diagnosis of anything that isn't ours, and what server config in it means.
fn diagnosed(state: State, text: &str) -> AnyView {
    let diagnosis = cors_diagnose::diagnose(text, &platform());
    let import = cors_import::import(text, None);
    let has_config = import.policy.is_some() || !import.findings.is_empty();
    let mut found = diagnosis.found.iter();
    let has_more = found.any(|found| found.kind != Kind::Config);
    let mut parts = Vec::new();
    if has_more {
        parts.push(diagnosis_view(state, &cors_diagnose::view(&diagnosis)));
    }
    if has_config {
        parts.push(imported_view(state, &import));
    }
    if parts.is_empty() {
        return not_understood();
    }
    many(parts)
}

fn understood_view(state: State, understood: &Understood) -> AnyView {
    let says = understood
        .says
        .iter()
        .map(|says| el("P").child(prose(says)).into());
    let action = understood.action.clone();
    let (label, run): (&str, Box<dyn Fn()>) = match action {
        Action::Open(draft) => (
            "Open it",
            Box::new(move || {
                state.set((*draft).clone());
                state.go_to(Place::Panel(Tab::Config), "config");
            }),
        ),
        Action::AddOrigins(origins) => (
            "Add to the allowed origins",
            Box::new(move || {
                state.add_entries(List::Origins, origins.clone());
                state.go_to_field(List::Origins.field());
            }),
        ),
    };
    el("DIV")
        .class("notice allowed-notice")
        .child(icon("allowed"))
        .child(
            el("DIV")
                .child(el("P").child(el("B").child(understood.kind)))
                .children(says)
                .child(
                    button("small", move |_| run())
                        .bind("disabled", move || flag(state.is_locked()))
                        .child(label),
                ),
        )
        .into()
}
