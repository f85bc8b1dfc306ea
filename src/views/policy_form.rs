use cors_core::field::{Field, PolicyField};
use cors_core::policy::PreflightStatus;
use leptos::prelude::*;

use super::field_findings::FieldFindings;
use crate::help;
use crate::policy_json::policy_json;
use crate::session::Edit;
use crate::state::{State, element_id, findings_id};
use crate::widgets::list_change::ListChange;
use crate::widgets::{CopyButton, ListEditor, RadioGroup, Switch, TextField, ToggleGroup};

/// Methods with a toggle of their own.
const TOGGLES: &[(&str, &str)] = &[
    ("GET", "GET"),
    ("HEAD", "HEAD"),
    ("POST", "POST"),
    ("PUT", "PUT"),
    ("PATCH", "PATCH"),
    ("DELETE", "DELETE"),
    ("*", "any (*)"),
];

/// What is allowed.
#[component]
pub(crate) fn PolicyForm(state: State) -> impl IntoView {
    let json = Callback::new(move |()| {
        state
            .draft()
            .with_untracked(|draft| policy_json(&draft.policy))
    });
    view! {
        <section class="card form" id="policy" tabindex="-1" aria-labelledby="policy-title">
            <header class="card-header">
                <h2 id="policy-title">{"Policy"}</h2>
                <CopyButton words="Copy policy as JSON" text=json class="quiet"/>
            </header>
            {origins(state)}
            {methods(state)}
            {header_names(
                state,
                PolicyField::AllowHeaders,
                "Allowed header",
                "Add header name",
                help::ALLOW_HEADERS,
                help::COMMON_REQUEST_HEADERS,
            )}
            {header_names(
                state,
                PolicyField::ExposeHeaders,
                "Exposed header",
                "Add exposed name",
                help::EXPOSE_HEADERS,
                help::COMMON_RESPONSE_HEADERS,
            )}
            {credentials(state)}
            {max_age(state)}
        </section>
    }
}

fn origins(state: State) -> impl IntoView {
    let field = Field::Policy(PolicyField::AllowOrigins);
    let id = element_id(field);
    view! {
        <div class="field">
            <label class="label" for=id>{field.label()}</label>
            <p class="hint" id="allow-origins-hint">{help::ORIGINS}</p>
            <ListEditor
                id
                entry="Allowed origin"
                add="Add origin"
                placeholder="https://app.example.com"
                value=state.entries(PolicyField::AllowOrigins)
                adding=state.adding(field)
                invalid=state.invalid_entries(field)
                on_change=state.on_list(PolicyField::AllowOrigins)
                described_by=format!("allow-origins-hint {}", findings_id(field))
                suggestions=&[]
                layout="rows"
            />
            <FieldFindings state field/>
        </div>
    }
}

fn methods(state: State) -> impl IntoView {
    let field = Field::Policy(PolicyField::AllowMethods);
    let id = element_id(field);
    let entries = state.entries(PolicyField::AllowMethods);
    let on_list = state.on_list(PolicyField::AllowMethods);
    let is_on = Callback::new(move |method: &'static str| {
        entries.with(|entries| entries.iter().any(|entry| entry == method))
    });
    let on_toggle = Callback::new(move |(method, on): (&'static str, bool)| {
        if on {
            on_list.run(ListChange::Insert(method.to_owned()));
            return;
        }
        let position =
            || entries.with_untracked(|entries| entries.iter().rposition(|entry| entry == method));
        while let Some(index) = position() {
            on_list.run(ListChange::Remove(index));
        }
    });
    view! {
        <div class="field">
            <label class="label" for=id>{field.label()}</label>
            <ToggleGroup label="Common methods" options=TOGGLES is_on on_change=on_toggle/>
            <ListEditor
                id
                entry="Allowed method"
                add="Add method"
                placeholder="Another method"
                value=entries
                adding=state.adding(field)
                is_shown=has_no_toggle
                invalid=state.invalid_entries(field)
                on_change=on_list
                described_by=format!("allow-methods-hint {}", findings_id(field))
                suggestions=help::COMMON_METHODS
                layout="chips"
            />
            <p class="hint" id="allow-methods-hint">{help::METHODS}</p>
            <FieldFindings state field/>
        </div>
    }
}

fn has_no_toggle(entry: &str) -> bool {
    TOGGLES.iter().all(|(method, _)| *method != entry)
}

fn header_names(
    state: State,
    list: PolicyField,
    entry: &'static str,
    add: &'static str,
    hint: &'static str,
    suggestions: &'static [&'static str],
) -> impl IntoView {
    let field = Field::Policy(list);
    let id = element_id(field);
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label class="label" for=id>{field.label()}</label>
            <ListEditor
                id
                entry
                add
                placeholder="Header name"
                value=state.entries(list)
                adding=state.adding(field)
                invalid=state.invalid_entries(field)
                on_change=state.on_list(list)
                described_by=format!("{hint_id} {}", findings_id(field))
                suggestions
                layout="chips"
            />
            <p class="hint" id=hint_id>{hint}</p>
            <FieldFindings state field/>
        </div>
    }
}

fn credentials(state: State) -> impl IntoView {
    let field = Field::Policy(PolicyField::AllowCredentials);
    view! {
        <div class="field">
            <Switch
                id=element_id(field)
                label=field.label()
                hint=help::CREDENTIALS
                on=Memo::new(move |_| state.draft().with(|draft| draft.policy.allow_credentials))
                on_change=Callback::new(move |on| {
                    state.edit(Edit::Step, |draft| draft.policy.allow_credentials = on);
                })
                invalid=state.is_invalid(field)
                described_by=findings_id(field)
            />
            <FieldFindings state field/>
        </div>
    }
}

fn max_age(state: State) -> impl IntoView {
    let field = Field::Policy(PolicyField::MaxAge);
    let value = state.text(|draft| &draft.policy.max_age);
    let status = Memo::new(move |_| {
        state
            .draft()
            .with(|draft| status_id(draft.policy.preflight_status))
    });
    view! {
        <div class="field-row">
            <div class="field">
                <TextField
                    id=element_id(field)
                    label=field.label()
                    value
                    on_change=state.on_text(field, |draft| &mut draft.policy.max_age)
                    hint=Signal::derive(move || help::max_age(&value.get()))
                    invalid=state.is_invalid(field)
                    described_by=findings_id(field)
                    suggestions=help::COMMON_MAX_AGES
                    input_mode="numeric"
                />
                <FieldFindings state field/>
            </div>
            <div class="field">
                <span class="label" aria-hidden="true">{"Preflight status"}</span>
                <RadioGroup
                    name="preflight-status"
                    legend="Preflight status"
                    options=[PreflightStatus::NoContent, PreflightStatus::Ok]
                        .map(|status| (status_id(status), status_id(status)))
                        .to_vec()
                    value=status
                    on_change=Callback::new(move |id| {
                        state.edit(Edit::Step, |draft| draft.policy.preflight_status = status_of(id));
                    })
                />
                <p class="hint">{help::PREFLIGHT_STATUS}</p>
            </div>
        </div>
    }
}

fn status_id(status: PreflightStatus) -> &'static str {
    match status {
        PreflightStatus::NoContent => "204",
        PreflightStatus::Ok => "200",
    }
}

fn status_of(id: &str) -> PreflightStatus {
    if id == status_id(PreflightStatus::Ok) {
        PreflightStatus::Ok
    } else {
        PreflightStatus::NoContent
    }
}
