use leptos::prelude::*;

use crate::state::State;
use crate::widgets::{icon, prose};

/// What a link said that was not understood.
#[component]
pub(crate) fn NoticesView(state: State) -> impl IntoView {
    let notices = state.notices();
    view! {
        <Show when=move || notices.with(|notices| !notices.is_empty())>
            <aside class="notices" role="region" aria-label="About this link">
                {icon("warning")}
                <div class="notices-body">
                    <p><strong>{"Not everything in this link was understood. The rest is shown."}</strong></p>
                    <ul>
                        {move || notices.get().into_iter().map(|notice| view! { <li>{prose(&notice)}</li> }).collect::<Vec<_>>()}
                    </ul>
                </div>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Dismiss"
                    on:click=move |_| state.dismiss_notices()
                >
                    {icon("remove")}
                </button>
            </aside>
        </Show>
    }
}
