//! The fields of the test request. Editing one of them makes the request stop following the policy.

use cors_analysis::field::Field;
use cors_fetch::{CredentialsMode, Mode, RequestDraft, RequestField};
use leptos::prelude::*;

use crate::dom::{AnyView, el, flag};
use crate::policy::{FieldFindings, TokenField, has_errors};
use crate::state::{Edit, List, State, element_id, findings_id, use_state};
use crate::widgets::{Select, text_input};

/// Offered as methods.
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The fields of the test request.
#[component]
pub(super) fn RequestForm() -> impl IntoView {
    let state = use_state();
    let credentials = [
        CredentialsMode::Omit,
        CredentialsMode::SameOrigin,
        CredentialsMode::Include,
    ]
    .map(CredentialsMode::id);
    let modes = [Mode::Cors, Mode::NoCors, Mode::SameOrigin].map(Mode::id);
    let row = el("DIV")
        .class("field-row")
        .child(text_field(
            state,
            RequestField::Method,
            "Method",
            |request| &request.method,
            |request| &mut request.method,
        ))
        .child(choice(
            state,
            RequestField::Credentials,
            "credentials",
            &credentials,
            |request| request.credentials.id(),
            |request, id| {
                if let Some(mode) = CredentialsMode::from_id(id) {
                    request.credentials = mode;
                }
            },
        ))
        .child(choice(
            state,
            RequestField::Mode,
            "mode",
            &modes,
            |request| request.mode.id(),
            |request, id| {
                if let Some(mode) = Mode::from_id(id) {
                    request.mode = mode;
                }
            },
        ));
    el("DIV")
        .class("request-form")
        .child(text_field(
            state,
            RequestField::PageOrigin,
            "Page origin",
            |request| &request.page_origin,
            |request| &mut request.page_origin,
        ))
        .child(text_field(
            state,
            RequestField::Url,
            "Request URL",
            |request| &request.url,
            |request| &mut request.url,
        ))
        .child(row)
        .child(view! {
            <TokenField
                list=List::SentHeaders
                label="Headers your code sets"
                placeholder="Name, or Name: value"
                hint="Type a name, or Name: value."
            />
        })
        .view()
}

fn text_field(
    state: State,
    field: RequestField,
    label: &'static str,
    get: fn(&RequestDraft) -> &String,
    place: fn(&mut RequestDraft) -> &mut String,
) -> AnyView {
    let is_url = matches!(field, RequestField::PageOrigin | RequestField::Url);
    let is_method = matches!(field, RequestField::Method);
    let field = Field::Request(field);
    let id = element_id(field);
    let value = state.read(move |draft| get(&draft.request()).clone());
    let has_errors = has_errors(state, field);
    let mut input = text_input(move |text| {
        state.edit(Edit::Typing(field), |draft| {
            *place(draft.request_mut()) = text;
        });
    })
    .id(id)
    .attr("aria-describedby", findings_id(field))
    .bind("disabled", move || flag(state.is_locked()))
    .bind("aria-invalid", move || {
        has_errors.get().then(|| "true".to_owned())
    })
    .value(move || value.get());
    if is_url {
        input = input.attr("inputmode", "url");
    }
    let mut view = el("DIV")
        .class("field")
        .child(el("LABEL").class("label").attr("for", id).child(label));
    if is_method {
        let options = METHODS
            .iter()
            .map(|&word| el("OPTION").attr("value", word).into());
        input = input.attr("list", "methods-known");
        view = view.child(el("DATALIST").id("methods-known").children(options));
    }
    view.child(input)
        .child(view! { <FieldFindings field/> })
        .into()
}

fn choice(
    state: State,
    field: RequestField,
    label: &'static str,
    options: &[&'static str],
    get: fn(&RequestDraft) -> &'static str,
    set: fn(&mut RequestDraft, &str),
) -> AnyView {
    let field = Field::Request(field);
    let id = element_id(field);
    let value = state.read(move |draft| get(&draft.request()).to_owned());
    let options = options
        .iter()
        .map(|&word| (word.to_owned(), word.to_owned()))
        .collect();
    el("DIV")
        .class("field")
        .child(el("LABEL").class("label").attr("for", id).child(label))
        .child(view! {
            <Select
                id
                options
                value
                disabled=Signal::derive(move || state.is_locked())
                described_by=findings_id(field)
                on_change=move |word: String| {
                    state.edit(Edit::Step, |draft| set(draft.request_mut(), &word));
                }
            />
        })
        .child(view! { <FieldFindings field/> })
        .into()
}
