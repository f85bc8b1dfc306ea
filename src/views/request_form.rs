use cors_core::fetch::{CredentialsMode, Mode};
use cors_core::field::{Field, RequestField};
use leptos::prelude::*;

use super::field_findings::FieldFindings;
use crate::help;
use crate::session::Edit;
use crate::state::{State, element_id, findings_id};
use crate::widgets::{PairEditor, Select, TextField};

/// The request to try.
#[component]
pub(crate) fn RequestForm(state: State) -> impl IntoView {
    view! {
        <section class="card form" id="request" aria-labelledby="request-title">
            <header class="card-header">
                <h2 id="request-title">{"Request"}</h2>
                <p class="hint">{"Computed here. Nothing is sent."}</p>
            </header>
            {text(state, RequestField::PageOrigin, "url", &[])}
            {text(state, RequestField::Url, "url", &[])}
            <div class="field-row three">
                {text(state, RequestField::Method, "text", help::COMMON_METHODS)}
                {credentials(state)}
                {mode(state)}
            </div>
            {headers(state)}
        </section>
    }
}

fn text(
    state: State,
    field: RequestField,
    input_mode: &'static str,
    suggestions: &'static [&'static str],
) -> impl IntoView {
    let value = match field {
        RequestField::PageOrigin => state.text(|draft| &draft.request.page_origin),
        RequestField::Url => state.text(|draft| &draft.request.url),
        _ => state.text(|draft| &draft.request.method),
    };
    let on_change = match field {
        RequestField::PageOrigin => state.on_text(Field::Request(field), |draft| {
            &mut draft.request.page_origin
        }),
        RequestField::Url => state.on_text(Field::Request(field), |draft| &mut draft.request.url),
        _ => state.on_text(Field::Request(field), |draft| &mut draft.request.method),
    };
    let field = Field::Request(field);
    view! {
        <div class="field">
            <TextField
                id=element_id(field)
                label=field.label()
                value
                on_change
                hint=""
                invalid=state.is_invalid(field)
                described_by=findings_id(field)
                suggestions
                input_mode
            />
            <FieldFindings state field/>
        </div>
    }
}

fn headers(state: State) -> impl IntoView {
    let field = Field::Request(RequestField::Headers);
    let id = element_id(field);
    view! {
        <div class="field">
            <label class="label" for=id>{field.label()}</label>
            <PairEditor
                id
                entry="Request header"
                value_label="New header value"
                add="Add request header"
                value=state.headers()
                adding=state.adding(field)
                invalid=state.invalid_entries(field)
                on_change=state.on_headers()
                described_by=format!("request-headers-hint {}", findings_id(field))
                suggestions=help::COMMON_REQUEST_HEADERS
            />
            <p class="hint" id="request-headers-hint">{help::REQUEST_HEADERS}</p>
            <FieldFindings state field/>
        </div>
    }
}

fn credentials(state: State) -> impl IntoView {
    let field = Field::Request(RequestField::Credentials);
    let modes = [
        CredentialsMode::Omit,
        CredentialsMode::SameOrigin,
        CredentialsMode::Include,
    ];
    view! {
        <div class="field">
            <Select
                id=element_id(field)
                label=field.label()
                options=modes.map(|mode| (mode.id().to_owned(), mode.id().to_owned())).to_vec()
                value=state.text(|draft| draft.request.credentials.id())
                on_change=Callback::new(move |id: String| {
                    if let Some(mode) = CredentialsMode::from_id(&id) {
                        state.edit(Edit::Step, |draft| draft.request.credentials = mode);
                    }
                })
                described_by=findings_id(field)
            />
            <FieldFindings state field/>
        </div>
    }
}

fn mode(state: State) -> impl IntoView {
    let field = Field::Request(RequestField::Mode);
    let modes = [Mode::Cors, Mode::NoCors, Mode::SameOrigin];
    view! {
        <div class="field">
            <Select
                id=element_id(field)
                label=field.label()
                options=modes.map(|mode| (mode.id().to_owned(), mode.id().to_owned())).to_vec()
                value=state.text(|draft| draft.request.mode.id())
                on_change=Callback::new(move |id: String| {
                    if let Some(mode) = Mode::from_id(&id) {
                        state.edit(Edit::Step, |draft| draft.request.mode = mode);
                    }
                })
                described_by=findings_id(field)
            />
            <FieldFindings state field/>
        </div>
    }
}
