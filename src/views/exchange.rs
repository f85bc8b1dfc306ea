use std::rc::Rc;

use cors_analysis::analysis::{Earlier, ShownExchange};
use cors_core::server::CachePlace;
use cors_fetch::Profile;
use cors_fetch::{Exchange, FilteredResponse, Leg, Outcome, Place, Preflight, Step};
use cors_http::NoResponse;

use super::absent::absent;
use super::message::{Message, message_view};
use super::sequence::sequence;
use crate::dom::{Element, Node, el};
use crate::later::Later;
use crate::session::Edit;
use crate::state::{Extent, State};
use crate::widgets::{RadioGroup, prose};

/// The exchange, message by message.
pub(crate) fn exchange(state: State) -> Element {
    let profiles = RadioGroup {
        name: "profile",
        legend: "Whose behaviour is predicted",
        options: Profile::ALL
            .map(|profile| (profile.id(), profile.label()))
            .to_vec(),
        value: Rc::new(move || state.shown().draft.browser.id()),
        on_change: Rc::new(move |id| {
            if let Some(profile) = Profile::from_id(id) {
                state.edit(Edit::Step, |draft| draft.browser = profile);
            }
        }),
    };
    let header = el("header")
        .class("card-header")
        .child(el("h2").id("exchange-title").child("Exchange"))
        .child(profiles.view().live("disabled", move || state.locked()));
    el("section")
        .class("card exchange")
        .id("exchange")
        .attrs(&[("tabindex", "-1"), ("aria-labelledby", "exchange-title")])
        .child(header)
        .show(move || {
            let shown = state.shown();
            if let Some(target) = shown.awaits {
                return absent(state, &["The answers of ", target.label].concat()).into();
            }
            let (analysis, extent) = (&shown.analysis, shown.extent());
            match &analysis.exchange {
                Ok(shown) => shown_view(state, shown, analysis.configuration.is_ok(), extent),
                Err(reason) => el("p").class("empty").child(reason.clone()).into(),
            }
        })
}

fn shown_view(state: State, shown: &ShownExchange, is_configured: bool, extent: Extent) -> Node {
    let exchange = &shown.exchange;
    let messages: Vec<Node> = messages(exchange)
        .iter()
        .map(|message| message_view(message, extent).into())
        .collect();
    let dropped = exchange
        .dropped_headers
        .iter()
        .map(|name| name.as_str().to_owned());
    let dropped = dropped.collect::<Vec<_>>().join(", ");
    let ran = if shown.reached_app {
        "The application ran."
    } else {
        "The application did not run."
    };
    let answered_by = if is_configured {
        format!("The answers are those of {}.", shown.answered_by)
    } else {
        "There is no configuration yet, so these are the answers that the policy asks for."
            .to_owned()
    };
    let dropped = (!dropped.is_empty()).then(|| {
        el("p").class("hint").child(format!(
            "Script may not set these, so the browser leaves them out: {dropped}."
        ))
    });
    Node::Many(vec![
        sequence(shown).into(),
        el("p")
            .class("hint answered-by")
            .child(format!("{answered_by} {ran}{}", kept(shown)))
            .into(),
        dropped.into(),
        match state.later() {
            Later::Here(part) => (part.before)(&shown.earlier, extent),
            Later::Coming | Later::Failed => Node::none(),
        },
        el("ol").class("messages").child(messages).into(),
        match state.later() {
            Later::Here(part) => (part.browsers)(&shown.browsers, extent),
            Later::Coming | Later::Failed => absent(state, "The answers in each browser").into(),
        },
    ])
}

/// Where the last answer came from, when that is not the server.
fn kept(shown: &ShownExchange) -> &'static str {
    match shown.kept {
        Some(CachePlace::Browser) => " The last answer came from the browser’s own cache.",
        Some(CachePlace::Shared) => " The last answer came from a cache that all visitors share.",
        None => "",
    }
}

/// What happened before, with its messages.
pub(crate) fn before(earlier: &[Earlier], extent: Extent) -> Node {
    let visits = earlier.iter().map(|earlier| visit(earlier, extent));
    let visits: Vec<Node> = visits.collect();
    (!visits.is_empty())
        .then(|| {
            el("div")
                .class("before")
                .child(el("h3").class("message-title").child("Before this"))
                .child(visits)
        })
        .into()
}

fn visit(earlier: &Earlier, extent: Extent) -> Node {
    let mut messages = messages(&earlier.exchange);
    messages.retain(|message| message.start.is_some() && message.id != RESULT);
    let messages = messages.iter_mut().map(|message| {
        message.id = ["before-", &message.id].concat();
        // What was decided then is not what this is about.
        message.steps.clear();
        Node::from(message_view(message, extent))
    });
    Node::Many(vec![
        el("p").child(prose(&earlier.sentence)).into(),
        el("ol")
            .class("messages")
            .child(messages.collect::<Vec<_>>())
            .into(),
        el("p").child(prose(&earlier.left)).into(),
    ])
}

