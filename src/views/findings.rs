use cors_core::diagnostic::{Finding, Severity};
use leptos::prelude::*;

use super::field_findings::repair_button;
use super::severity;
use crate::browser;
use crate::state::{State, element_id};
use crate::widgets::prose;

/// Everything that was found.
#[component]
pub(crate) fn FindingsView(state: State) -> impl IntoView {
    let findings = state.findings();
    view! {
        <section class="card findings" id="findings" aria-labelledby="findings-title">
            <header class="card-header">
                <h2 id="findings-title">{"Findings"}</h2>
                <p class="hint">{move || findings.with(|findings| summary(findings))}</p>
            </header>
            {move || {
                findings.with(|findings| {
                    if findings.is_empty() {
                        view! { <p class="empty">{"Nothing to mend: this policy can be deployed as it is."}</p> }.into_any()
                    } else {
                        let items = findings.iter().map(|finding| item(state, finding)).collect::<Vec<_>>();
                        view! { <ul class="finding-list">{items}</ul> }.into_any()
                    }
                })
            }}
        </section>
    }
}

fn item(state: State, finding: &Finding) -> impl IntoView + use<> {
    let (field, index) = (element_id(finding.field), finding.index);
    let reference = finding.reference;
    view! {
        <li class=format!("finding {}", finding.severity.id())>
            {severity::badge(finding.severity)}
            <div class="finding-body">
                <button type="button" class="finding-message" on:click=move |_| go_to(field, index)>
                    {prose(&finding.message)}
                </button>
                <details class="more">
                    <summary>{"Why, and what to do"}</summary>
                    <p>{prose(&finding.explanation)}</p>
                    {(!reference.is_empty()).then(|| {
                        view! { <p><a href=reference target="_blank" rel="noopener noreferrer">{"Where this is written down"}</a></p> }
                    })}
                </details>
            </div>
            {finding.repair.clone().map(|repair| repair_button(state, repair))}
        </li>
    }
}

/// Moves to the entry if the finding names one that has a line of its own, else to the field.
fn go_to(field: &str, index: Option<usize>) {
    let entry = index.map(|index| format!("{field}-{}", index + 1));
    match entry.filter(|entry| browser::has_element(entry)) {
        Some(entry) => browser::focus(&entry),
        None => browser::focus(field),
    }
}

/// The findings in numbers.
fn summary(findings: &[Finding]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Notice]
        .into_iter()
        .filter_map(|severity| {
            let same = |finding: &&Finding| finding.severity == severity;
            let count = findings.iter().filter(same).count();
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {}{plural}", severity.id()))
        })
        .collect();
    parts.join(", ")
}
