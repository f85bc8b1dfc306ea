use cors_analysis::{Step, StepResult};

use crate::dom::{Element, Node, el};
use crate::state::Extent;
use crate::widgets::{fold, icon, prose};

/// More characters than this do not belong on a page at once.
const LONG: usize = 400;

/// A message, or what happens without one, with the reasons beside it.
pub(super) struct Message<'a> {
    /// The id, for the overview.
    pub(super) id: String,
    /// What it is.
    pub(super) title: String,
    /// Its first line, if it is a message.
    pub(super) start: Option<String>,
    /// Its header lines.
    pub(super) headers: Vec<(String, String)>,
    /// What was decided about it.
    pub(super) steps: Vec<&'a Step>,
}

/// Shows a message as it travels, one header a line, the reason beside the line that decides.
pub(super) fn message_view(message: &Message<'_>, extent: Extent) -> Element {
    let title_id = format!("{}-title", message.id);
    let about = |name: &str| {
        message
            .steps
            .iter()
            .copied()
            .filter(|step| {
                step.header
                    .is_some_and(|header| header.eq_ignore_ascii_case(name))
            })
            .collect::<Vec<_>>()
    };
    let is_there = |name: &str| {
        let mut names = message.headers.iter().map(|(name, _)| name);
        names.any(|other| other.eq_ignore_ascii_case(name))
    };
    let mut lines: Vec<Node> = Vec::new();
    if let Some(start) = &message.start {
        lines.push(line("start", start.clone(), String::new(), &[]));
    }
    for (index, (name, value)) in message.headers.iter().enumerate() {
        // Of several headers of one name, the first carries the reason.
        let mut earlier = message.headers.iter().take(index);
        let is_first = !earlier.any(|(other, _)| other.eq_ignore_ascii_case(name));
        let steps = if is_first { about(name) } else { Vec::new() };
        lines.push(line("header", name.clone(), value.clone(), &steps));
    }
    let mut absent: Vec<&'static str> = Vec::new();
    for name in message.steps.iter().filter_map(|step| step.header) {
        if !is_there(name) && !absent.contains(&name) && message.start.is_some() {
            absent.push(name);
            lines.push(line("absent", name.to_owned(), String::new(), &about(name)));
        }
    }
    let general = message
        .steps
        .iter()
        .copied()
        .filter(|step| step.header.is_none() || message.start.is_none());
    let lines = (!lines.is_empty()).then(|| el("ol").class("lines").child(lines));
    let view = el("li")
        .class("message")
        .id(message.id.clone())
        .attr("tabindex", "-1")
        .attr("aria-labelledby", title_id.clone());
    let title = el("h3")
        .class("message-title")
        .id(title_id)
        .child(message.title.clone());
    let steps = step_list(&general.collect::<Vec<_>>());
    match extent {
        Extent::Whole => view.child(title).child(lines).child(steps),
        Extent::Compact => {
            let start = message.start.clone();
            let start = start.map(|start| el("code").class("fold-start").child(start));
            let head = Node::Many(vec![title.into(), start.into()]);
            let body = Node::Many(vec![lines.into(), steps.into()]);
            // What went wrong is what a figure is about.
            let has_failed = message.steps.iter();
            let has_failed = has_failed.map(|step| step.result).reduce(worse);
            view.child(fold(head, body, has_failed == Some(StepResult::Failed)))
        }
    }
}

fn line(kind: &'static str, name: String, value: String, steps: &[&Step]) -> Node {
    let result = steps.iter().map(|step| step.result).reduce(worse);
    // Such a line scrolls in a box of its own, which the keyboard must reach.
    let is_long = name.len() + value.len() > LONG;
    let mut text = el("code").class(if is_long {
        "line-text long"
    } else {
        "line-text"
    });
    if is_long {
        text = text.attr("tabindex", "0");
    }
    text = text.child(el("span").class("line-name").child(name));
    if kind == "header" {
        text = text.child(": ");
    }
    text = text.child(el("span").class("line-value").child(value));
    if kind == "absent" {
        text = text.child(el("span").class("not-sent").child("not sent"));
    }
    el("li")
        .class(format!("line {kind} {}", result.map_or("", class)))
        .child(text)
        .child(step_list(steps))
        .into()
}

fn step_list(steps: &[&Step]) -> Option<Element> {
    let steps: Vec<Node> = steps.iter().map(|step| step_view(step).into()).collect();
    (!steps.is_empty()).then(|| el("ul").class("steps").child(steps))
}

/// One check or decision.
fn step_view(step: &Step) -> Element {
    let mut body = el("div")
        .class("step-body")
        .child(el("span").class("visually-hidden").child(word(step.result)))
        .child(el("span").class("step-text").child(prose(&step.text)));
    if let (StepResult::Failed, Some(expected), Some(actual)) =
        (step.result, &step.expected, &step.actual)
    {
        let compared = el("dl")
            .class("compared")
            .child(el("dt").child("expected"))
            .child(el("dd").child(el("code").child(expected.clone())))
            .child(el("dt").child("actual"))
            .child(el("dd").child(el("code").child(actual.clone())));
        body = body.child(compared);
    }
    body = body.child(" ");
    if !step.anchor.is_empty() {
        body = body.child(anchor(step));
    }
    el("li")
        .class(format!("step {}", class(step.result)))
        .child(icon(class(step.result)))
        .child(body)
}

/// The way to the part of the standard.
fn anchor(step: &Step) -> Element {
    let anchor = step.anchor;
    let part = anchor.rsplit_once('#').map_or(anchor, |(_, part)| part);
    let part = part.strip_prefix("concept-").unwrap_or(part);
    let words = if step.step.is_empty() {
        part.to_owned()
    } else {
        format!("{part}, step {}", step.step)
    };
    el("a")
        .class("anchor")
        .attr("href", anchor)
        .attrs(&[("target", "_blank"), ("rel", "noopener noreferrer")])
        .child(
            el("span")
                .class("visually-hidden")
                .child("Fetch standard: "),
        )
        .child(words)
}

fn worse(one: StepResult, other: StepResult) -> StepResult {
    let rank = |result| match result {
        StepResult::Noted => 0,
        StepResult::Passed => 1,
        StepResult::Failed => 2,
    };
    if rank(other) > rank(one) { other } else { one }
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
