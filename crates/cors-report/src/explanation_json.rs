//! An explanation as JSON. Each type here is one object.

use cors_analysis::{
    Arrow, Effect, Engine, Entry, Failure, FaultFix, InBrowser, Message, TimelineStep, VerdictKind,
};
use cors_core::server::CachePlace;
use cors_core::targets::Source;
use cors_fetch::{Place, Profile};
use cors_http::{HeaderList, NoResponse};
use serde::Serialize;
use serde_json::{Value, json};

use super::explanation::{Explanation, earlier_messages};

/// The explanation as JSON.
pub fn explanation_json(explanation: &Explanation) -> Value {
    json!(Written::from(explanation))
}

#[derive(Serialize)]
struct Written<'a> {
    profile: Profile,
    at_seconds: f64,
    request: &'a str,
    allowed: bool,
    reason: Option<&'static str>,
    stage: Option<&'static str>,
    ends: &'static str,
    verdict: &'a str,
    server: Option<&'a str>,
    source: Option<SourceJson>,
    entries: Vec<EntryJson<'a>>,
    browsers: Vec<BrowserJson<'a>>,
    console: Vec<ConsoleJson<'a>>,
    failure: Option<FailureJson<'a>>,
    link: Option<&'a str>,
}

/// Where the responses can be read, if the server isn't run.
#[derive(Serialize)]
struct SourceJson {
    label: &'static str,
    title: &'static str,
    url: &'static str,
    read: &'static str,
}

impl From<Source> for SourceJson {
    fn from(source: Source) -> Self {
        let Source { title, url, read } = source;
        Self {
            label: Source::HEADING,
            title,
            url,
            read,
        }
    }
}

#[derive(Serialize)]
struct EntryJson<'a> {
    id: &'a str,
    place: &'static str,
    hop: Option<usize>,
    title: &'a str,
    arrow: Option<&'a str>,
    message: Option<Value>,
    steps: Vec<StepJson<'a>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    id: &'a str,
    result: &'static str,
    text: &'a str,
    header: Option<&'static str>,
    expected: Option<&'a str>,
    actual: Option<&'a str>,
    anchor: &'static str,
    step: &'static str,
}

#[derive(Serialize)]
struct BrowserJson<'a> {
    profile: Profile,
    ends: &'static str,
    preflight: bool,
    cache_seconds: Option<u64>,
    preflight_cache: String,
    differs: Option<&'a str>,
}

#[derive(Serialize)]
struct ConsoleJson<'a> {
    browser: Profile,
    text: &'a str,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    faults: Vec<FaultJson>,
    effect: &'static str,
    because: Option<&'a str>,
    before: Vec<BeforeJson<'a>>,
    response_from: &'static str,
    engines: Vec<EngineJson<'a>>,
    network_panel: &'a str,
    fixes: Vec<FixJson>,
}

#[derive(Serialize)]
struct FaultJson {
    id: String,
    label: &'static str,
    description: &'static str,
    symptoms: &'static str,
}

#[derive(Serialize)]
struct BeforeJson<'a> {
    text: &'a str,
    messages: Vec<String>,
    aftermath: &'a str,
}

#[derive(Serialize)]
struct EngineJson<'a> {
    browser: Profile,
    error: Option<&'static str>,
    console: Option<&'a str>,
}

#[derive(Serialize)]
struct FixJson {
    target: Option<&'static str>,
    text: &'static str,
}

impl<'a> From<&'a Explanation> for Written<'a> {
    fn from(explanation: &'a Explanation) -> Self {
        let Explanation {
            timeline,
            browsers,
            consoles,
            failure,
            server,
            source,
            link,
        } = explanation;
        Self {
            profile: timeline.profile,
            at_seconds: timeline.at,
            request: &timeline.title,
            allowed: match timeline.verdict.kind {
                VerdictKind::Allowed | VerdictKind::Opaque => true,
                VerdictKind::Blocked | VerdictKind::Unknown => false,
            },
            reason: timeline.error.map(|(code, _)| code),
            stage: timeline.error.map(|(_, stage)| stage.id()),
            ends: timeline.verdict.kind.id(),
            verdict: &timeline.verdict.sentence,
            server: server.as_deref(),
            source: source.map(SourceJson::from),
            entries: timeline.entries.iter().map(EntryJson::from).collect(),
            browsers: browsers.iter().map(BrowserJson::from).collect(),
            console: consoles
                .iter()
                .map(|(browser, text)| ConsoleJson {
                    browser: *browser,
                    text,
                })
                .collect(),
            failure: failure.as_ref().map(FailureJson::from),
            link: link.as_deref(),
        }
    }
}

