use leptos::prelude::*;

use super::credentials::Credentials;
use super::hints;
use super::max_age::MaxAge;
use super::methods::Methods;
use super::preflight_status::Advanced;
use super::presets::StartFrom;
use super::token_field::TokenField;
use crate::dom::{el, live, nothing};
use crate::state::{List, use_state};

/// What is allowed.
#[component]
pub(crate) fn PolicyPanel() -> impl IntoView {
    let state = use_state();
    let example = live(move || {
        if state.is_example() {
            el("P")
                .class("example-mark")
                .child(el("B").child("Example."))
                .child(" The first origin you add replaces it.")
                .into()
        } else {
            nothing()
        }
    });
    let head = el("DIV")
        .class("head")
        .child(el("H2").child("Policy"))
        .child(view! { <StartFrom/> });
    let body = el("DIV")
        .class("body")
        .child(view! {
            <TokenField
                list=List::Origins
                label="Allowed origins"
                placeholder="Add, or paste a list"
                hint=hints::ORIGINS
                note=example
            />
        })
        .child(view! { <Methods/> })
        .child(view! {
            <TokenField
                list=List::RequestHeaders
                label="Request headers"
                placeholder="Headers your code sets"
                hint=hints::REQUEST_HEADERS
                examples=hints::REQUEST_HEADER_EXAMPLES
                suggestions=hints::REQUEST_HEADERS_KNOWN
            />
        })
        .child(view! {
            <TokenField
                list=List::ResponseHeaders
                label="Response headers"
                placeholder="Headers your code reads"
                hint=hints::RESPONSE_HEADERS
                examples=hints::RESPONSE_HEADER_EXAMPLES
                suggestions=hints::RESPONSE_HEADERS_KNOWN
            />
        })
        .child(view! { <Credentials/> })
        .child(view! { <MaxAge/> })
        .child(view! { <Advanced/> });
    el("SECTION")
        .class("pane policy")
        .id("policy")
        .attr("tabindex", "-1")
        .attr("aria-label", "Policy")
        .child(head)
        .child(body)
        .view()
}
