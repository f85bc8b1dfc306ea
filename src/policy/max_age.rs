use cors_analysis::field::Field;
use cors_core::policy::PolicyField;
use leptos::prelude::*;

use super::hints;
use crate::dom::{el, flag};
use crate::policy::{FieldFindings, has_errors};
use crate::state::{Edit, element_id, findings_id, use_state};
use crate::widgets::text_input;

/// How long browsers cache a preflight.
#[component]
pub(super) fn MaxAge() -> impl IntoView {
    let state = use_state();
    let field = Field::Policy(PolicyField::MaxAge);
    let id = element_id(field);
    let value = state.read(|draft| draft.policy.max_age.clone());
    let has_errors = has_errors(state, field);
    let input = text_input(move |text| {
        state.edit(Edit::Typing(field), |draft| draft.policy.max_age = text);
    })
    .id(id)
    .class("number")
    .attrs(&[("inputmode", "numeric"), ("list", "max-ages")])
    .attr(
        "aria-describedby",
        format!("{id}-hint {}", findings_id(field)),
    )
    .bind("disabled", move || flag(state.is_locked()))
    .bind("aria-invalid", move || {
        has_errors.get().then(|| "true".to_owned())
    })
    .value(move || value.get());
    let options = hints::MAX_AGES.iter().map(|&(seconds, label)| {
        el("OPTION")
            .attr("value", seconds)
            .attr("label", label)
            .into()
    });
    let label = el("LABEL").class("label").attr("for", id);
    let row = el("DIV").class("row").child(input).child(
        el("SPAN")
            .id(format!("{id}-hint"))
            .class("meaning")
            .show_text(move || value.with(|value| hints::max_age(value))),
    );
    el("DIV")
        .class("field")
        .child(
            el("DIV")
                .class("label-row")
                .child(label.child("Cache preflights for")),
        )
        .child(row)
        .child(el("DATALIST").id("max-ages").children(options))
        .child(view! { <FieldFindings field/> })
        .view()
}
