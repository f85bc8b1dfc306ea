use cors_core::diagnostic::{Finding, Repair};
use cors_core::field::Field;
use leptos::prelude::*;

use super::severity;
use crate::state::{State, findings_id};
use crate::widgets::prose;

/// More would bury the form; the Findings region shows them all.
const SHOWN: usize = 4;

/// What was found about a field, beside it.
#[component]
pub(super) fn FieldFindings(state: State, field: Field) -> impl IntoView {
    let findings = state.findings_at(field);
    view! {
        <ul class="field-findings" id=findings_id(field)>
            {move || {
                findings.with(|findings| {
                    let more = findings.len().saturating_sub(SHOWN);
                    let shown = findings.iter().take(SHOWN).map(|finding| line(state, finding));
                    let shown = shown.collect::<Vec<_>>();
                    (shown, (more > 0).then(|| view! { <li class="hint">{format!("{more} more under Findings.")}</li> }))
                })
            }}
        </ul>
    }
}

fn line(state: State, finding: &Finding) -> impl IntoView + use<> {
    view! {
        <li class=format!("field-finding {}", finding.severity.id())>
            {severity::badge(finding.severity)}
            <span class="field-finding-text">{prose(&finding.message)}</span>
            {finding.repair.clone().map(|repair| repair_button(state, repair))}
        </li>
    }
}

/// The button that mends a finding.
pub(super) fn repair_button(state: State, repair: Repair) -> impl IntoView {
    view! {
        <button type="button" class="button repair" on:click=move |_| state.repair(&repair.edit)>
            {repair.label}
        </button>
    }
}
