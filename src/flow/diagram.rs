//! The sequence diagram: who sends what to whom.

use cors_analysis::{Arrow, ArrowKind, Entry, Message, Party, StepResult};
use cors_fetch::Place;
use cors_http::NoResponse;
use leptos::prelude::*;

use super::panel::has_failed;
use crate::browser::element;
use crate::dom::{AnyView, el, live, nothing};
use crate::state::{State, use_state};
use crate::widgets::button;

/// An arrow as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ArrowShown {
    from: Party,
    to: Party,
    label: String,
    /// What fits in a line with all the others.
    pub(super) short: String,
    /// The class of its color.
    pub(super) tone: &'static str,
    /// The header that matters most, for under the arrow.
    note: String,
    /// The id of the message that it stands for.
    message: Option<String>,
}

/// The arrows of the test request; none without a request.
pub(super) fn arrows(state: State) -> Memo<Vec<ArrowShown>> {
    state.select(|analysis| {
        let Some(timeline) = analysis.timeline() else {
            return Vec::new();
        };
        let result = match timeline.result.kind {
            ArrowKind::Failed => "blocked",
            ArrowKind::Request | ArrowKind::Response => "allowed",
        };
        let entries = timeline.entries.iter();
        let entries = entries.filter_map(|entry| {
            let arrow = entry.arrow.as_ref()?;
            Some(ArrowShown {
                note: note(entry),
                message: Some(entry.id.clone()),
                ..shown(arrow, tone(entry))
            })
        });
        std::iter::once(shown(&timeline.call, ""))
            .chain(entries)
            .chain([shown(&timeline.result, result)])
            .collect()
    })
}

fn shown(arrow: &Arrow, tone: &'static str) -> ArrowShown {
    ArrowShown {
        from: arrow.from,
        to: arrow.to,
        label: arrow.label.clone(),
        short: arrow.short.clone(),
        tone,
        note: String::new(),
        message: None,
    }
}

/// What a preflight asks for, or the header of a response that decided.
fn note(entry: &Entry) -> String {
    let headers = entry.message.headers();
    let value = |name: &str| {
        let mut headers = headers.iter();
        let found = headers.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    };
    let failed = entry
        .steps
        .iter()
        .find(|step| step.step.result == StepResult::Failed);
    let decisive = failed.and_then(|step| step.step.header);
    match &entry.message {
        Message::Request(_) => {
            let Some(method) = value("Access-Control-Request-Method") else {
                return String::new();
            };
            match value("Access-Control-Request-Headers") {
                Some(names) => format!("asks for {method}, {}", names.replace(',', ", ")),
                None => format!("asks for {method}"),
            }
        }
        Message::Response(_) => {
            let is_preflight = matches!(entry.place, Place::PreflightResponse(_));
            let name = match decisive {
                Some(name) => name,
                None if failed.is_some() || is_preflight => return String::new(),
                None => "Access-Control-Allow-Origin",
            };
            // There is room for half a name.
            let short = name
                .strip_prefix("Access-Control-")
                .unwrap_or(name)
                .to_lowercase();
            match value(name) {
                Some(value) => format!("{short}: {value}"),
                None if decisive.is_some() => format!("no {short}"),
                None => String::new(),
            }
        }
        Message::None | Message::NoResponse(_) => String::new(),
    }
}

/// Red for where it failed, green for a response that passed, nothing for the rest.
fn tone(entry: &Entry) -> &'static str {
    let is_good = match &entry.message {
        Message::Response(response) => (200..400).contains(&response.status.code()),
        // Nothing failed: it isn't known what is sent.
        Message::NoResponse(NoResponse::NotDocumented(_)) => return "",
        Message::NoResponse(NoResponse::Closed | NoResponse::Refused) => return "blocked",
        Message::None | Message::Request(_) => false,
    };
    if has_failed(entry) {
        "blocked"
    } else if is_good {
        "allowed"
    } else {
        ""
    }
}

/// The sequence diagram. Read as a list, it says who sends what to whom.
#[component]
pub(super) fn Diagram() -> impl IntoView {
    let state = use_state();
    let arrows = arrows(state);
    let host = state.select(|analysis| {
        let url = &analysis.request()?.url;
        Some(url.authority())
    });
    live(move || {
        let arrows = arrows.get();
        if arrows.is_empty() {
            return nothing();
        }
        let name = |party: Party| match party {
            Party::Page | Party::Browser => party.label().to_owned(),
            Party::Server => host.get().unwrap_or_else(|| party.label().to_owned()),
        };
        let names = Party::ALL.map(|party| {
            el("SPAN")
                .class("party")
                .attr("title", name(party))
                .child(name(party))
                .into()
        });
        let items = arrows.into_iter().map(arrow_view);
        el("DIV")
            .class("sequence")
            .child(
                el("DIV")
                    .class("parties")
                    .attr("aria-hidden", "true")
                    .children(names),
            )
            .child(
                el("OL")
                    .class("arrows")
                    .attr("aria-label", "Messages")
                    .children(items),
            )
            .into()
    })
}

fn arrow_view(arrow: ArrowShown) -> AnyView {
    let side = match (arrow.from, arrow.to) {
        (Party::Server, _) | (_, Party::Server) => "right-half",
        _ => "left-half",
    };
    let direction = if arrow.from < arrow.to { "to" } else { "from" };
    let who = format!(
        "{} to {}: ",
        arrow.from.label().to_lowercase(),
        arrow.to.label().to_lowercase()
    );
    let words = el("SPAN")
        .class("arrow-words")
        .attr("title", arrow.label)
        .child(arrow.short);
    let who = el("SPAN").class("visually-hidden").child(who);
    let content = match arrow.message {
        Some(id) => button("arrow-label", move |_| element::go_to(&id))
            .child(who)
            .child(words),
        None => el("SPAN").class("arrow-label").child(who).child(words),
    };
    el("LI")
        .class(format!("arrow {side} {direction} {}", arrow.tone))
        .child(content)
        .child((!arrow.note.is_empty()).then(|| el("SMALL").child(arrow.note)))
        .into()
}
