//! The timeline of an exchange. The page, the command line and every export show the same one.

use crate::format::{duration, short_duration};
use crate::trace::{Step, StepResult};
use crate::trace_text;
use crate::verdict::{Verdict, VerdictKind};
use cors_core::policy::Policy;
use cors_fetch::{
    Event, EventKind, Exchange, Hop, Leg, Outcome, Place, Preflight, Profile, Request, Stage,
};
use cors_http::{HttpRequest, HttpResponse, NoResponse};

/// The timeline of an exchange.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The browser.
    pub profile: Profile,
    /// When it began, in seconds after the first request.
    pub at: f64,
    /// The request in one line.
    pub title: String,
    /// How it ends.
    pub verdict: Verdict,
    /// The code of the error and the stage, if it failed.
    pub error: Option<(&'static str, Stage)>,
    /// The call that the page makes.
    pub call: Arrow,
    /// Messages and decisions between them, in order.
    pub entries: Vec<Entry>,
    /// What the page gets.
    pub result: Arrow,
}

/// A message, or the decisions between messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Unique in the timeline, such as `preflight-response` or, after a redirect, `preflight-response-2`.
    pub id: String,
    /// The place of the message.
    pub place: Place,
    /// A heading.
    pub title: String,
    /// The message.
    pub message: Message,
    /// The arrow in the diagram; `None` for decisions between messages.
    pub arrow: Option<Arrow>,
    /// The checks and decisions about it.
    pub steps: Vec<TimelineStep>,
}

/// A step of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineStep {
    /// Unique in the timeline, such as `preflight-response-step-3`.
    pub id: String,
    /// The step.
    pub step: Step,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// No message: the browser decides something.
    None,
    /// From the browser to the server.
    Request(HttpRequest),
    /// From the server to the browser.
    Response(HttpResponse),
    /// There is no response.
    NoResponse(NoResponse),
}

/// An arrow of the diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Where it begins.
    pub from: Party,
    /// Where it ends.
    pub to: Party,
    /// Its label.
    pub label: String,
    /// The same where there is little room: paths for URLs, statuses without their phrases.
    pub short: String,
    /// Its meaning.
    pub kind: ArrowKind,
}

/// A party of the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The page's JavaScript.
    Page,
    /// The browser.
    Browser,
    /// The server.
    Server,
}

/// What an arrow means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowKind {
    /// A request.
    Request,
    /// A response.
    Response,
    /// Nothing arrives.
    Failed,
}

impl Party {
    /// All of them, from left to right.
    pub const ALL: [Self; 3] = [Self::Page, Self::Browser, Self::Server];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Page => "Page",
            Self::Browser => "Browser",
            Self::Server => "Server",
        }
    }
}

impl Timeline {
    /// The timeline of an exchange. The policy is the server's, if it is known.
    pub fn of(
        request: &Request,
        profile: Profile,
        exchange: &Exchange,
        events: &[Event],
        policy: Option<&Policy>,
    ) -> Self {
        let verdict = Verdict::of(request, exchange, policy);
        let steps = trace_text::steps(request, profile, exchange, events);
        Self {
            profile,
            at: 0.0,
            title: title(request),
            call: Arrow {
                from: Party::Page,
                to: Party::Browser,
                label: format!("{} {}", request.method, request.url),
                short: format!("{} {}", request.method, request.url.request_target()),
                kind: ArrowKind::Request,
            },
            result: result(&exchange.outcome, &verdict),
            error: match &exchange.outcome {
                Outcome::NetworkError(error) => Some((error.code(), error.stage)),
                Outcome::Allowed(_) | Outcome::NotDocumented(_) => None,
            },
            entries: entries(exchange, events, &steps),
            verdict,
        }
    }

    /// The timeline of a call that JavaScript can't make: it gets an exception and sends no request.
    pub fn thrown(profile: Profile, sentence: &str) -> Self {
        let verdict = Verdict {
            kind: VerdictKind::Blocked,
            sentence: format!("Blocked: {}", crate::format::after_colon(sentence)),
        };
        Self {
            profile,
            at: 0.0,
            title: "A request that JavaScript can't make".to_owned(),
            call: Arrow {
                from: Party::Page,
                to: Party::Browser,
                label: "request".to_owned(),
                short: "request".to_owned(),
                kind: ArrowKind::Request,
            },
            entries: Vec::new(),
            result: Arrow {
                from: Party::Browser,
                to: Party::Page,
                label: "exception".to_owned(),
                short: "exception".to_owned(),
                kind: ArrowKind::Failed,
            },
            error: None,
            verdict,
        }
    }

