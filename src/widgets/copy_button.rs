use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{clipboard, time};
use crate::dom::{el, icon};

/// How long the button says that something was copied.
const SHOWN_MS: u64 = 2500;

/// What came of copying.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    None,
    Copied,
    Failed,
}

/// Copies a text, which is made when the button is pressed, and says so.
#[component]
pub(crate) fn CopyButton(
    /// The class after `button`.
    #[prop(default = "small")]
    look: &'static str,
    /// The words on the button.
    #[prop(into)]
    label: Signal<String>,
    /// The accessible name, if the words alone don't say what is copied.
    #[prop(into, optional)]
    name: Option<String>,
    /// What the button says when it has worked.
    #[prop(into, default = Signal::stored("Copied".to_owned()))]
    copied: Signal<String>,
    /// Whether there is nothing to copy.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// The text.
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::None);
    let copy = move |_| {
        if disabled.get_untracked() {
            return;
        }
        let text = text();
        spawn_local(async move {
            let worked = clipboard::copy(text).await;
            // By then the button may have gone.
            outcome.try_set(if worked {
                Outcome::Copied
            } else {
                Outcome::Failed
            });
            time::after(SHOWN_MS, move || {
                outcome.try_set(Outcome::None);
            });
        });
    };
    let words = move || match outcome.get() {
        Outcome::None => label.get(),
        Outcome::Copied => copied.get(),
        Outcome::Failed => "Couldn't copy. Select the text and press Ctrl+C.".to_owned(),
    };
    let name = move || {
        let name = name.clone().filter(|_| outcome.get() == Outcome::None)?;
        Some(name)
    };
    el("BUTTON")
        .class(["button ", look].concat().trim_end())
        .attr("type", "button")
        .bind("aria-label", name)
        .bind("aria-disabled", move || {
            disabled.get().then(|| "true".to_owned())
        })
        .bind("data-outcome", move || match outcome.get() {
            Outcome::None => None,
            Outcome::Copied => Some("copied".to_owned()),
            Outcome::Failed => Some("failed".to_owned()),
        })
        .on_click(copy)
        .show(move || {
            icon(match outcome.get() {
                Outcome::None => "copy",
                Outcome::Copied => "allowed",
                Outcome::Failed => "error",
            })
        })
        .child(el("SPAN").show_text(words))
        .view()
}
