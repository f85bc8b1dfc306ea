use leptos::prelude::*;

use crate::dom::{AnyView, el, icon};
use crate::state::{State, Tab, use_state};

/// The bar at the bottom of a phone's screen: one part of the page at a time.
#[component]
pub(crate) fn PhoneBar() -> impl IntoView {
    let state = use_state();
    el("NAV")
        .class("phone-bar")
        .attr("aria-label", "Parts of the page")
        .children([
            entry(state, None, "Policy", "policy"),
            entry(state, Some(Tab::Config), "Config", "copy"),
            entry(state, Some(Tab::Flow), "Flow", "logo"),
            entry(state, Some(Tab::Checks), "Checks", "risk"),
            entry(state, Some(Tab::Troubleshoot), "Trouble", "paste"),
        ])
        .view()
}

/// An entry for a tab, or for the policy.
fn entry(state: State, tab: Option<Tab>, word: &'static str, name: &'static str) -> AnyView {
    let is_current = Memo::new(move |_| {
        let arrangement = state.arrangement();
        match tab {
            None => arrangement.is_policy_open,
            Some(tab) => !arrangement.is_policy_open && arrangement.tab == tab,
        }
    });
    el("BUTTON")
        .attr("type", "button")
        .attr("aria-label", tab.map_or("Policy", Tab::label))
        .bind("aria-current", move || {
            is_current.get().then(|| "true".to_owned())
        })
        .on_click(move |_| {
            match tab {
                None => state.open_policy(),
                Some(tab) => state.open_tab(tab),
            }
            crate::browser::element::scroll_to("app");
        })
        .child(icon(name))
        .child(word)
        .into()
}
