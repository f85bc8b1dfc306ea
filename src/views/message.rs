use cors_core::exchange::{Step, StepResult};
use cors_core::http::HeaderList;
use leptos::prelude::*;

use crate::widgets::{icon, prose};

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
    /// Where it goes, if it is a request.
    pub(super) host: Option<String>,
    /// Its header lines.
    pub(super) headers: Option<&'a HeaderList>,
    /// What was decided about it.
    pub(super) steps: Vec<&'a Step>,
}

/// Shows a message as it travels, one header a line, the reason beside the line that decides.
pub(super) fn message_view(message: &Message<'_>) -> impl IntoView + use<> {
    let title_id = format!("{}-title", message.id);
    let labelled_by = title_id.clone();
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
        message
            .headers
            .is_some_and(|headers| headers.contains(name))
    };
    let mut lines = Vec::new();
    if let Some(start) = &message.start {
        lines.push(line("start", start.clone(), String::new(), &[]));
    }
    if let Some(host) = &message.host {
        lines.push(line("header", "Host".to_owned(), host.clone(), &[]));
    }
    for (index, header) in message.headers.into_iter().flatten().enumerate() {
        let name = header.name.as_str();
        // Of several lines of one name, the first carries the reason.
        let earlier = message.headers.into_iter().flatten().take(index);
        let is_first = !earlier.into_iter().any(|other| other.name == header.name);
        let steps = if is_first { about(name) } else { Vec::new() };
        lines.push(line(
            "header",
            name.to_owned(),
            header.value.to_latin1(),
            &steps,
        ));
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
        .filter(|step| step.header.is_none() || message.start.is_none())
        .map(|step| step_view(step))
        .collect::<Vec<_>>();
    view! {
        <li class="message" id=message.id.clone() tabindex="-1" aria-labelledby=labelled_by>
            <h3 class="message-title" id=title_id>{message.title.clone()}</h3>
            {(!lines.is_empty()).then(|| view! { <ol class="lines">{lines}</ol> })}
            {(!general.is_empty()).then(|| view! { <ul class="steps">{general}</ul> })}
        </li>
    }
}

fn line(kind: &'static str, name: String, value: String, steps: &[&Step]) -> impl IntoView + use<> {
    let result = steps.iter().map(|step| step.result).reduce(worse);
    let class = format!("line {kind} {}", result.map_or("", class));
    // Such a line scrolls in a box of its own, which the keyboard must reach.
    let is_long = name.len() + value.len() > LONG;
    let colon = (kind == "header").then_some(": ");
    let absent = (kind == "absent").then(|| view! { <span class="not-sent">{"not sent"}</span> });
    let reasons = steps.iter().map(|step| step_view(step)).collect::<Vec<_>>();
    view! {
        <li class=class>
            <code class="line-text" class:long=is_long tabindex=is_long.then_some("0")><span class="line-name">{name}</span>{colon}<span class="line-value">{value}</span>{absent}</code>
            {(!reasons.is_empty()).then(|| view! { <ul class="steps">{reasons}</ul> })}
        </li>
    }
}

/// One check or decision.
fn step_view(step: &Step) -> impl IntoView + use<> {
    let anchor = step.anchor;
    let part = anchor.rsplit_once('#').map_or(anchor, |(_, part)| part);
    let part = part.strip_prefix("concept-").unwrap_or(part);
    let compared =
        (step.result == StepResult::Failed).then(|| (step.expected.clone(), step.seen.clone()));
    let compared = compared.and_then(|(expected, seen)| Some((expected?, seen?)));
    view! {
        <li class=format!("step {}", class(step.result))>
            {icon(class(step.result))}
            <div class="step-body">
                <span class="visually-hidden">{word(step.result)}</span>
                <span class="step-text">{prose(&step.text)}</span>
                {compared.map(|(expected, seen)| {
                    view! {
                        <dl class="compared">
                            <dt>{"wanted"}</dt>
                            <dd><code>{expected}</code></dd>
                            <dt>{"seen"}</dt>
                            <dd><code>{seen}</code></dd>
                        </dl>
                    }
                })}
                {" "}
                {(!anchor.is_empty()).then(|| {
                    let number = if step.step.is_empty() { String::new() } else { format!(", step {}", step.step) };
                    view! {
                        <a class="anchor" href=anchor target="_blank" rel="noopener noreferrer">
                            <span class="visually-hidden">{"Fetch standard: "}</span>
                            {format!("{part}{number}")}
                        </a>
                    }
                })}
            </div>
        </li>
    }
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
