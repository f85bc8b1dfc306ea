//! What a paste means: the cause first, then the fix, then how sure that is.

use cors_diagnose::{Certainty, DiagnosisView, Fix};
use cors_state::Draft;
use leptos::prelude::untrack;

use crate::dom::{AnyView, Element, el, flag, icon, many};
use crate::state::{Place, State, Tab};
use crate::widgets::{button, disclosure, prose};

/// The answer to a paste.
pub(super) fn diagnosis_view(state: State, view: &DiagnosisView) -> AnyView {
    let parts = [
        Some(cause(state, view)),
        fixes(state, &view.fixes),
        checks(view),
        others(view),
        also(view),
        Some(about_the_paste(view)),
    ];
    many(parts.into_iter().flatten().map(AnyView::from).collect())
}

/// What happened and why.
fn cause(state: State, view: &DiagnosisView) -> Element {
    let certainty = match view.certainty {
        Certainty::Certain => "Cause",
        Certainty::Likely => "Most likely",
        Certainty::Possible => "Possible cause",
    };
    let show = view.state.clone().map(|draft| {
        button("small", move |_| show_flow(state, draft.clone()))
            .bind("disabled", move || flag(state.is_locked()))
            .child("Show in request flow")
    });
    let why = view
        .explanation
        .iter()
        .map(|text| el("P").child(prose(text)).into());
    el("SECTION")
        .class("diagnosis-cause")
        .attr("aria-label", "Cause")
        .child(el("P").class("diagnosis-certainty").child(certainty))
        .child(el("H3").child(prose(&view.headline)))
        .children(why)
        .child(show)
}

/// Puts the state of the failure in place of the one on the page. Undo takes it back.
fn show_flow(state: State, draft: Draft) {
    untrack(|| {
        state.set(on_own_server(state, draft));
        state.go_to(Place::Panel(Tab::Flow), "flow");
    });
}

/// The same on the server that was chosen on the page: a paste says nothing about it.
fn on_own_server(state: State, draft: Draft) -> Draft {
    let now = state.draft();
    Draft {
        target: now.target.clone(),
        version: now.version.clone(),
        options: now.options.clone(),
        ..draft
    }
}

/// What to change, the smallest safe step first.
fn fixes(state: State, fixes: &[Fix]) -> Option<Element> {
    let items = fixes.iter().map(|fix| {
        let apply = fix.state.clone().map(|draft| {
            button("small", move |_| {
                untrack(|| {
                    state.set(on_own_server(state, draft.clone()));
                    state.go_to(Place::Panel(Tab::Config), "config");
                });
            })
            .bind("disabled", move || flag(state.is_locked()))
            .child("Apply and show config")
        });
        el("LI")
            .child(el("P").child(prose(&fix.text)))
            .child(apply)
            .into()
    });
    (!fixes.is_empty()).then(|| {
        el("SECTION")
            .class("diagnosis-fixes")
            .attr("aria-label", "Fix")
            .child(el("H3").child("Fix"))
            .child(el("OL").class("texts").children(items))
    })
}

/// What can be behind it, each with the check that decides, or else the one check that tells causes apart.
fn checks(view: &DiagnosisView) -> Option<Element> {
    let checks: Vec<&str> = if view.roots.is_empty() {
        view.question.iter().map(String::as_str).collect()
    } else {
        view.roots.iter().map(|root| root.check.as_str()).collect()
    };
    let items = checks
        .iter()
        .map(|check| el("LI").child(prose(check)).into());
    (!checks.is_empty()).then(|| {
        el("SECTION")
            .attr("aria-label", "Check it")
            .child(el("H3").child("Check it"))
            .child(el("OL").class("texts").children(items))
    })
}

/// What else the text can mean.
fn others(view: &DiagnosisView) -> Option<Element> {
    let items = view.others.iter().map(|(sentence, check)| {
        el("LI")
            .child(el("P").child(prose(sentence)))
            .child(el("P").class("hint").child(prose(check)))
            .into()
    });
    (!view.others.is_empty()).then(|| {
        el("SECTION")
            .attr("aria-label", "Other causes that fit")
            .child(el("H3").child("Other causes that fit"))
            .child(el("OL").class("texts").children(items))
    })
}

/// Further failures in the same paste.
fn also(view: &DiagnosisView) -> Option<Element> {
    let items = view
        .also
        .iter()
        .map(|text| el("LI").child(prose(text)).into());
    (!view.also.is_empty()).then(|| {
        el("SECTION")
            .attr("aria-label", "Also in this paste")
            .child(el("H3").child("Also in this paste"))
            .child(el("UL").class("texts").children(items))
    })
}

/// How the paste was read.
fn about_the_paste(view: &DiagnosisView) -> Element {
    let lines = |from: usize, to: usize| {
        if from == to {
            format!("line {from}")
        } else {
            format!("lines {from} to {to}")
        }
    };
    let parts = view.parts.iter().map(|part| {
        let words = format!("{}: {}", lines(part.from, part.to), part.label);
        el("LI").child(words).into()
    });
    let left_out = (!view.left_out.is_empty()).then(|| {
        let names = view.left_out.join(", ");
        el("P").child(format!(
            "Left out because they could be secret: values of {names}."
        ))
    });
    let unread = view.not_understood.iter().map(|(line, text)| {
        el("LI")
            .child(format!("line {line}: "))
            .child(el("CODE").child(text.clone()))
            .into()
    });
    let unread = (!view.not_understood.is_empty()).then(|| {
        el("DIV")
            .child(el("P").child("Not recognized:"))
            .child(el("UL").class("texts").children(unread))
    });
    disclosure("How your paste was read")
        .child(el("UL").class("texts").children(parts))
        .child(left_out)
        .child(unread)
}

/// What is said while nothing in the paste was recognized.
pub(super) fn not_understood() -> AnyView {
    el("DIV")
        .class("notice")
        .child(icon("tip"))
        .child(el("P").child(
            "This wasn't recognized. Paste the red lines of the browser's console, the response headers, the output of `curl -i`, a copied request, or a HAR.",
        ))
        .into()
}
