//! The test request in a browser, with or without faults, and what happened before.

use std::sync::OnceLock;

use crate::earlier::{self, Earlier};
use crate::server::Server;
use cors_core::policy::{ExposeHeaders, Policy};
use cors_core::server::{App, CachePlace, HttpCache, Layers, Reply};
use cors_core::targets::Chosen;
use cors_fetch::{Deviation, Event, Exchange, Mode, PreflightCache, Profile, Request, main_fetch};
use cors_http::{HeaderName, HttpRequest, HttpResponse, Platform, Status};

/// Everything that an exchange depends on, except the browser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scenario<'a> {
    pub(crate) policy: &'a Policy,
    /// The target, if it has config for the policy.
    pub(crate) chosen: Option<&'a Chosen>,
    pub(crate) request: &'a Request,
    pub(crate) layers: &'a Layers,
    pub(crate) platform: &'a Platform,
}

/// The test request in one browser.
#[derive(Debug)]
pub struct Simulation {
    /// The exchange.
    pub exchange: Exchange,
    /// Its events.
    pub events: Vec<Event>,
    /// Whether the request reached the app.
    pub reached_app: bool,
    /// Where the last response was cached, if it didn't come from the server.
    pub from_cache: Option<CachePlace>,
    /// What happened before, for faults that need it.
    pub earlier: Vec<Earlier>,
    /// The browser afterwards.
    memory: Memory,
    second: OnceLock<Exchange>,
}

/// The state of a browser and of the caches on the way.
#[derive(Clone, Debug)]
struct Memory {
    /// The policy that the server runs.
    policy: Policy,
    preflights: PreflightCache,
    responses: HttpCache,
    /// Seconds since the first request.
    now: f64,
}

impl Scenario<'_> {
    /// Simulates the request in this browser.
    pub(crate) fn simulate(&self, profile: Profile) -> Simulation {
        let mut browser = Browser {
            scenario: self,
            profile,
            memory: Memory {
                policy: self.policy.clone(),
                preflights: PreflightCache::default(),
                responses: HttpCache::default(),
                now: 0.0,
            },
        };
        let earlier = earlier::simulate(self.layers, &mut browser);
        let mut events = Vec::new();
        let Fetched {
            exchange,
            reached_app,
            from_cache,
        } = browser.fetch(self.request, &mut |event| events.push(event));
        Simulation {
            exchange,
            events,
            reached_app,
            from_cache,
            earlier,
            memory: browser.memory,
            second: OnceLock::new(),
        }
    }
}

impl Simulation {
    /// The same request half a second later, in the same browser.
    pub(crate) fn second(&self, scenario: &Scenario<'_>, profile: Profile) -> &Exchange {
        self.second.get_or_init(|| {
            let mut browser = Browser {
                scenario,
                profile,
                memory: self.memory.clone(),
            };
            browser.memory.now += 0.5;
            browser.fetch(scenario.request, &mut |_| {}).exchange
        })
    }
}

/// A browser in a scenario, with its caches.
pub(crate) struct Browser<'a> {
    pub(crate) scenario: &'a Scenario<'a>,
    profile: Profile,
    memory: Memory,
}

/// Runs one fetch.
pub(crate) struct Fetched {
    pub(crate) exchange: Exchange,
    reached_app: bool,
    from_cache: Option<CachePlace>,
}

