//! A server with or without a fault, and what happened there before.

use super::earlier::{self, Earlier};
use super::effect::{Effect, effect};
use super::exchange::answer;
use cors_core::policy::{ExposeHeaders, Policy};
use cors_core::server::{App, CachePlace, Fault, HttpCache, Reply};
use cors_core::targets::Chosen;
use cors_fetch::Exchange;
use cors_fetch::{Deviation, Mode, PreflightCache, Profile, Request, main_fetch};
use cors_http::Platform;
use cors_http::{HeaderName, HttpRequest, HttpResponse, Status};

/// Everything that decides about an exchange but the browser.
pub(super) struct Stage<'a> {
    pub(super) policy: &'a Policy,
    pub(super) configured: Option<&'a Chosen>,
    pub(super) request: &'a Request,
    pub(super) fault: Option<Fault>,
    platform: Platform,
    works: App,
    /// The application of the URL's own server, when that is not the one that works.
    faulty: Option<App>,
}

/// What happened to the request to try.
pub(super) struct Played {
    pub(super) exchange: Exchange,
    /// An equal request half a second later.
    pub(super) second: Exchange,
    pub(super) reached_app: bool,
    pub(super) kept: Option<CachePlace>,
    pub(super) earlier: Vec<Earlier>,
    /// None without a fault.
    pub(super) effect: Option<Effect>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        configured: Option<&'a Chosen>,
        request: &'a Request,
        fault: Option<Fault>,
        platform: Platform,
    ) -> Self {
        let works = example_app(policy);
        Self {
            policy,
            configured,
            request,
            fault,
            platform,
            faulty: fault.map(|fault| fault.app(works.clone(), &request.url)),
            works,
        }
    }

    /// The exchange in this browser. A fault that changes nothing is left out.
    pub(super) fn play(&self, profile: Profile) -> Played {
        let plain = self.run(None, profile);
        let Some(fault) = self.fault else {
            return plain;
        };
        let played = self.run(Some(fault), profile);
        let effect = effect(fault, self, profile, &plain, &played);
        let shown = if matches!(effect, Effect::None(_)) {
            plain
        } else {
            played
        };
        Played {
            effect: Some(effect),
            ..shown
        }
    }

    fn run(&self, fault: Option<Fault>, profile: Profile) -> Played {
        let mut browser = Browser {
            stage: self,
            fault,
            profile,
            policy: self.policy.clone(),
            preflights: PreflightCache::default(),
            answers: HttpCache::default(),
            now: 0.0,
            reached_app: false,
            kept: None,
        };
        let earlier = fault.map_or_else(Vec::new, |fault| earlier::play(fault, &mut browser));
        let exchange = browser.fetch(self.request);
        let (reached_app, kept) = (browser.reached_app, browser.kept);
        browser.now += 0.5;
        Played {
            exchange,
            second: browser.fetch(self.request),
            reached_app,
            kept,
            earlier,
            effect: None,
        }
    }

    fn reply(&self, message: &HttpRequest, policy: &Policy, fault: Option<Fault>) -> Reply {
        let is_own = message
            .url
            .origin()
            .is_same_origin(&self.request.url.origin());
        let app = match (&self.faulty, fault) {
            (Some(faulty), Some(_)) if is_own => faulty,
            _ => &self.works,
        };
        let server = |message: &HttpRequest| answer(policy, self.configured, message, app);
        match fault {
            Some(fault) => fault.answer(message, &server),
            None => server(message),
        }
    }
}

/// A browser in front of the stage, with what it remembers.
pub(super) struct Browser<'a> {
    pub(super) stage: &'a Stage<'a>,
    fault: Option<Fault>,
    profile: Profile,
    /// What the server runs now.
    pub(super) policy: Policy,
    preflights: PreflightCache,
    answers: HttpCache,
    /// Seconds since the first request.
    pub(super) now: f64,
    reached_app: bool,
    /// Where the last answer was kept, if it did not come from the server.
    kept: Option<CachePlace>,
}

impl Browser<'_> {
    pub(super) fn fetch(&mut self, request: &Request) -> Exchange {
        let place = self.fault.and_then(Fault::cache);
        let partition = self.partition(place, request);
        let (mut reached_app, mut kept_at) = (false, None);
        let mut serve = |message: &HttpRequest| {
            let kept = place.and_then(|_| self.answers.answer(message, partition));
            if let Some(answer) = kept {
                kept_at = place;
                return Ok(answer);
            }
            let reply = self.stage.reply(message, &self.policy, self.fault);
            if let Some(place) = place {
                self.answers.keep(place, message, partition, &reply);
            }
            reached_app |= reply.reached_app;
            reply.answer
        };
        let exchange = main_fetch(
            request,
            &mut serve,
            &mut self.preflights,
            self.now,
            self.profile,
            &self.stage.platform,
        );
        (self.reached_app, self.kept) = (reached_app, kept_at);
        exchange
    }

    /// Responses of one part of a cache are not found from another.
    fn partition(&self, place: Option<CachePlace>, request: &Request) -> &'static str {
        let apart = place == Some(CachePlace::Browser)
            && self.profile.shows(Deviation::HttpCacheKeepsImagesApart);
        let is_image = request.mode == Mode::NoCors;
        let suffixes = &self.stage.platform.suffixes;
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

/// An application that works: 200 with JSON, an `ETag` that is not readable unless it is exposed, and
/// every header that the policy exposes.
pub(super) fn example_app(policy: &Policy) -> App {
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

/// A value as applications send it, for a header that is exposed.
fn example_value(name: &HeaderName) -> &'static str {
    EXAMPLE_VALUES
        .iter()
        .find(|(known, _)| name.is(known))
        .map_or("example", |(_, value)| value)
}

/// In lower case, sorted.
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
