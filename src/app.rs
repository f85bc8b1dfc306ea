//! The whole page.

use cors_core::draft::Presentation;
use cors_core::link;
use leptos::prelude::*;

use crate::address;
use crate::browser;
use crate::state::State;
use crate::views::{
    ConfigurationView, ExchangeView, FindingsView, HeaderBar, NoticesView, PolicyForm, RequestForm,
    VerdictView,
};

/// The page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let state = State::new();
    address::follow(state);
    let presentation = Memo::new(move |_| state.draft().with(|draft| draft.presentation));
    view! {
        <div
            class="page"
            data-embed=move || presentation.get().embed.then_some("")
            data-view=move || presentation.get().view.id()
        >
            <a
                class="skip"
                href="#policy"
                on:click=move |event| {
                    // The fragment is the state, so a jump must not change it.
                    event.prevent_default();
                    browser::go_to("policy");
                }
            >
                {"Skip to the policy"}
            </a>
            <HeaderBar state/>
            <NoticesView state/>
            <main class="columns">
                <div class="column-form" inert=move || presentation.get().readonly>
                    <PolicyForm state/>
                    <RequestForm state/>
                </div>
                <VerdictView state/>
                <div class="column-result">
                    <ExchangeView state/>
                    <FindingsView state/>
                </div>
                <div class="column-configuration">
                    <ConfigurationView state/>
                </div>
            </main>
            <Show when=move || presentation.get().embed>
                <p class="full-tool">
                    <a href=move || full_tool(state) target="_blank" rel="noopener">{"Open full tool"}</a>
                </p>
            </Show>
        </div>
    }
}

/// The link of the same state without what makes it a figure.
fn full_tool(state: State) -> String {
    let mut draft = state.draft().get();
    draft.presentation = Presentation::default();
    link::encode_url(&browser::address(), &draft)
}
