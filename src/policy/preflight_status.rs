use cors_core::policy::PreflightStatus;
use leptos::prelude::*;

use super::hints;
use crate::dom::el;
use crate::state::{Edit, use_state};
use crate::widgets::{Segmented, disclosure};

/// What few people change.
#[component]
pub(super) fn Advanced() -> impl IntoView {
    let state = use_state();
    let status = state.read(|draft| status_word(draft.policy.preflight_status));
    let choose = move |word| {
        state.edit(Edit::Step, |draft| {
            draft.policy.preflight_status = status_of(word);
        });
    };
    let title =
        el("SPAN").show_text(move || format!("Advanced: preflight status {}", status.get()));
    let words = [PreflightStatus::NoContent, PreflightStatus::Ok].map(status_word);
    let choice = view! {
        <Segmented
            label="Preflight status"
            options=words.map(|word| (word, word)).to_vec()
            value=status
            disabled=Signal::derive(move || state.is_locked())
            on_change=choose
        />
    };
    let label = el("SPAN")
        .class("label")
        .attr("aria-hidden", "true")
        .child("Preflight status");
    disclosure(title)
        .child(
            el("DIV")
                .class("field")
                .child(el("DIV").class("row").child(label).child(choice))
                .child(el("P").class("hint").child(hints::PREFLIGHT_STATUS)),
        )
        .view()
}

fn status_word(status: PreflightStatus) -> &'static str {
    match status {
        PreflightStatus::NoContent => "204",
        PreflightStatus::Ok => "200",
    }
}

fn status_of(word: &str) -> PreflightStatus {
    if word == status_word(PreflightStatus::Ok) {
        PreflightStatus::Ok
    } else {
        PreflightStatus::NoContent
    }
}
