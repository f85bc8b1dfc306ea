use leptos::prelude::*;

use super::icon_button;
use crate::browser::dialog;
use crate::dom::{AnyView, el, nothing};

/// A modal dialog. What is in it is made only while it is open.
#[component]
pub(crate) fn Dialog(
    id: &'static str,
    title: &'static str,
    /// Whether it is open. [`open_dialog`] and [`close_dialog`] change it.
    is_open: RwSignal<bool>,
    content: impl Fn() -> AnyView + Send + 'static,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let close = icon_button("close", move |_| close_dialog(id))
        .attr("aria-label", format!("Close {title}"));
    let head = el("DIV")
        .class("dialog-head")
        .child(el("H2").id(title_id.clone()).child(title))
        .child(close);
    let body = el("DIV")
        .class("dialog-body")
        .show(move || if is_open.get() { content() } else { nothing() });
    el("DIALOG")
        .id(id)
        .class("dialog")
        .attr("aria-labelledby", title_id)
        .on("close", move |_| is_open.set(false))
        .on("click", move |event| {
            // A click on the dialog itself is one on the backdrop: its content fills it.
            if crate::browser::event::is_on_current_target(&event) {
                close_dialog(id);
            }
        })
        .child(el("DIV").class("dialog-content").child(head).child(body))
        .view()
}

pub(crate) fn open_dialog(id: &'static str, is_open: RwSignal<bool>) {
    is_open.set(true);
    dialog::open(id);
}

/// Closes it. The browser gives the focus back to where it was.
pub(crate) fn close_dialog(id: &'static str) {
    dialog::close(id);
}
