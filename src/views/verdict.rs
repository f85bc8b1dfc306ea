use cors_core::analysis::VerdictKind;
use leptos::prelude::*;

use crate::browser;
use crate::state::State;
use crate::widgets::{icon, prose};

/// How the exchange ends, in one sentence.
#[component]
pub(crate) fn VerdictView(state: State) -> impl IntoView {
    let verdict = state.verdict();
    let kind = Memo::new(move |_| class(verdict.with(|verdict| verdict.kind)));
    let sentence = Memo::new(move |_| verdict.with(|verdict| verdict.sentence.clone()));
    view! {
        <a
            class=move || format!("verdict-bar {}", kind.get())
            href="#exchange"
            on:click=move |event| {
                event.prevent_default();
                browser::go_to("exchange");
            }
        >
            {move || icon(kind.get())}
            <span class="verdict-bar-text">{move || sentence.with(|sentence| sentence.replace('`', ""))}</span>
            <span class="visually-hidden">{"To the exchange"}</span>
            {icon("down")}
        </a>
        <div class=move || format!("verdict {}", kind.get())>
            {move || icon(kind.get())}
            <p class="verdict-text" role="status">{move || sentence.with(|sentence| prose(sentence))}</p>
        </div>
    }
}

/// The word that the style sheet knows a kind by.
fn class(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Shared => "shared",
        VerdictKind::Refused => "refused",
        VerdictKind::Opaque => "opaque",
        VerdictKind::Unknown => "unknown",
    }
}