    /// Every step, in order.
    pub fn steps(&self) -> impl Iterator<Item = &TimelineStep> {
        self.entries.iter().flat_map(|entry| &entry.steps)
    }
}

/// A request in one line.
pub(crate) fn title(request: &Request) -> String {
    let Request {
        method,
        url,
        origin,
        ..
    } = request;
    format!("{method} {url} from {origin}")
}

fn result(outcome: &Outcome, verdict: &Verdict) -> Arrow {
    let (label, kind) = match (outcome, verdict.kind) {
        (Outcome::NetworkError(_), _) => ("blocked", ArrowKind::Failed),
        (Outcome::NotDocumented(_), _) => ("not documented", ArrowKind::Failed),
        (Outcome::Allowed(_), VerdictKind::Opaque) => ("opaque", ArrowKind::Response),
        (Outcome::Allowed(_), _) => ("can read", ArrowKind::Response),
    };
    Arrow {
        from: Party::Browser,
        to: Party::Page,
        label: label.to_owned(),
        short: label.to_owned(),
        kind,
    }
}

/// All entries in order, without empty ones.
fn entries(exchange: &Exchange, events: &[Event], steps: &[Step]) -> Vec<Entry> {
    let of_step = |step: &Step| hop_of(step.place).map_or(0, |hop| hop + 1);
    let hops = steps.iter().map(of_step).max().unwrap_or_default();
    let hops = hops.max(exchange.hops.len());
    let mut entries = Vec::new();
    for index in 0..hops {
        let hop = exchange.hops.get(index);
        for place in [
            Place::Routing(index),
            Place::PreflightRequest(index),
            Place::PreflightResponse(index),
            Place::Request(index),
            Place::Response(index),
        ] {
            entries.push(entry(place, hop, hops > 1, events, steps));
        }
    }
    entries.push(entry(Place::Result, None, false, events, steps));
    entries.retain(|entry| !entry.steps.is_empty() || !matches!(entry.message, Message::None));
    entries
}

fn hop_of(place: Place) -> Option<usize> {
    match place {
        Place::Routing(hop)
        | Place::PreflightRequest(hop)
        | Place::PreflightResponse(hop)
        | Place::Request(hop)
        | Place::Response(hop) => Some(hop),
        Place::Result => None,
    }
}

fn entry(
    place: Place,
    hop: Option<&Hop>,
    several: bool,
    events: &[Event],
    steps: &[Step],
) -> Entry {
    let message = message(place, hop);
    let (id, title) = names(place, events);
    let number = hop_of(place).map(|hop| hop + 1).filter(|_| several);
    let id = match number {
        Some(number @ 2..) => format!("{id}-{number}"),
        Some(_) | None => id.to_owned(),
    };
    let steps = steps.iter().filter(|step| step.place == place);
    Entry {
        title: match number {
            Some(number) => format!("{title} ({number})"),
            None => title.to_owned(),
        },
        arrow: arrow(&message, hop, place),
        steps: steps
            .zip(1..)
            .map(|(step, number)| TimelineStep {
                id: format!("{id}-step-{number}"),
                step: step.clone(),
            })
            .collect(),
        id,
        place,
        message,
    }
}

fn names(place: Place, events: &[Event]) -> (&'static str, &'static str) {
    match place {
        Place::Routing(_) => {
            let mut at = events.iter().filter(|event| event.place == place);
            let title = at.find_map(|event| match event.kind {
                EventKind::PreflightRequired { .. } => Some("Why a preflight?"),
                EventKind::NoPreflight { .. } => Some("Why no preflight?"),
                _ => None,
            });
            ("routing", title.unwrap_or("Before sending"))
        }
        Place::PreflightRequest(_) => ("preflight-request", "Preflight request"),
        Place::PreflightResponse(_) => ("preflight-response", "Preflight response"),
        Place::Request(_) => ("request", "Request"),
        Place::Response(_) => ("response", "Response"),
        Place::Result => ("result", "What your code can read"),
    }
}

