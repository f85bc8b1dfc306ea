//! The whole page.

use cors_state::Presentation;
use cors_state::link;
use leptos::prelude::*;

use crate::address;
use crate::browser;
use crate::dom::{Node, Page, el, flag};
use crate::embed;
use crate::state::State;
use crate::views::{
    attackers, configuration, exchange, export, findings, header_bar, notices, pitfalls,
    policy_form, request_form, verdict,
};

/// The page, as Leptos takes it.
pub(crate) const APP: Page = Page(app);

/// How long the first screen has before anything else is loaded.
const PAINTED_MS: u64 = 100;

fn app() -> Node {
    let state = State::new();
    address::follow(state);
    embed::follow(state);
    browser::follow(Box::new(move || {
        // By then the first screen is painted.
        browser::after(PAINTED_MS, move || state.load_later());
    }));
    let is_exporting = RwSignal::new(false);
    let skip = el("a")
        .class("skip")
        .attr("href", "#policy")
        .on_click(|event| {
            // The fragment is the state, so a jump must not change it.
            event.prevent_default();
            browser::go_to("policy");
        })
        .child("Skip to the policy");
    let form = el("div")
        .class("column-form")
        .child(policy_form(state))
        .child(request_form(state));
    let result = el("div")
        .class("column-result")
        .child(exchange(state))
        .child(pitfalls(state))
        .child(findings(state))
        .child(attackers(state));
    let columns = el("main")
        .class("columns")
        .child(form)
        .child(verdict(state))
        .child(result)
        .child(
            el("div")
                .class("column-configuration")
                .child(configuration(state))
                .child(export(state, is_exporting)),
        );
    el("div")
        .class("page")
        .live("data-embed", move || {
            flag(state.shown().draft.presentation.embed)
        })
        .live("data-view", move || {
            Some(state.shown().draft.presentation.view.into())
        })
        .child(skip)
        .child(header_bar(state, is_exporting))
        .child(notices(state))
        .child(columns)
        .show(move || full_tool(state))
        .into()
}

/// The way from a figure to the same state with everything around it.
fn full_tool(state: State) -> Node {
    let shown = state.shown();
    if !shown.draft.presentation.embed {
        return Node::none();
    }
    let mut draft = shown.draft.clone();
    draft.presentation = Presentation::default();
    let link = el("a")
        .attr("href", link::encode_url(&browser::address(), &draft))
        .attrs(&[("target", "_blank"), ("rel", "noopener")])
        .child("Open full tool");
    el("footer")
        .class("full-tool")
        .child(el("h1").child("CORS Header Builder"))
        .child(link)
        .into()
}
