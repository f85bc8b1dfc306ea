use cors_state::link;
use leptos::prelude::*;

use crate::browser;
use crate::dom::{Element, Node, el, live};
use crate::state::State;
use crate::widgets::{copy_button, icon_button, label, telling_button};

const INPUT: &str = "share-link";

/// Hands the link to the system where it can share, and to the clipboard otherwise. The link is shown too.
pub(crate) fn share_button(state: State, is_open: RwSignal<bool>) -> Element {
    telling_button("button bar-button", "share", "Share", move |done| {
        is_open.set(true);
        let link = link_to(state);
        if browser::can_share() {
            let copied = link.clone();
            // Whoever closes the sheet has seen the link; where there is no sheet after all, it is copied.
            browser::share(&link, Box::new(move || browser::copy(copied, done)));
        } else {
            browser::copy(link, done);
        }
    })
}

/// The link with a word on what is in it.
pub(crate) fn share_panel(state: State, is_open: RwSignal<bool>) -> Node {
    live(move || {
        if !is_open.get() {
            return Node::none();
        }
        let input = el("input")
            .class("input")
            .id(INPUT)
            .attrs(&[
                ("type", "text"),
                ("readonly", ""),
                ("aria-describedby", "share-about"),
            ])
            .held("value", move || Some(link_to(state).into()))
            .on_click(|_| browser::select(INPUT));
        let row = el("div")
            .class("share-row")
            .child(input)
            .child(copy_button("button", "Copy link", move || link_to(state)))
            .child(
                icon_button("remove", move |_| is_open.set(false))
                    .attr("aria-label", "Close sharing"),
            );
        let about = el("p")
            .class("hint")
            .id("share-about")
            .child("It holds the policy, the request and what is chosen here, in the part behind #, which browsers send to no server. ")
            .show(move || left_out(state))
            .child(" ")
            .child(
                el("a")
                    .attr("href", "link.html")
                    .child("Link format"),
            );
        el("section")
            .class("share-panel")
            .attr("aria-label", "Share")
            .child(label(INPUT, "Link to what is shown"))
            .child(row)
            .child(about)
            .into()
    })
}

fn link_to(state: State) -> String {
    link::encode_url(&browser::address(), &state.shown().draft)
}

/// What the link does not hold: by name, if there is something.
fn left_out(state: State) -> Node {
    let shown = state.shown();
    let request = shown.draft.request();
    let headers = request.headers.iter();
    let names: Vec<&str> = headers
        .filter(|(name, value)| !value.is_empty() && !link::carries_value(name))
        .map(|(name, _)| name.trim())
        .collect();
    if names.is_empty() {
        return "Values of request headers that may be secret, such as Authorization, and passwords are never in it.".into();
    }
    [
        "Left out, because it may be secret: the value of ",
        &names.join(", "),
        ".",
    ]
    .concat()
    .into()
}
