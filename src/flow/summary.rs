//! The test request in a sentence, with the way to edit it.

use cors_fetch::{CredentialsMode, Mode, RequestDraft};
use leptos::prelude::*;

use super::request_form::RequestForm;
use crate::browser::element;
use crate::dom::{el, flag, live, nothing};
use crate::state::{Edit, Place, Tab, element_id, use_state};
use crate::widgets::button;
use cors_analysis::field::Field;
use cors_fetch::RequestField;

/// "from app.acme.dev, with cookies, JSON".
fn circumstances(request: &RequestDraft) -> String {
    let page = request.page_origin.as_str();
    let host = page.split_once("://").map_or(page, |(_, host)| host);
    let mut parts = vec![format!("from {host}")];
    match request.credentials {
        CredentialsMode::Include => parts.push("with cookies".to_owned()),
        CredentialsMode::Omit => parts.push("without credentials".to_owned()),
        CredentialsMode::SameOrigin => {}
    }
    match request.mode {
        Mode::Cors => {}
        Mode::NoCors | Mode::SameOrigin => parts.push(format!("mode {}", request.mode.id())),
    }
    for (name, value) in &request.headers {
        let is_json = name.trim().eq_ignore_ascii_case("content-type")
            && value.trim().eq_ignore_ascii_case("application/json");
        parts.push(if is_json {
            "JSON".to_owned()
        } else {
            name.clone()
        });
    }
    parts.join(", ")
}

/// The test request in a sentence. Where the whole flow is, it can be edited in its place.
#[component]
pub(super) fn RequestSummary(
    /// Whether the form opens here, and not in the Request flow tab.
    #[prop(optional)]
    with_form: bool,
) -> impl IntoView {
    let state = use_state();
    let is_open = state.is_request_open;
    let line = state.read(|draft| {
        let request = draft.request();
        format!("{} {}", request.method, request.url)
    });
    let about = state.read(|draft| circumstances(&draft.request()));
    let follows = state.read(|draft| draft.own_request.is_none());
    // This button may be there twice.
    let edit_id = if with_form {
        "edit-request"
    } else {
        "edit-request-in-short"
    };
    let edit = button("small", move |_| {
        if with_form {
            is_open.update(|open| *open = !*open);
        } else {
            is_open.set(true);
            let field = element_id(Field::Request(RequestField::PageOrigin));
            state.go_to(Place::Panel(Tab::Flow), field);
        }
    })
    .id(edit_id)
    .bind("aria-expanded", move || {
        with_form.then(|| is_open.get().to_string())
    })
    .bind("aria-label", move || {
        let is_done = with_form && is_open.get();
        Some(
            if is_done {
                "Done editing the request"
            } else {
                "Edit request"
            }
            .to_owned(),
        )
    })
    .show_text(move || {
        if with_form && is_open.get() {
            "Done"
        } else {
            "Edit"
        }
        .to_owned()
    });
    let reset = live(move || {
        if follows.get() {
            return nothing();
        }
        button("small", move |_| {
            state.edit(Edit::Step, |draft| draft.own_request = None);
            element::focus(edit_id);
        })
        .bind("disabled", move || flag(state.is_locked()))
        .child("Reset to policy")
        .into()
    });
    let words = el("DIV")
        .class("ask-words")
        .child(
            el("CODE")
                .class("request-line")
                .show_text(move || line.get()),
        )
        .child(el("SMALL").show_text(move || {
            let source = if follows.get() {
                "follows your policy"
            } else {
                "edited by you"
            };
            format!("{} · {source}", about.get())
        }));
    let row = el("DIV").class("ask").child(words).child(reset).child(edit);
    if !with_form {
        return row.view();
    }
    let form = live(move || {
        if is_open.get() {
            view! { <RequestForm/> }.into_any()
        } else {
            nothing()
        }
    });
    el("SECTION")
        .class("test-request")
        .attr("aria-label", "Test request")
        .child(row)
        .child(form)
        .view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circumstances_are_said_in_short() {
        let request = RequestDraft {
            page_origin: "https://app.acme.dev".to_owned(),
            url: String::new(),
            method: "PUT".to_owned(),
            headers: vec![
                ("Content-Type".to_owned(), "application/json".to_owned()),
                ("X-A".to_owned(), String::new()),
            ],
            credentials: CredentialsMode::Include,
            mode: Mode::Cors,
        };
        assert_eq!(
            circumstances(&request),
            "from app.acme.dev, with cookies, JSON, X-A"
        );
    }
}
