use cors_analysis::field::Field;
use cors_core::policy::PolicyField;
use leptos::prelude::*;

use super::hints;
use crate::browser::event;
use crate::dom::{el, flag};
use crate::policy::{FieldFindings, has_errors};
use crate::state::{Edit, element_id, findings_id, use_state};
use crate::widgets::help_tip;

/// Whether requests with credentials are allowed.
#[component]
pub(super) fn Credentials() -> impl IntoView {
    let state = use_state();
    let field = Field::Policy(PolicyField::AllowCredentials);
    let id = element_id(field);
    let is_on = state.read(|draft| draft.policy.allow_credentials);
    let has_errors = has_errors(state, field);
    let input = el("INPUT")
        .id(id)
        .attrs(&[
            ("type", "checkbox"),
            ("role", "switch"),
            ("class", "switch-input"),
        ])
        .attr(
            "aria-describedby",
            format!("{id}-hint {}", findings_id(field)),
        )
        .bind("disabled", move || flag(state.is_locked()))
        .bind("aria-invalid", move || {
            has_errors.get().then(|| "true".to_owned())
        })
        .checked(move || is_on.get())
        .on("change", move |event| {
            let is_on = event::is_checked(&event);
            state.edit(Edit::Step, |draft| draft.policy.allow_credentials = is_on);
        });
    let (tip, hint) = help_tip(format!("{id}-hint"), "credentials", hints::CREDENTIALS);
    let label = el("LABEL")
        .class("switch")
        .child(input)
        .child(el("SPAN").class("label").child("Allow credentials"));
    el("DIV")
        .class("field")
        .child(
            el("DIV")
                .class("label-row")
                .child(label)
                .child(el("SPAN").class("hint").child("cookies, auth"))
                .child(tip),
        )
        .child(hint)
        .child(view! { <FieldFindings field/> })
        .view()
}
