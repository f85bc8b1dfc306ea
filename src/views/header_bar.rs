use crate::presentation::Theme;
use leptos::prelude::*;

use super::export::export_button;
use super::share::{share_button, share_panel};
use crate::browser;
use crate::dom::{Element, el, flag};
use crate::state::State;
use crate::widgets::button;

/// The product's name and what can be done with the whole page.
pub(crate) fn header_bar(state: State, is_exporting: RwSignal<bool>) -> Element {
    // The name of the theme that was chosen here, if one was.
    let chosen = RwSignal::new("");
    let theme = move || match chosen.get() {
        "" => state.shown().draft.presentation.theme,
        chosen => chosen,
    };
    browser::follow(Box::new(move || {
        let theme = theme();
        browser::set_theme((theme != Theme::Auto.id()).then_some(theme));
    }));
    let toggle_theme = move |_| {
        let theme = theme();
        let is_dark = if theme == Theme::Auto.id() {
            browser::prefers_dark()
        } else {
            theme == Theme::Dark.id()
        };
        let other = if is_dark { Theme::Light } else { Theme::Dark };
        chosen.set(other.id());
    };
    let title = el("div")
        .class("bar-title")
        .child(el("h1").child("CORS Header Builder"))
        .child(
            el("p")
                .class("bar-lead")
                .child("Pick a policy, see the true exchange, paste configuration that does it. ")
                .child(el("a").attr("href", "link.html").child("Link format")),
        );
    let is_sharing = RwSignal::new(false);
    let undo = button("button bar-button", "undo", "Undo", move |_| state.undo())
        .live("disabled", move || flag(!state.shown().can_undo));
    let actions = el("div")
        .class("bar-actions")
        .child(share_button(state, is_sharing))
        .child(export_button(is_exporting))
        .child(undo)
        .child(button("button bar-button", "theme", "Theme", toggle_theme));
    el("header")
        .class("bar")
        .child(title)
        .child(actions)
        .child(share_panel(state, is_sharing))
}
