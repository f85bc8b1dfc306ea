use leptos::prelude::*;

use super::diagram::arrows;
use super::summary::RequestSummary;
use super::verdict::VerdictBox;
use crate::dom::{AnyView, el, icon, live, nothing};
use crate::state::use_state;

/// The request flow in a few lines, for where its tab isn't open.
#[component]
pub(crate) fn FlowInShort() -> impl IntoView {
    let state = use_state();
    let arrows = arrows(state);
    let strip = live(move || {
        let arrows = arrows.get();
        if arrows.is_empty() {
            return nothing();
        }
        let mut items: Vec<AnyView> = Vec::new();
        for (index, arrow) in arrows.into_iter().enumerate() {
            let mut item = el("LI").class(arrow.tone);
            if index > 0 {
                item = item.child(icon("right"));
            }
            items.push(item.child(el("SPAN").child(arrow.short)).into());
        }
        el("OL")
            .class("strip")
            .attr("aria-label", "Messages")
            .children(items)
            .into()
    });
    el("SECTION")
        .class("pane flow-in-short")
        .attr("aria-label", "Request flow")
        .child(
            el("DIV")
                .class("body")
                .child(view! { <RequestSummary/> })
                .child(view! { <VerdictBox/> })
                .child(strip),
        )
        .view()
}
