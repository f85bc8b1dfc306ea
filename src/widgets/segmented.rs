use leptos::prelude::*;

use crate::dom::{el, flag, true_or_false};

/// A choice among very few words, all of which are seen.
#[component]
pub(crate) fn Segmented(
    /// What is chosen.
    label: &'static str,
    /// Ids and labels.
    options: Vec<(&'static str, &'static str)>,
    #[prop(into)] value: Signal<&'static str>,
    #[prop(into, default = Signal::stored(false))] disabled: Signal<bool>,
    on_change: impl Fn(&'static str) + Clone + 'static,
) -> impl IntoView {
    let buttons = options.into_iter().map(|(id, label)| {
        let on_change = on_change.clone();
        el("BUTTON")
            .attr("type", "button")
            .bind("aria-pressed", move || true_or_false(value.get() == id))
            .bind("disabled", move || flag(disabled.get()))
            .on_click(move |_| on_change(id))
            .child(label)
            .into()
    });
    el("DIV")
        .class("segmented")
        .attr("role", "group")
        .attr("aria-label", label)
        .children(buttons)
        .view()
}
