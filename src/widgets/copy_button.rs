use leptos::prelude::*;

use super::button;
use crate::browser;
use crate::dom::{Element, el};

/// How long it is said that something was copied.
const SHOWN_FOR_MS: u64 = 2500;

/// Copies a text, which is asked for when the button is pressed, and says so.
pub(crate) fn copy_button(
    class: &'static str,
    words: &'static str,
    text: impl Fn() -> String + 'static,
) -> Element {
    telling_button(class, "copy", words, move |done| {
        browser::copy(text(), done);
    })
}

/// A button that says beside it whether its text was copied.
pub(crate) fn telling_button(
    class: &'static str,
    mark: &str,
    words: &'static str,
    act: impl Fn(Box<dyn Fn(bool)>) + 'static,
) -> Element {
    let said = RwSignal::new("");
    let copied = el("span")
        .class("copied")
        .attr("aria-live", "polite")
        .show(move || said.get().into());
    let button = button(class, mark, words, move |_| {
        act(Box::new(move |worked| say(said, worked)));
    });
    el("span").class("copy").child(copied).child(button)
}

fn say(said: RwSignal<&'static str>, worked: bool) {
    // The button may be gone by now.
    let _ = said.try_set(if worked {
        "Copied"
    } else {
        "Not copied: the browser refused. Select the text and copy it."
    });
    if worked {
        browser::after(SHOWN_FOR_MS, move || {
            let _ = said.try_set("");
        });
    }
}