impl Browser<'_> {
    /// Advances the time.
    pub(crate) fn wait(&mut self, seconds: f64) {
        self.memory.now += seconds;
    }

    /// Changes the policy that the server runs.
    pub(crate) fn set_policy(&mut self, policy: Policy) {
        self.memory.policy = policy;
    }

    pub(crate) fn fetch(&mut self, request: &Request, sink: &mut dyn FnMut(Event)) -> Fetched {
        let Scenario {
            chosen,
            layers,
            platform,
            ..
        } = *self.scenario;
        let place = layers.cache();
        let partition = self.partition(place, request);
        let Memory {
            policy,
            preflights,
            responses,
            now,
        } = &mut self.memory;
        let works = example_app(self.scenario.policy);
        // The faults belong to the server of the URL. A server that it redirects to works.
        let faulty = layers.app(works.clone(), &self.scenario.request.url);
        let own = self.scenario.request.url.origin();
        let server = Server::new(policy, chosen);
        let respond = |message: &HttpRequest| -> Reply {
            let is_own = message.url.origin().is_same_origin(&own);
            let app = if is_own { &faulty } else { &works };
            layers.respond(message, &|message| server.respond(message, app))
        };
        let (mut reached_app, mut from_cache) = (false, None);
        let mut serve = |message: &HttpRequest| {
            let cached = place.and_then(|_| responses.answer(message, partition));
            if let Some(response) = cached {
                from_cache = place;
                return Ok(response);
            }
            let reply = respond(message);
            if let Some(place) = place {
                responses.keep(place, message, partition, &reply);
            }
            reached_app |= reply.reached_app;
            reply.answer
        };
        let exchange = main_fetch(
            request,
            &mut serve,
            preflights,
            *now,
            self.profile,
            platform,
            sink,
        );
        Fetched {
            exchange,
            reached_app,
            from_cache,
        }
    }

    /// Responses in one partition of a cache aren't used in another.
    fn partition(&self, place: Option<CachePlace>, request: &Request) -> &'static str {
        let apart = place == Some(CachePlace::Browser)
            && self.profile.shows(Deviation::HttpCacheKeepsImagesApart);
        let is_image = request.mode == Mode::NoCors;
        let suffixes = &self.scenario.platform.suffixes;
        // While the list isn't loaded, the page counts as another site.
        let same_site = || {
            suffixes
                .is_same_site(&request.origin, &request.url.origin())
                .unwrap_or(false)
        };
        if apart && !is_image && !(request.credentials.is_include() && same_site()) {
            "apart"
        } else {
            ""
        }
    }
}

/// An app that works: 200 with JSON, an `ETag` that can't be read unless it is exposed, and
/// every header that the policy exposes.
pub fn example_app(policy: &Policy) -> App {
    let mut response = HttpResponse::new(Status::OK)
        .with("Content-Type", "application/json")
        .with("ETag", "\"7d4e\"");
    if let ExposeHeaders::Listed(names) = &policy.expose {
        for name in names {
            if !response.headers.contains(name.as_str()) {
                response.headers.append(name.clone(), example_value(name));
            }
        }
    }
    App {
        response,
        ..App::default()
    }
}

/// A realistic value of an exposed header.
fn example_value(name: &HeaderName) -> &'static str {
    EXAMPLE_VALUES
        .iter()
        .find(|(known, _)| name.is(known))
        .map_or("example", |(_, value)| value)
}

/// Lowercase and sorted.
const EXAMPLE_VALUES: [(&str, &str); 26] = [
    ("accept-ranges", "bytes"),
    ("age", "120"),
    ("allow", "GET, PUT"),
    ("authorization", "Bearer eyJhbGciOi"),
    ("content-disposition", "attachment; filename=\"report.pdf\""),
    ("content-encoding", "gzip"),
    ("content-length", "512"),
    ("content-range", "bytes 0-499/1234"),
    ("date", "Sat, 28 Nov 2026 12:00:00 GMT"),
    ("etag", "\"7d4e\""),
    (
        "link",
        "<https://api.example.com/users?page=2>; rel=\"next\"",
    ),
    ("location", "/users/42"),
    ("mcp-session-id", "1868a90c"),
    ("ratelimit-remaining", "59"),
    ("retry-after", "30"),
    ("server", "nginx"),
    ("server-timing", "db;dur=12"),
    (
        "traceparent",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ),
    ("upload-offset", "1024"),
    ("www-authenticate", "Bearer"),
    ("x-correlation-id", "f058ebd6"),
    ("x-ratelimit-limit", "60"),
    ("x-ratelimit-remaining", "59"),
    ("x-request-id", "f058ebd6"),
    ("x-total-count", "128"),
    ("x-total-pages", "13"),
];
