use std::rc::Rc;
use std::sync::LazyLock;

use cors_analysis::field::Field;
use cors_fetch::RequestField;
use cors_fetch::{CredentialsMode, Mode, RequestDraft};
use cors_state::Draft;

use super::field_findings::field_findings;
use crate::dom::{Element, Told, el};
use crate::help;
use crate::session::Edit;
use crate::state::{State, element_id, findings_id};
use crate::widgets::{PairEditor, Select, TextField, label};

/// The request to try.
pub(crate) fn request_form(state: State) -> Element {
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("request-title").child("Request"))
        .child(
            el("p")
                .class("hint")
                .child("Computed here. Nothing is sent."),
        );
    el("section")
        .class("card form")
        .id("request")
        .attr("aria-labelledby", "request-title")
        .child(header)
        .child(fields(state))
}

/// The fields, which are locked together.
fn fields(state: State) -> Element {
    let row = el("div")
        .class("field-row three")
        .child(text(
            state,
            RequestField::Method,
            "text",
            help::COMMON_METHODS,
        ))
        .child(credentials(state))
        .child(mode(state));
    el("fieldset")
        .class("fields")
        .live("disabled", move || state.locked())
        .child(text(state, RequestField::PageOrigin, "url", &[]))
        .child(text(state, RequestField::Url, "url", &[]))
        .child(row)
        .child(headers(state))
}

fn text(
    state: State,
    field: RequestField,
    input_mode: &'static str,
    suggestions: &'static [&'static str],
) -> Element {
    let (value, on_change) = match field {
        RequestField::PageOrigin => (
            state.text(|draft| &own(draft).page_origin),
            state.on_text(Field::Request(field), |draft| {
                &mut draft.request_mut().page_origin
            }),
        ),
        RequestField::Url => (
            state.text(|draft| &own(draft).url),
            state.on_text(Field::Request(field), |draft| &mut draft.request_mut().url),
        ),
        _ => (
            state.text(|draft| &own(draft).method),
            state.on_text(Field::Request(field), |draft| {
                &mut draft.request_mut().method
            }),
        ),
    };
    let field = Field::Request(field);
    let input = TextField {
        id: element_id(field),
        label: field.label(),
        value,
        on_change,
        hint: Rc::new(String::new),
        invalid: state.is_invalid(field),
        described_by: findings_id(field),
        suggestions,
        input_mode,
    };
    el("div")
        .class("field")
        .child(input.view())
        .child(field_findings(state, field))
}

fn headers(state: State) -> Element {
    let field = Field::Request(RequestField::Headers);
    let id = element_id(field);
    let editor = PairEditor {
        id,
        entry: "Request header",
        value_label: "New header value",
        add: "Add request header",
        value: Rc::new(move || state.shown().draft.request().headers.clone()),
        adding: state.adding(field),
        invalid: state.invalid_entries(field),
        on_change: state.on_headers(),
        described_by: format!("request-headers-hint {}", findings_id(field)),
        suggestions: help::COMMON_REQUEST_HEADERS,
    };
    el("div")
        .class("field")
        .child(label(id, field.label()))
        .child(editor.view())
        .child(
            el("p")
                .class("hint")
                .id("request-headers-hint")
                .child(help::REQUEST_HEADERS),
        )
        .child(field_findings(state, field))
}

fn credentials(state: State) -> Element {
    let modes = [
        CredentialsMode::Omit,
        CredentialsMode::SameOrigin,
        CredentialsMode::Include,
    ];
    choice(
        state,
        RequestField::Credentials,
        modes.map(CredentialsMode::id).to_vec(),
        |draft| draft.request().credentials.id(),
        Rc::new(move |id| {
            if let Some(mode) = CredentialsMode::from_id(&id) {
                state.edit(Edit::Step, |draft| draft.request_mut().credentials = mode);
            }
        }),
    )
}

fn mode(state: State) -> Element {
    choice(
        state,
        RequestField::Mode,
        [Mode::Cors, Mode::NoCors, Mode::SameOrigin]
            .map(Mode::id)
            .to_vec(),
        |draft| draft.request().mode.id(),
        Rc::new(move |id| {
            if let Some(mode) = Mode::from_id(&id) {
                state.edit(Edit::Step, |draft| draft.request_mut().mode = mode);
            }
        }),
    )
}

fn choice(
    state: State,
    field: RequestField,
    options: Vec<&'static str>,
    read: fn(&Draft) -> &str,
    on_change: Told<String>,
) -> Element {
    let field = Field::Request(field);
    let select = Select {
        id: element_id(field),
        label: field.label(),
        options,
        value: state.text(read),
        on_change,
        described_by: findings_id(field),
    };
    el("div")
        .class("field")
        .child(select.view())
        .child(field_findings(state, field))
}

/// The request as typed. The session writes it out when the page is opened.
fn own(draft: &Draft) -> &RequestDraft {
    static NONE: LazyLock<RequestDraft> = LazyLock::new(RequestDraft::default);
    draft.own_request.as_ref().unwrap_or(&NONE)
}
