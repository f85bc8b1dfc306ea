use leptos::prelude::*;

use crate::browser::element;
use crate::dom::{el, icon, live, nothing};
use crate::state::{MAIN, use_state};
use crate::widgets::{icon_button, prose};

/// What wasn't understood in the link.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let state = use_state();
    let notices = state.notices();
    live(move || {
        let notices = notices.get();
        if notices.is_empty() {
            return nothing();
        }
        let items = notices
            .iter()
            .map(|notice| el("LI").child(prose(notice)).into());
        el("SECTION")
            .class("notice risk-notice link-notices")
            .attr("aria-label", "Notes on the link")
            .child(icon("risk"))
            .child(
                el("DIV")
                    .child(
                        el("P").child("Parts of this link couldn't be read. The rest was loaded."),
                    )
                    .child(el("UL").class("texts").children(items)),
            )
            .child(
                icon_button("close", move |_| {
                    state.dismiss_notices();
                    // The button goes.
                    element::focus(MAIN);
                })
                .attr("aria-label", "Close the notes on the link"),
            )
            .into()
    })
}
