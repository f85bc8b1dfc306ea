//! The options of a target, as a sentence with blanks.

use cors_core::targets::{OptionValues, TargetOption, find_info};
use leptos::prelude::*;

use super::server::known_target;
use crate::dom::{AnyView, el, flag, live, nothing};
use crate::state::{State, use_state};
use crate::widgets::{Select, text_input};

/// The sentence, where the target has options.
#[component]
pub(super) fn OptionsSentence() -> impl IntoView {
    let state = use_state();
    let target = state.read(|draft| known_target(&draft.target).map_or("", |target| target.id));
    live(move || {
        let options = find_info(target.get()).map_or(&[][..], |target| target.options);
        if options.is_empty() {
            return nothing();
        }
        let blanks = options.iter().map(|option| blank(state, option));
        el("P").class("options").children(blanks).into()
    })
}

fn blank(state: State, option: &'static TargetOption) -> AnyView {
    let value = state.read(move |draft| {
        let chosen = draft.options.get(option.id);
        let fits = chosen.filter(|value| option.takes(value));
        fits.map_or(option.default, String::as_str).to_owned()
    });
    let id = option.id;
    let choose = move |value: String| {
        state.choose(|draft| {
            if value == option.default {
                draft.options.remove(id);
            } else {
                draft.options.insert(id.to_owned(), value);
            }
        });
    };
    let blank: AnyView = match option.values {
        OptionValues::OneOf(values) => {
            let options = values
                .iter()
                .map(|value| (value.id.to_owned(), value.label.to_owned()))
                .collect();
            view! {
                <Select
                    id=option.id
                    name=option.label
                    look="blank"
                    options
                    value
                    disabled=Signal::derive(move || state.is_locked())
                    on_change=choose
                />
            }
            .into_any()
        }
        OptionValues::Text { pattern, .. } => {
            // What doesn't fit is kept in the field, and the config stays as it was.
            let typed = RwSignal::new(None::<String>);
            text_input(move |text| {
                if option.takes(&text) {
                    typed.set(None);
                    choose(text);
                } else {
                    typed.set(Some(text));
                }
            })
            .id(option.id)
            .class("blank")
            .attr("aria-label", option.label)
            .attr("pattern", pattern)
            .bind("aria-invalid", move || {
                typed.with(Option::is_some).then(|| "true".to_owned())
            })
            .bind("disabled", move || flag(state.is_locked()))
            .bind("size", move || {
                let length = value.with(|value| value.chars().count());
                Some(length.clamp(4, 30).to_string())
            })
            .value(move || typed.get().unwrap_or_else(|| value.get()))
            .into()
        }
    };
    el("SPAN")
        .class("option")
        .child([option.label, " "].concat())
        .child(blank)
        .child(" ")
        .into()
}