fn message(place: Place, hop: Option<&Hop>) -> Message {
    let preflight = hop.and_then(|hop| match &hop.preflight {
        Preflight::Sent { leg, .. } => Some(leg),
        Preflight::NotNeeded | Preflight::Cached { .. } => None,
    });
    let actual = hop.and_then(|hop| hop.actual.as_ref());
    let request = |leg: &Leg| Message::Request(leg.request.clone());
    let response = |leg: &Leg| match &leg.response {
        Ok(response) => Message::Response(response.clone()),
        Err(why) => Message::NoResponse(*why),
    };
    match place {
        Place::Routing(_) | Place::Result => None,
        Place::PreflightRequest(_) => preflight.map(request),
        Place::PreflightResponse(_) => preflight.map(response),
        Place::Request(_) => actual.map(request),
        Place::Response(_) => actual.map(response),
    }
    .unwrap_or(Message::None)
}

fn arrow(message: &Message, hop: Option<&Hop>, place: Place) -> Option<Arrow> {
    let (from, to, kind) = match message {
        Message::None => return None,
        Message::Request(_) => (Party::Browser, Party::Server, ArrowKind::Request),
        Message::Response(_) => (Party::Server, Party::Browser, ArrowKind::Response),
        Message::NoResponse(_) => (Party::Server, Party::Browser, ArrowKind::Failed),
    };
    let (label, short) = match message {
        Message::None => return None,
        Message::Request(request) => (
            format!("{} {}", request.method, request.url),
            format!("{} {}", request.method, request.url.request_target()),
        ),
        Message::Response(response) => {
            let code = response.status.to_string();
            let status = format!("{code} {}", response.status.reason_phrase());
            let status = status.trim_end().to_owned();
            match hop.map(|hop| &hop.preflight) {
                Some(Preflight::Sent {
                    cache_seconds: Some(seconds @ 1..),
                    ..
                }) if matches!(place, Place::PreflightResponse(_)) => (
                    format!("{status}, cache {}", duration(*seconds)),
                    format!("{code}, cache {}", short_duration(*seconds)),
                ),
                Some(Preflight::Sent { .. } | Preflight::NotNeeded | Preflight::Cached { .. })
                | None => (status, code),
            }
        }
        Message::NoResponse(why) => {
            let why = no_response(*why).to_owned();
            (why.clone(), why)
        }
    };
    Some(Arrow {
        from,
        to,
        label,
        short,
        kind,
    })
}

impl Message {
    /// The first line of the message.
    pub fn start_line(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Request(request) => Some(format!(
                "{} {} HTTP/1.1",
                request.method,
                request.url.request_target()
            )),
            Self::Response(response) => {
                let line = format!(
                    "HTTP/1.1 {} {}",
                    response.status,
                    response.status.reason_phrase()
                );
                Some(line.trim_end().to_owned())
            }
            Self::NoResponse(why) => Some(format!("({})", no_response(*why))),
        }
    }

    /// The header lines of the message: names and values.
    pub fn headers(&self) -> Vec<(String, String)> {
        let lines = |headers: &cors_http::HeaderList| {
            headers
                .iter()
                .map(|header| (header.name.to_string(), header.value.to_latin1()))
                .collect::<Vec<_>>()
        };
        match self {
            Self::None | Self::NoResponse(_) => Vec::new(),
            Self::Request(request) => {
                let mut all = vec![("Host".to_owned(), request.url.authority())];
                all.extend(lines(&request.headers));
                all
            }
            Self::Response(response) => lines(&response.headers),
        }
    }
}

/// Why there is no response, in a word or two.
pub fn no_response(why: NoResponse) -> &'static str {
    match why {
        NoResponse::Closed => "connection closed",
        NoResponse::Refused => "connection refused",
        NoResponse::NotDocumented(_) => "not documented",
    }
}

impl StepResult {
    /// The mark of a step; empty if nothing was checked.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Passed => "✓",
            Self::Failed => "✗",
            Self::Noted => "",
        }
    }
}