/// Everything that is shown, in the order of time.
fn messages(exchange: &Exchange) -> Vec<Message<'_>> {
    let mut messages = Vec::new();
    for (index, hop) in exchange.hops.iter().enumerate() {
        // After a redirect there are several of each.
        let nth = if exchange.hops.len() > 1 {
            format!(" {}", index + 1)
        } else {
            String::new()
        };
        messages.push(decision(
            exchange,
            Place::Routing(index),
            format!("Before anything is sent{nth}"),
        ));
        let titles = ["Preflight request", "Preflight answer"].map(|title| format!("{title}{nth}"));
        let places = [
            Place::PreflightRequest(index),
            Place::PreflightAnswer(index),
        ];
        if let Preflight::Sent { leg, .. } = &hop.preflight {
            messages.extend(leg_messages(
                exchange,
                leg,
                &format!("preflight-{index}"),
                titles,
                places,
            ));
        } else {
            let [request, answer] = places;
            let [title, other] = titles;
            messages.push(decision(exchange, request, title));
            messages.push(decision(exchange, answer, other));
        }
        let titles = ["Actual request", "Actual answer"].map(|title| format!("{title}{nth}"));
        let places = [Place::ActualRequest(index), Place::ActualAnswer(index)];
        if let Some(leg) = &hop.actual {
            messages.extend(leg_messages(
                exchange,
                leg,
                &format!("actual-{index}"),
                titles,
                places,
            ));
        }
    }
    if exchange.hops.is_empty() {
        messages.push(decision(
            exchange,
            Place::Routing(0),
            "What the browser decides".to_owned(),
        ));
    }
    messages.push(result(exchange));
    messages.retain(|message| message.start.is_some() || !message.steps.is_empty());
    messages
}

fn steps_at(exchange: &Exchange, place: Place) -> Vec<&Step> {
    exchange
        .steps()
        .iter()
        .filter(|step| step.place == place)
        .collect()
}

fn decision(exchange: &Exchange, place: Place, title: String) -> Message<'_> {
    Message {
        id: format!("decision-{}", title.len()),
        title,
        start: None,
        host: None,
        headers: None,
        steps: steps_at(exchange, place),
    }
}

fn leg_messages<'a>(
    exchange: &'a Exchange,
    leg: &'a Leg,
    id: &str,
    titles: [String; 2],
    places: [Place; 2],
) -> [Message<'a>; 2] {
    let [request_title, answer_title] = titles;
    let [request_place, answer_place] = places;
    [
        Message {
            id: format!("{id}-request"),
            title: request_title,
            start: Some(leg.request.request_line()),
            host: Some(leg.request.url.authority()),
            headers: Some(&leg.request.headers),
            steps: steps_at(exchange, request_place),
        },
        Message {
            id: format!("{id}-answer"),
            title: answer_title,
            start: Some(match &leg.answer {
                Ok(response) => response.status_line(),
                Err(closed) => no_answer(*closed).to_owned(),
            }),
            host: None,
            headers: leg.answer.as_ref().ok().map(|response| &response.headers),
            steps: steps_at(exchange, answer_place),
        },
    ]
}

/// What is shown in the place of an answer.
fn no_answer(closed: NoResponse) -> &'static str {
    match closed {
        NoResponse::Closed => "(the connection was closed without an answer)",
        NoResponse::Refused => "(the connection was refused)",
        NoResponse::NotDocumented(_) => "(not documented)",
    }
}

/// The id of what script gets.
const RESULT: &str = "result";

/// What script gets: the headers that it can read, as lines.
fn result(exchange: &Exchange) -> Message<'_> {
    let (start, headers) = match &exchange.outcome {
        Outcome::Shared(
            FilteredResponse::Basic {
                status, readable, ..
            }
            | FilteredResponse::Cors {
                status, readable, ..
            },
        ) => (Some(format!("status {status}")), Some(readable)),
        Outcome::Shared(FilteredResponse::Opaque | FilteredResponse::OpaqueRedirect) => {
            (Some("status 0, no headers, no body".to_owned()), None)
        }
        Outcome::NetworkError(_) => (Some("TypeError, without any detail".to_owned()), None),
    };
    Message {
        id: RESULT.to_owned(),
        title: "What script gets".to_owned(),
        start,
        host: None,
        headers,
        steps: steps_at(exchange, Place::Result),
    }
}