impl<'a> From<&'a Entry> for EntryJson<'a> {
    fn from(entry: &'a Entry) -> Self {
        let (place, hop) = match entry.place {
            Place::Routing(hop) => ("routing", Some(hop)),
            Place::PreflightRequest(hop) => ("preflight-request", Some(hop)),
            Place::PreflightResponse(hop) => ("preflight-response", Some(hop)),
            Place::Request(hop) => ("request", Some(hop)),
            Place::Response(hop) => ("response", Some(hop)),
            Place::Result => ("result", None),
        };
        let label = |arrow: &'a Arrow| arrow.label.as_str();
        Self {
            id: &entry.id,
            place,
            hop,
            title: &entry.title,
            arrow: entry.arrow.as_ref().map(label),
            message: message_json(&entry.message),
            steps: entry.steps.iter().map(StepJson::from).collect(),
        }
    }
}

impl<'a> From<&'a TimelineStep> for StepJson<'a> {
    fn from(TimelineStep { id, step }: &'a TimelineStep) -> Self {
        Self {
            id,
            result: step.result.id(),
            text: &step.text,
            header: step.header,
            expected: step.expected.as_deref(),
            actual: step.actual.as_deref(),
            anchor: step.anchor,
            step: step.step,
        }
    }
}

impl<'a> From<&'a InBrowser> for BrowserJson<'a> {
    fn from(browser: &'a InBrowser) -> Self {
        Self {
            profile: browser.profile,
            ends: browser.kind.id(),
            preflight: browser.preflight,
            cache_seconds: browser.cache_seconds,
            preflight_cache: browser.preflight_cache(),
            differs: browser.differs.as_deref(),
        }
    }
}

impl<'a> From<&'a Failure> for FailureJson<'a> {
    fn from(failure: &'a Failure) -> Self {
        let (effect, because) = match &failure.effect {
            Effect::Blocked => ("blocked", None),
            Effect::Changed => ("changed", None),
            Effect::None(why) => ("none", Some(why.as_str())),
        };
        let layers = failure.layers.as_slice().iter();
        Self {
            faults: layers
                .map(|layer| FaultJson {
                    id: layer.to_string(),
                    label: layer.fault.row().label,
                    description: layer.fault.row().description,
                    symptoms: layer.fault.row().symptoms,
                })
                .collect(),
            effect,
            because,
            before: failure
                .earlier
                .iter()
                .map(|earlier| BeforeJson {
                    text: &earlier.sentence,
                    messages: earlier_messages(&earlier.exchange),
                    aftermath: &earlier.aftermath,
                })
                .collect(),
            response_from: match failure.from_cache {
                None => "server",
                Some(CachePlace::Browser) => "browser-cache",
                Some(CachePlace::Shared) => "shared-cache",
            },
            engines: failure
                .engines
                .iter()
                .map(
                    |Engine {
                         profile,
                         error,
                         console,
                     }| EngineJson {
                        browser: *profile,
                        error: *error,
                        console: console.as_deref(),
                    },
                )
                .collect(),
            network_panel: &failure.network_panel,
            fixes: failure
                .fixes
                .iter()
                .map(|FaultFix { target, text }| FixJson {
                    target: *target,
                    text,
                })
                .collect(),
        }
    }
}

fn message_json(message: &Message) -> Option<Value> {
    match message {
        Message::None => None,
        Message::Request(request) => Some(json!({
            "method": request.method.as_str(),
            "url": request.url.to_string(),
            "headers": headers_json(&request.headers),
        })),
        Message::Response(response) => Some(json!({
            "status": response.status.code(),
            "headers": headers_json(&response.headers),
        })),
        Message::NoResponse(why) => Some(match why {
            NoResponse::Closed => json!({"connection": "closed"}),
            NoResponse::Refused => json!({"connection": "refused"}),
            NoResponse::NotDocumented(what) => json!({"not_documented": what}),
        }),
    }
}

/// Headers as pairs of name and value.
pub fn headers_json(headers: &HeaderList) -> Value {
    headers
        .iter()
        .map(|header| json!([header.name.as_str(), header.value.to_latin1()]))
        .collect()
}
