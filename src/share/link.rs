use cors_state::link;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{clipboard, element};
use crate::dom::{AnyView, el, live, nothing};
use crate::state::{State, base, use_state};
use crate::widgets::{CopyButton, button};

const FIELD: &str = "share-link";

/// The link to what is on the page.
pub(super) fn link_to(state: State) -> String {
    link::encode_url(base(), &state.whole_draft())
}

/// The link, with a word on what is in it.
#[component]
pub(super) fn LinkPanel() -> impl IntoView {
    let state = use_state();
    let field = el("INPUT")
        .id(FIELD)
        .class("link-field")
        .attrs(&[
            ("type", "text"),
            ("readonly", ""),
            ("aria-describedby", "share-about"),
        ])
        .value(move || link_to(state))
        .on_click(|_| element::select(FIELD));
    let copy = view! {
        <CopyButton
            look=""
            label=Signal::stored("Copy link".to_owned())
            text=move || link_to(state)
        />
    };
    el("DIV")
        .child(
            el("LABEL")
                .class("label")
                .attr("for", FIELD)
                .child("Link to this policy and request"),
        )
        .child(el("DIV").class("row link-row").child(field).child(copy).child(share_sheet(state)))
        .child(
            el("P")
                .class("hint")
                .id("share-about")
                .child("Contains the policy, the test request and your settings, all after the #, so nothing reaches a server. ")
                .child(left_out(state)),
        )
        .child(
            el("P").class("hint").child(
                el("A")
                    .attr("href", "link.html")
                    .attrs(&[("target", "_blank"), ("rel", "noopener")])
                    .child("Link format"),
            ),
        )
        .view()
}

/// The system's own sheet, where there is one.
fn share_sheet(state: State) -> AnyView {
    if !clipboard::can_share() {
        return nothing();
    }
    button("", move |_| {
        let link = link_to(state);
        spawn_local(async move {
            let _ = clipboard::share(&link).await;
        });
    })
    .child("Share…")
    .into()
}

/// What the link doesn't hold: by name, if there is something.
fn left_out(state: State) -> AnyView {
    let names = state.read(|draft| {
        let request = draft.request();
        let headers = request.headers.iter();
        let hidden =
            headers.filter(|(name, value)| !value.is_empty() && !link::carries_value(name));
        let names: Vec<String> = hidden.map(|(name, _)| name.trim().to_owned()).collect();
        names.join(", ")
    });
    live(move || {
        let names = names.get();
        crate::dom::text(if names.is_empty() {
            "Secret header values and passwords are left out.".to_owned()
        } else {
            format!("Header values that could be secret are left out: {names}.")
        })
    })
}
