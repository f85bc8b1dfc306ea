use cors_analysis::{NoConfiguration, Verdict, VerdictKind};
use leptos::prelude::*;

use crate::dom::{AnyView, el, icon, live};
use crate::state::{State, use_state};
use crate::widgets::prose;

/// How an ending looks: word and shape next to the color.
pub(crate) fn verdict_class(kind: VerdictKind) -> (&'static str, &'static str) {
    match kind {
        VerdictKind::Allowed => ("allowed", "allowed"),
        VerdictKind::Blocked => ("blocked", "blocked"),
        VerdictKind::Opaque => ("opaque", "tip"),
        VerdictKind::Unknown => ("unknown", "tip"),
    }
}

/// How the test request ends, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct VerdictShown {
    kind: VerdictKind,
    sentence: String,
    /// Whether the policy has errors, which outrank any request.
    has_errors: bool,
}

fn verdict(state: State) -> Memo<VerdictShown> {
    Memo::new(move |_| {
        if let Some(target) = state.pending_target() {
            return VerdictShown {
                kind: VerdictKind::Unknown,
                sentence: format!("Loading {target}…"),
                has_errors: false,
            };
        }
        let analysis = state.analysis();
        let Verdict { kind, sentence } = analysis.verdict();
        VerdictShown {
            kind,
            sentence,
            has_errors: matches!(analysis.configuration(), Err(NoConfiguration::PolicyErrors)),
        }
    })
}

/// How the test request ends, in one sentence.
#[component]
pub(super) fn VerdictBox() -> impl IntoView {
    let state = use_state();
    let verdict = verdict(state);
    live(move || {
        let VerdictShown {
            kind,
            sentence,
            has_errors,
        } = verdict.get();
        if has_errors {
            return el("DIV")
                .class("verdict")
                .child(icon("tip"))
                .child(
                    el("P")
                        .child(el("B").child("Fix the errors first."))
                        .child(prose(&so_far(&sentence))),
                )
                .into();
        }
        let (class, icon_name) = verdict_class(kind);
        el("DIV")
            .class(format!("verdict {class}-verdict"))
            .child(icon(icon_name))
            .child(el("P").child(lead_and_rest(&sentence)))
            .into()
    })
}

/// The verdict of a policy that has errors.
fn so_far(sentence: &str) -> String {
    let (lead, rest) = sentence.split_once(": ").unwrap_or(("", sentence));
    if lead.contains(' ') || lead.is_empty() {
        format!(" So far: {sentence}")
    } else {
        format!(" So far: {}. {rest}", lead.to_lowercase())
    }
}

/// The first words, up to the colon, stand out.
fn lead_and_rest(sentence: &str) -> AnyView {
    match sentence.split_once(": ") {
        Some((lead, rest)) if !lead.contains(' ') || lead == "Not documented" => {
            crate::dom::many(vec![el("B").child(format!("{lead}: ")).into(), prose(rest)])
        }
        _ => prose(sentence),
    }
}
