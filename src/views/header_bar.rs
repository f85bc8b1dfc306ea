use cors_core::draft::Theme;
use cors_core::link;
use leptos::prelude::*;

use crate::browser;
use crate::state::State;
use crate::widgets::{CopyButton, icon};

/// The product's name and what can be done with the whole page.
#[component]
pub(crate) fn HeaderBar(state: State) -> impl IntoView {
    let can_undo = state.can_undo();
    let chosen = RwSignal::new(None::<Theme>);
    let theme = Memo::new(move |_| {
        let linked = state.draft().with(|draft| draft.presentation.theme);
        chosen.get().unwrap_or(linked)
    });
    Effect::new(move |_| match theme.get() {
        Theme::Auto => browser::set_theme(None),
        other => browser::set_theme(Some(other.id())),
    });
    let toggle_theme = move |_| {
        let is_dark = match theme.get_untracked() {
            Theme::Auto => browser::prefers_dark(),
            other => other == Theme::Dark,
        };
        chosen.set(Some(if is_dark { Theme::Light } else { Theme::Dark }));
    };
    let link = Callback::new(move |()| {
        state
            .draft()
            .with_untracked(|draft| link::encode_url(&browser::address(), draft))
    });
    view! {
        <header class="bar">
            <div class="bar-title">
                <h1>{"CORS Header Builder"}</h1>
                <p class="bar-lead">{"Pick a policy, see the true exchange, paste configuration that does it."}</p>
            </div>
            <div class="bar-actions">
                <CopyButton words="Share" text=link class="bar-button"/>
                <button
                    type="button"
                    class="button bar-button"
                    disabled=move || !can_undo.get()
                    on:click=move |_| state.undo()
                >
                    {icon("undo")}
                    <span>{"Undo"}</span>
                </button>
                <button type="button" class="button bar-button" on:click=toggle_theme>
                    {icon("theme")}
                    <span>{"Theme"}</span>
                </button>
            </div>
        </header>
    }
}
