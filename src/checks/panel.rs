//! The Checks tab: what was found, the worst first, and the attack test.

use cors_analysis::findings::Finding;
use leptos::prelude::*;

use super::attack::AttackTest;
use super::{fix_buttons, severity_mark};
use crate::dom::{AnyView, el, icon, live, many};
use crate::state::{State, use_state};
use crate::widgets::{button, disclosure, prose};

/// What is in the tab.
pub(crate) fn panel() -> AnyView {
    let state = use_state();
    let findings = state.select(|analysis| analysis.findings().to_vec());
    let list = live(move || {
        let findings = findings.get();
        if findings.is_empty() {
            return el("P")
                .class("all-clear")
                .child(icon("allowed"))
                .child("No problems found. Ready to deploy.")
                .into();
        }
        let items = findings.iter().map(|finding| item(state, finding));
        el("OL")
            .class("findings")
            .attr("aria-label", "Findings")
            .children(items)
            .into()
    });
    many(vec![list, view! { <AttackTest/> }.into_any()])
}

fn item(state: State, finding: &Finding) -> AnyView {
    let mark = severity_mark(finding.severity);
    let field = finding.field;
    let source = (!finding.reference.is_empty()).then(|| {
        let host = finding.reference.split('/').nth(2).unwrap_or_default();
        let link = el("A")
            .attr("href", finding.reference)
            .attrs(&[("target", "_blank"), ("rel", "noopener noreferrer")])
            .child(host.trim_start_matches("www.").to_owned());
        el("P").class("hint").child("Source: ").child(link)
    });
    let why = disclosure("Why this matters")
        .child(el("P").child(prose(&finding.explanation)))
        .child(source);
    let go = state
        .reaches_field(field)
        .then(|| button("link", move |_| state.go_to_field(field)).child("Show it"));
    el("LI")
        .class(format!("finding {}", mark.class))
        .child(icon(mark.icon))
        .child(
            el("DIV")
                .class("finding-body")
                .child(
                    el("P")
                        .child(el("B").class(mark.class).child(mark.word))
                        .child(prose(&finding.message)),
                )
                .child(
                    el("P")
                        .class("finding-actions")
                        .child(fix_buttons(state, finding, 3))
                        .child(go),
                )
                .child(why),
        )
        .into()
}
