use leptos::prelude::*;

use super::button;
use crate::dom::{AnyView, el, flag, icon, true_or_false};

/// A question mark that unfolds a hint. Gives the button and the hint, which are in different places.
pub(crate) fn help_tip(hint_id: String, about: &str, hint: &'static str) -> (AnyView, AnyView) {
    let is_open = RwSignal::new(false);
    let opener = button("quiet help-tip", move |_| {
        is_open.update(|open| *open = !*open);
    })
    .attr("aria-label", format!("About {about}"))
    .attr("aria-controls", hint_id.clone())
    .bind("aria-expanded", move || true_or_false(is_open.get()))
    .child(icon("help"));
    let hint = el("P")
        .class("hint")
        .id(hint_id)
        .bind("hidden", move || flag(!is_open.get()))
        .child(hint);
    (opener.into(), hint.into())
}
