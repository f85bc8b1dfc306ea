use leptos::prelude::*;

use super::status_line::{FailureStrip, StatusLine};
use crate::dom::{el, icon};
use crate::share::ShareDialog;
use crate::state::use_state;
use crate::widgets::{Dialog, button, icon_button, open_dialog};

/// The id of the dialog with the texts of Help.
pub(crate) const HELP: &str = "help";

/// The name, the paste entry, and what concerns the whole page.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let state = use_state();
    let is_sharing = RwSignal::new(false);
    let is_helping = RwSignal::new(false);
    let brand = el("H1")
        .class("brand")
        .child(icon("logo"))
        .child("CORS Header Builder");
    let paste = el("BUTTON")
        .class("paste-entry")
        .attr("type", "button")
        .attr("aria-keyshortcuts", "Control+K Meta+K")
        .on_click(move |_| state.open_paste())
        .child(icon("paste"))
        .child(el("SPAN").child("Paste a console error, response headers, curl or config…"))
        .child(el("KBD").attr("aria-hidden", "true").child("Ctrl K"));
    // They stay reachable when there is nothing to undo, so that the focus isn't lost.
    let undo = icon_button("undo", move |_| state.undo())
        .attrs(&[("aria-label", "Undo"), ("title", "Undo")])
        .bind("aria-disabled", move || {
            (!state.can_undo()).then(|| "true".to_owned())
        });
    let redo = icon_button("redo", move |_| state.redo())
        .attrs(&[("aria-label", "Redo"), ("title", "Redo")])
        .bind("aria-disabled", move || {
            (!state.can_redo()).then(|| "true".to_owned())
        });
    let share = button("", move |_| open_dialog(crate::share::SHARE, is_sharing))
        .attr("aria-label", "Share")
        .child(icon("share"))
        .child(el("SPAN").class("word").child("Share"));
    let help = icon_button("help", move |_| open_dialog(HELP, is_helping))
        .attrs(&[("aria-label", "Help"), ("title", "Help")]);
    let theme = icon_button("theme", move |_| {
        state.choose_theme(state.theme().next());
    })
    .bind("aria-label", move || {
        Some(format!("Theme: {}", state.theme().label()))
    })
    .bind("title", move || {
        Some(format!("Theme: {}", state.theme().label()))
    });
    let bar = el("DIV")
        .class("bar")
        .child(brand)
        .child(paste)
        .child(undo)
        .child(redo)
        .child(share)
        .child(help)
        .child(theme);
    el("HEADER")
        .class("top")
        .child(bar)
        .child(view! { <StatusLine/> })
        .child(view! { <FailureStrip/> })
        .child(view! { <ShareDialog is_open=is_sharing/> })
        .child(view! {
            <Dialog
                id=HELP
                title="Help"
                is_open=is_helping
                content=move || state.modules.help.show(|help| (help.panel)())
            />
        })
        .view()
}
