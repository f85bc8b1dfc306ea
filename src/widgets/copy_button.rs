use leptos::prelude::*;

use super::icon;
use crate::browser;

/// How long it is said that something was copied.
const SHOWN_FOR_MS: u64 = 2500;

/// Copies a text and says so.
#[component]
pub(crate) fn CopyButton(
    /// The words on the button.
    words: &'static str,
    /// The text, asked for when the button is pressed.
    text: Callback<(), String>,
    /// The class beside `button`.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    let said = RwSignal::new("");
    let copy = move |_| {
        browser::copy(text.run(()), move |worked| {
            said.set(if worked {
                "Copied"
            } else {
                "Not copied: the browser refused. Select the text and copy it."
            });
            if worked {
                browser::after(SHOWN_FOR_MS, move || {
                    // The button may be gone by then.
                    let _ = said.try_set("");
                });
            }
        });
    };
    view! {
        <span class="copy">
            <span class="copied" aria-live="polite">{move || said.get()}</span>
            <button type="button" class=format!("button {class}") on:click=copy>
                {icon("copy")}
                <span>{words}</span>
            </button>
        </span>
    }
}
