//! A message with the reasons next to the lines that decide.

use std::collections::BTreeSet;

use cors_analysis::{Entry, Step, StepResult};
use leptos::prelude::*;

use super::panel::has_failed;
use crate::browser::event;
use crate::dom::{AnyView, Element, el, icon, live, many, nothing};
use crate::widgets::{disclosure_with, prose};

/// More characters than this don't belong on a page at once.
const LONG: usize = 400;

/// One entry of the timeline, folded unless something failed there. What is folded isn't made.
pub(super) fn entry_view(entry: &Entry, opened: RwSignal<BTreeSet<String>>) -> AnyView {
    let has_failed = has_failed(entry);
    let id = entry.id.clone();
    let is_open = {
        let id = id.clone();
        Memo::new(move |_| has_failed || opened.with(|opened| opened.contains(&id)))
    };
    let first = match entry.message.start_line() {
        Some(start) => Some(el("CODE").class("first-line").child(start)),
        None => entry
            .steps
            .first()
            .map(|step| el("SPAN").class("first-line").child(prose(&step.step.text))),
    };
    let title = el("SPAN")
        .class("disclosure-title")
        .child(el("B").child(entry.title.clone()))
        .child(first);
    let toggled = id.clone();
    let entry = entry.clone();
    let body = live(move || {
        if is_open.get() {
            body(&entry)
        } else {
            nothing()
        }
    });
    let mut view = disclosure_with(title)
        .id(id)
        .on("toggle", move |event| {
            // It was opened because it failed, and not by hand.
            if has_failed {
                return;
            }
            let is_open = event::is_open(&event);
            opened.update(|opened| {
                if is_open {
                    opened.insert(toggled.clone());
                } else {
                    opened.remove(&toggled);
                }
            });
        })
        .child(el("DIV").class("message").child(body));
    if has_failed {
        view = view.attr("data-failed", "").attr("open", "");
    } else if is_open.get_untracked() {
        view = view.attr("open", "");
    }
    el("LI").child(view).into()
}

fn body(entry: &Entry) -> AnyView {
    let start = entry.message.start_line();
    let headers = entry.message.headers();
    let steps: Vec<&Step> = entry.steps.iter().map(|step| &step.step).collect();
    let lines = lines(start.as_ref(), &headers, &steps);
    let is_general = |step: &&Step| step.header.is_none() || start.is_none();
    let general: Vec<&Step> = steps.iter().copied().filter(is_general).collect();
    let lines = (!lines.is_empty()).then(|| el("OL").class("lines").children(lines).into());
    let general = step_list(&general).map(AnyView::from);
    many(lines.into_iter().chain(general).collect())
}

fn lines(start: Option<&String>, headers: &[(String, String)], steps: &[&Step]) -> Vec<AnyView> {
    let about = |name: &str| -> Vec<&Step> {
        let steps = steps.iter().copied();
        let about = steps.filter(|step| {
            let header = step.header;
            header.is_some_and(|header| header.eq_ignore_ascii_case(name))
        });
        about.collect()
    };
    let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let mut lines = Vec::new();
    lines.extend(start.map(|start| line("start", start.clone(), "", &[])));
    for (index, (name, value)) in headers.iter().enumerate() {
        // Of several headers of one name, the first carries the reason.
        let is_first = !headers.iter().take(index).any(|(other, _)| is(other, name));
        let steps = if is_first { about(name) } else { Vec::new() };
        lines.push(line("header", name.clone(), value, &steps));
    }
    let mut absent: Vec<&str> = Vec::new();
    for name in steps.iter().filter_map(|step| step.header) {
        let is_there = headers.iter().any(|(other, _)| is(other, name));
        if start.is_some() && !is_there && !absent.contains(&name) {
            absent.push(name);
            lines.push(line("absent", name.to_owned(), "", &about(name)));
        }
    }
    lines
}

fn line(kind: &'static str, name: String, value: &str, steps: &[&Step]) -> AnyView {
    let worst = steps
        .iter()
        .map(|step| step.result)
        .max_by_key(|result| rank(*result));
    let is_long = name.len() + value.len() > LONG;
    let mut text = el("CODE").class(if is_long {
        "line-text long"
    } else {
        "line-text"
    });
    if is_long {
        // It scrolls in a box of its own, which the keyboard has to reach.
        text = text.attr("tabindex", "0");
    }
    text = text.child(el("SPAN").class("line-name").child(name));
    text = match kind {
        "header" => text
            .child(": ")
            .child(el("SPAN").class("line-value").child(value)),
        "absent" => text.child(el("SPAN").class("not-sent").child(" not sent")),
        _ => text,
    };
    el("LI")
        .class(format!("message-line {kind} {}", worst.map_or("", class)))
        .child(text)
        .child(step_list(steps))
        .into()
}

fn step_list(steps: &[&Step]) -> Option<Element> {
    let views = steps.iter().map(|step| step_view(step));
    (!steps.is_empty()).then(|| el("UL").class("steps").children(views))
}

/// One check or decision.
pub(super) fn step_view(step: &Step) -> AnyView {
    let mut body = el("DIV")
        .class("step-body")
        .child(el("SPAN").class("visually-hidden").child(word(step.result)))
        .child(prose(&step.text));
    if let (StepResult::Failed, Some(expected), Some(actual)) =
        (step.result, &step.expected, &step.actual)
    {
        body = body.child(
            el("DL")
                .class("compared")
                .child(el("DT").child("expected"))
                .child(el("DD").child(el("CODE").child(expected.clone())))
                .child(el("DT").child("actual"))
                .child(el("DD").child(el("CODE").child(actual.clone()))),
        );
    }
    if !step.anchor.is_empty() {
        body = body.child(" ").child(link_to_standard(step));
    }
    el("LI")
        .class(format!("step {}", class(step.result)))
        .child(icon(match step.result {
            StepResult::Passed => "passed",
            StepResult::Failed => "failed",
            StepResult::Noted => "noted",
        }))
        .child(body)
        .into()
}

/// The way to the part of the standard, behind an icon.
fn link_to_standard(step: &Step) -> Element {
    let anchor = step.anchor;
    let part = anchor.rsplit_once('#').map_or(anchor, |(_, part)| part);
    let part = part.strip_prefix("concept-").unwrap_or(part);
    let name = if step.step.is_empty() {
        format!("Fetch standard: {part}")
    } else {
        format!("Fetch standard: {part}, step {}", step.step)
    };
    el("A")
        .class("source")
        .attr("href", anchor)
        .attrs(&[("target", "_blank"), ("rel", "noopener noreferrer")])
        .attr("aria-label", name.clone())
        .attr("title", name)
        .child(icon("info"))
}

fn rank(result: StepResult) -> u8 {
    match result {
        StepResult::Noted => 0,
        StepResult::Passed => 1,
        StepResult::Failed => 2,
    }
}

fn class(result: StepResult) -> &'static str {
    match result {
        StepResult::Passed => "passed",
        StepResult::Failed => "failed",
        StepResult::Noted => "noted",
    }
}

fn word(result: StepResult) -> &'static str {
    match result {
        StepResult::Passed => "Passed: ",
        StepResult::Failed => "Failed: ",
        StepResult::Noted => "",
    }
}
