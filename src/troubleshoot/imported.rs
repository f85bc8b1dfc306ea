//! Server config that was pasted: the policy it means, its mistakes, and the way to the same on another server.

use cors_import::{Import, Severity};
use cors_state::Draft;
use leptos::prelude::untrack;

use crate::dom::{AnyView, Element, el, flag, icon, many};
use crate::state::{Place, State, Tab};
use crate::widgets::{button, disclosure, prose};

/// What the config means.
pub(super) fn imported_view(state: State, import: &Import) -> AnyView {
    let system = import
        .system
        .map_or("Server config", |system| system.label());
    let head = el("SECTION")
        .class("diagnosis-cause")
        .attr("aria-label", "Server config")
        .child(el("P").class("diagnosis-certainty").child("Server config"))
        .child(el("H3").child(system))
        .child(summary(import))
        .child(open(state, import));
    let parts = [Some(head), findings(import), left_out(import)];
    many(parts.into_iter().flatten().map(AnyView::from).collect())
}

fn summary(import: &Import) -> Element {
    let words = match (import.policy.is_some(), import.findings.len()) {
        (false, _) => "It has no CORS policy that can be read.".to_owned(),
        (true, 0) => "No mistakes found in the text.".to_owned(),
        (true, 1) => "1 mistake found in the text.".to_owned(),
        (true, count) => format!("{count} mistakes found in the text."),
    };
    el("P").child(words)
}

/// Puts the policy in place of the one on the page. Undo takes it back.
fn open(state: State, import: &Import) -> Option<Element> {
    let policy = import.policy.clone()?;
    let run = move |_| {
        untrack(|| {
            let now = state.draft();
            state.set(Draft {
                own_request: None,
                target: now.target.clone(),
                version: now.version.clone(),
                options: now.options.clone(),
                ..Draft::of_policy(policy.clone())
            });
            state.go_to(Place::Panel(Tab::Config), "config");
        });
    };
    Some(
        button("small", run)
            .bind("disabled", move || flag(state.is_locked()))
            .child("Open this policy"),
    )
}

fn findings(import: &Import) -> Option<Element> {
    let items = import.findings.iter().map(|finding| {
        let (class, name, word) = match finding.severity {
            Severity::Error => ("error", "error", "Error"),
            Severity::Risk => ("risk", "risk", "Risk"),
            Severity::Tip => ("tip", "tip", "Tip"),
        };
        el("LI")
            .class(format!("finding {class}"))
            .child(icon(name))
            .child(
                el("DIV")
                    .class("finding-body")
                    .child(
                        el("P")
                            .child(
                                el("B")
                                    .class(class)
                                    .child(format!("{word}, line {}: ", finding.line)),
                            )
                            .child(prose(&finding.message)),
                    )
                    .child(el("P").class("hint").child(prose(&finding.fix))),
            )
            .into()
    });
    (!import.findings.is_empty()).then(|| {
        el("SECTION")
            .attr("aria-label", "Mistakes in the config")
            .child(el("OL").class("findings").children(items))
    })
}

/// What the policy leaves out, and where it is only near to what is written.
fn left_out(import: &Import) -> Option<Element> {
    let near = import
        .approximate
        .iter()
        .map(|text| el("LI").child(prose(text)).into());
    let left = import.not_imported.iter().map(|left| {
        el("LI")
            .child(format!("Line {}: ", left.line))
            .child(el("CODE").child(left.text.clone()))
            .child(" ")
            .child(prose(&left.reason))
            .into()
    });
    let count = import.approximate.len() + import.not_imported.len();
    (count > 0).then(|| {
        disclosure(format!("Not imported exactly ({count})"))
            .child(el("UL").class("texts").children(near.chain(left)))
    })
}
