use std::rc::Rc;

use cors_analysis::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::PreflightStatus;
use cors_report::policy_json;

use super::field_findings::field_findings;
use crate::dom::{Element, el};
use crate::help;
use crate::session::Edit;
use crate::state::{State, element_id, findings_id};
use crate::widgets::list_change::ListChange;
use crate::widgets::{ListEditor, RadioGroup, Switch, TextField, ToggleGroup, copy_button, label};

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
pub(crate) fn policy_form(state: State) -> Element {
    let copy = copy_button("button quiet", "Copy policy as JSON", move || {
        policy_json(&state.shown().draft.policy)
    });
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("policy-title").child("Policy"))
        .child(copy);
    el("section")
        .class("card form")
        .id("policy")
        .attrs(&[("tabindex", "-1"), ("aria-labelledby", "policy-title")])
        .child(header)
        .child(fields(state))
}

/// The fields, which are locked together.
fn fields(state: State) -> Element {
    el("fieldset")
        .class("fields")
        .live("disabled", move || state.locked())
        .child(origins(state))
        .child(methods(state))
        .child(header_names(
            state,
            PolicyField::AllowHeaders,
            ["Allowed header", "Add header name", help::ALLOW_HEADERS],
            help::COMMON_REQUEST_HEADERS,
        ))
        .child(header_names(
            state,
            PolicyField::ExposeHeaders,
            ["Exposed header", "Add exposed name", help::EXPOSE_HEADERS],
            help::COMMON_RESPONSE_HEADERS,
        ))
        .child(credentials(state))
        .child(max_age(state))
}

fn hint(id: String, text: &'static str) -> Element {
    el("p").class("hint").id(id).child(text)
}

fn hint_id(field: Field) -> String {
    format!("{}-hint", element_id(field))
}

/// The editor of a list, with what all of them share.
fn editor(state: State, list: PolicyField, entry: &'static str, add: &'static str) -> ListEditor {
    let field = Field::Policy(list);
    ListEditor {
        id: element_id(field),
        entry,
        add,
        placeholder: "Header name",
        value: state.entries(list),
        adding: state.adding(field),
        is_shown: |_| true,
        invalid: state.invalid_entries(field),
        on_change: state.on_list(list),
        described_by: format!("{} {}", hint_id(field), findings_id(field)),
        suggestions: &[],
        layout: "chips",
    }
}

fn origins(state: State) -> Element {
    let list = PolicyField::AllowOrigins;
    let field = Field::Policy(list);
    let editor = ListEditor {
        placeholder: "https://app.example.com",
        layout: "rows",
        ..editor(state, list, "Allowed origin", "Add origin")
    };
    el("div")
        .class("field")
        .child(label(element_id(field), field.label()))
        .child(hint(hint_id(field), help::ORIGINS))
        .child(editor.view())
        .child(field_findings(state, field))
}

fn methods(state: State) -> Element {
    let list = PolicyField::AllowMethods;
    let field = Field::Policy(list);
    let entries = state.entries(list);
    let on_list = state.on_list(list);
    let is_listed = entries.clone();
    let toggles = ToggleGroup {
        label: "Common methods",
        options: TOGGLES,
        is_on: Rc::new(move |method| is_listed().iter().any(|entry| entry == method)),
        on_change: Rc::new(move |method, on| {
            if on {
                on_list(ListChange::Insert(method.to_owned()));
                return;
            }
            // From the last to the first, so that the numbers stay true.
            for (index, entry) in entries().iter().enumerate().rev() {
                if entry == method {
                    on_list(ListChange::Remove(index));
                }
            }
        }),
    };
    let editor = ListEditor {
        placeholder: "Another method",
        is_shown: has_no_toggle,
        suggestions: help::COMMON_METHODS,
        ..editor(state, list, "Allowed method", "Add method")
    };
    el("div")
        .class("field")
        .child(label(element_id(field), field.label()))
        .child(toggles.view())
        .child(editor.view())
        .child(hint(hint_id(field), help::METHODS))
        .child(field_findings(state, field))
}

fn has_no_toggle(entry: &str) -> bool {
    TOGGLES.iter().all(|(method, _)| *method != entry)
}

fn header_names(
    state: State,
    list: PolicyField,
    [entry, add, help]: [&'static str; 3],
    suggestions: &'static [&'static str],
) -> Element {
    let field = Field::Policy(list);
    let editor = ListEditor {
        suggestions,
        ..editor(state, list, entry, add)
    };
    el("div")
        .class("field")
        .child(label(element_id(field), field.label()))
        .child(editor.view())
        .child(hint(hint_id(field), help))
        .child(field_findings(state, field))
}

fn credentials(state: State) -> Element {
    let field = Field::Policy(PolicyField::AllowCredentials);
    let switch = Switch {
        id: element_id(field),
        label: field.label(),
        hint: help::CREDENTIALS,
        on: Rc::new(move || state.shown().draft.policy.allow_credentials),
        on_change: Rc::new(move |on| {
            state.edit(Edit::Step, |draft| draft.policy.allow_credentials = on);
        }),
        invalid: state.is_invalid(field),
        described_by: findings_id(field),
    };
    el("div")
        .class("field")
        .child(switch.view())
        .child(field_findings(state, field))
}

fn max_age(state: State) -> Element {
    let field = Field::Policy(PolicyField::MaxAge);
    let input = TextField {
        id: element_id(field),
        label: field.label(),
        value: state.text(|draft| &draft.policy.max_age),
        on_change: state.on_text(field, |draft| &mut draft.policy.max_age),
        hint: Rc::new(move || help::max_age(&state.shown().draft.policy.max_age)),
        invalid: state.is_invalid(field),
        described_by: findings_id(field),
        suggestions: help::COMMON_MAX_AGES,
        input_mode: "numeric",
    };
    let status = RadioGroup {
        name: "preflight-status",
        legend: "Preflight status",
        options: [PreflightStatus::NoContent, PreflightStatus::Ok]
            .map(|status| (status_id(status), status_id(status)))
            .to_vec(),
        value: Rc::new(move || status_id(state.shown().draft.policy.preflight_status)),
        on_change: Rc::new(move |id| {
            state.edit(Edit::Step, |draft| {
                draft.policy.preflight_status = status_of(id);
            });
        }),
    };
    let name = el("span")
        .class("label")
        .attr("aria-hidden", "true")
        .child("Preflight status");
    let status = el("div")
        .class("field")
        .child(name)
        .child(status.view())
        .child(el("p").class("hint").child(help::PREFLIGHT_STATUS));
    let age = el("div")
        .class("field")
        .child(input.view())
        .child(field_findings(state, field));
    el("div").class("field-row").child(age).child(status)
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
