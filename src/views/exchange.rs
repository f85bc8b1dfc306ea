use cors_core::analysis::ShownExchange;
use cors_core::exchange::{Exchange, FilteredResponse, Leg, Outcome, Place, Preflight, Step};
use cors_core::fetch::Profile;
use leptos::prelude::*;

use super::message::{Message, message_view};
use super::sequence::sequence;
use crate::session::Edit;
use crate::state::State;
use crate::widgets::RadioGroup;

/// The exchange, message by message.
#[component]
pub(crate) fn ExchangeView(state: State) -> impl IntoView {
    let profile = Memo::new(move |_| state.draft().with(|draft| draft.browser.id()));
    view! {
        <section class="card exchange" id="exchange" tabindex="-1" aria-labelledby="exchange-title">
            <header class="card-header">
                <h2 id="exchange-title">{"Exchange"}</h2>
                <RadioGroup
                    name="profile"
                    legend="Whose behaviour is predicted"
                    options=Profile::ALL.map(|profile| (profile.id(), profile.label())).to_vec()
                    value=profile
                    on_change=Callback::new(move |id| {
                        if let Some(profile) = Profile::from_id(id) {
                            state.edit(Edit::Step, |draft| draft.browser = profile);
                        }
                    })
                />
            </header>
            {move || {
                state.analysis().with(|analysis| match &analysis.exchange {
                    Ok(shown) => shown_view(shown, analysis.configuration.is_ok()).into_any(),
                    Err(reason) => view! { <p class="empty">{reason.clone()}</p> }.into_any(),
                })
            }}
        </section>
    }
}

fn shown_view(shown: &ShownExchange, is_configured: bool) -> impl IntoView + use<> {
    let exchange = &shown.exchange;
    let messages = messages(exchange)
        .iter()
        .map(message_view)
        .collect::<Vec<_>>();
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
    view! {
        {sequence(exchange)}
        <p class="hint answered-by">{format!("{answered_by} {ran}")}</p>
        {(!dropped.is_empty()).then(|| {
            view! { <p class="hint">{format!("Script may not set these, so the browser leaves them out: {dropped}.")}</p> }
        })}
        <ol class="messages">{messages}</ol>
    }
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
                Err(_) => "(the connection was closed without an answer)".to_owned(),
            }),
            host: None,
            headers: leg.answer.as_ref().ok().map(|response| &response.headers),
            steps: steps_at(exchange, answer_place),
        },
    ]
}

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
        id: "result".to_owned(),
        title: "What script gets".to_owned(),
        start,
        host: None,
        headers,
        steps: steps_at(exchange, Place::Result),
    }
}
