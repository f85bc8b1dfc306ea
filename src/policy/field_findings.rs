use cors_analysis::field::Field;
use cors_analysis::findings::{Finding, Severity};
use leptos::prelude::*;

use crate::checks::{fix_buttons, severity_mark};
use crate::dom::{AnyView, el, live, many, nothing};
use crate::state::{Place, State, Tab, findings_id, use_state};
use crate::widgets::{button, prose};

/// More than this is for the Checks tab.
const SHOWN: usize = 3;

/// Errors and risks about a field, under it.
#[component]
pub(crate) fn FieldFindings(field: Field) -> impl IntoView {
    let state = use_state();
    let findings = state.findings_at(field);
    let lines = live(move || {
        let findings = findings.get();
        let worth = findings.iter().filter(|finding| match finding.severity {
            Severity::Error | Severity::Risk => true,
            Severity::Tip => false,
        });
        let worth: Vec<&Finding> = worth.collect();
        if worth.is_empty() {
            return nothing();
        }
        let mut lines: Vec<AnyView> = worth
            .iter()
            .take(SHOWN)
            .map(|finding| line(state, finding))
            .collect();
        if worth.len() > SHOWN && state.reaches(Place::Panel(Tab::Checks)) {
            let more = format!("{} more in Checks", worth.len() - SHOWN);
            lines.push(
                button("link", move |_| state.open_tab(Tab::Checks))
                    .child(more)
                    .into(),
            );
        }
        many(lines)
    });
    el("DIV")
        .class("field-findings")
        .id(findings_id(field))
        .child(lines)
        .view()
}

fn line(state: State, finding: &Finding) -> AnyView {
    let class = match finding.severity {
        Severity::Error => "notice error-notice",
        Severity::Risk => "notice risk-notice",
        Severity::Tip => "notice",
    };
    let words = el("P")
        .child(
            el("SPAN")
                .class("visually-hidden")
                .child(severity_mark(finding.severity).word),
        )
        .child(prose(&finding.message));
    el("DIV")
        .class(class)
        .child(crate::dom::icon(severity_mark(finding.severity).icon))
        .child(words)
        .child(fix_buttons(state, finding, 2))
        .into()
}

/// Whether a field can't be used as it is.
pub(crate) fn has_errors(state: State, field: Field) -> Memo<bool> {
    state.select(move |analysis| {
        let findings = analysis.findings().iter();
        let mut errors = findings.filter(|finding| finding.severity == Severity::Error);
        errors.any(|finding| finding.field == field)
    })
}
