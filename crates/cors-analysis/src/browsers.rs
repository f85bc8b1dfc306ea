//! The same request in every browser.

use crate::format::{duration, sentence_list};
use crate::verdict::VerdictKind;
use cors_fetch::{Exchange, Preflight, PreflightCache, Profile, Request, main_fetch};
use cors_http::{HttpRequest, HttpResponse, NoResponse, Platform};

/// How one browser, or the standard, handles the test request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InBrowser {
    /// The browser.
    pub profile: Profile,
    /// How it ends for JavaScript.
    pub kind: VerdictKind,
    /// Whether a preflight is sent.
    pub preflight: bool,
    /// How many seconds the preflight is cached, if it is.
    pub cache_seconds: Option<u64>,
    /// What a second, equal request does within that time.
    pub second: SecondRequest,
    /// How it differs from the standard for this request, in one sentence.
    pub differs: Option<String>,
}

/// What a second, equal request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondRequest {
    /// Neither request needs a preflight.
    NeedsNoPreflight,
    /// The first preflight is cached.
    UsesCache,
    /// It sends a preflight of its own.
    SendsPreflight,
}

impl InBrowser {
    /// How long the preflight is cached and what a second request does, in words.
    pub fn preflight_cache(&self) -> String {
        match (self.second, self.cache_seconds) {
            (SecondRequest::NeedsNoPreflight, _) => "No preflight is sent.".to_owned(),
            (SecondRequest::UsesCache, Some(seconds)) => {
                format!(
                    "Cached for {}. No new preflight until then.",
                    duration(seconds)
                )
            }
            (SecondRequest::UsesCache, None) => {
                "A second request sends no new preflight.".to_owned()
            }
            (SecondRequest::SendsPreflight, _) => {
                "A second request sends a new preflight.".to_owned()
            }
        }
    }
}

/// The same request in every browser, twice. `server` returns a new server for each.
pub fn in_each<S>(
    request: &Request,
    platform: &Platform,
    mut server: impl FnMut() -> S,
) -> Vec<InBrowser>
where
    S: FnMut(&HttpRequest) -> Result<HttpResponse, NoResponse>,
{
    let twice = Profile::ALL.map(|profile| {
        let mut cache = PreflightCache::default();
        let mut fetch = |now| {
            let ignore = &mut |_| {};
            main_fetch(
                request,
                &mut server(),
                &mut cache,
                now,
                profile,
                platform,
                ignore,
            )
        };
        (profile, fetch(0.0), fetch(0.5))
    });
    let twice = twice
        .iter()
        .map(|(profile, first, second)| (*profile, first, second));
    compare(twice)
}

/// The table of both requests in each browser, the standard first.
pub(crate) fn compare<'a>(
    twice: impl IntoIterator<Item = (Profile, &'a Exchange, &'a Exchange)>,
) -> Vec<InBrowser> {
    let mut standard: Option<(InBrowser, &Exchange)> = None;
    twice
        .into_iter()
        .map(|(profile, first, second)| {
            let mut browser = InBrowser {
                profile,
                kind: VerdictKind::of(&first.outcome),
                preflight: sends_preflight(first),
                cache_seconds: cache_seconds(first),
                second: second_request(first, second),
                differs: None,
            };
            match &standard {
                None => standard = Some((browser.clone(), first)),
                Some(standard) => browser.differs = difference((&browser, first), standard),
            }
            browser
        })
        .collect()
}

fn sends_preflight(exchange: &Exchange) -> bool {
    matches!(
        exchange.hops.first().map(|hop| &hop.preflight),
        Some(Preflight::Sent { .. })
    )
}

fn cache_seconds(exchange: &Exchange) -> Option<u64> {
    match &exchange.hops.first()?.preflight {
        Preflight::Sent { cache_seconds, .. } => *cache_seconds,
        Preflight::NotNeeded | Preflight::Cached { .. } => None,
    }
}

fn second_request(first: &Exchange, second: &Exchange) -> SecondRequest {
    match second.hops.first().map(|hop| &hop.preflight) {
        _ if !sends_preflight(first) => SecondRequest::NeedsNoPreflight,
        Some(Preflight::Cached { .. }) => SecondRequest::UsesCache,
        Some(Preflight::Sent { .. } | Preflight::NotNeeded) | None => SecondRequest::SendsPreflight,
    }
}

/// How a browser differs from the standard for this request, in one sentence.
fn difference(
    (browser, exchange): (&InBrowser, &Exchange),
    (standard, by_standard): &(InBrowser, &Exchange),
) -> Option<String> {
    let mut parts = Vec::new();
    if browser.kind != standard.kind {
        let (does, instead) = match (browser.kind, standard.kind) {
            (VerdictKind::Allowed, VerdictKind::Opaque) => ("allows", "makes it opaque"),
            (VerdictKind::Allowed, _) => ("allows", "blocks it"),
            (VerdictKind::Blocked | VerdictKind::Unknown, VerdictKind::Opaque) => {
                ("blocks", "makes it opaque")
            }
            (VerdictKind::Blocked | VerdictKind::Unknown, _) => ("blocks", "allows it"),
            (VerdictKind::Opaque, VerdictKind::Allowed) => ("makes opaque", "allows it"),
            (VerdictKind::Opaque, _) => ("makes opaque", "blocks it"),
        };
        parts.push(format!(
            "{does} the response although the standard {instead}"
        ));
    }
    match (browser.preflight, standard.preflight) {
        (true, false) => parts.push("sends a preflight first".to_owned()),
        (false, true) => parts.push("sends no preflight".to_owned()),
        (true, true) => parts.extend(other_names(exchange, by_standard)),
        (false, false) => {}
    }
    parts.extend(other_redirects(exchange, by_standard));
    if let (Some(seconds), Some(other)) = (browser.cache_seconds, standard.cache_seconds)
        && seconds != other
    {
        parts.push(match seconds {
            0 => "doesn't cache the preflight".to_owned(),
            _ => format!("caches the preflight for {}", duration(seconds)),
        });
    }
    let both_sent = browser.kind == standard.kind && browser.preflight && standard.preflight;
    if both_sent && browser.second != standard.second {
        parts.push(
            match browser.second {
                SecondRequest::SendsPreflight => "sends a new preflight for a second request",
                SecondRequest::UsesCache | SecondRequest::NeedsNoPreflight => {
                    "sends no new preflight for a second request"
                }
            }
            .to_owned(),
        );
    }
    let browser = browser.profile.label();
    (!parts.is_empty()).then(|| format!("{browser} {}.", sentence_list(&parts)))
}

/// The headers that the preflight requests, if they differ.
fn other_names(exchange: &Exchange, by_standard: &Exchange) -> Option<String> {
    let requested = |exchange: &Exchange| match &exchange.hops.first()?.preflight {
        Preflight::Sent { leg, .. } => leg.request.headers.get("Access-Control-Request-Headers"),
        Preflight::NotNeeded | Preflight::Cached { .. } => None,
    };
    let names = requested(exchange);
    (names != requested(by_standard)).then(|| match names {
        Some(names) => format!("requests the headers `{}`", names.to_latin1()),
        None => "requests no headers".to_owned(),
    })
}

/// Whether it sends preflights after different redirects.
fn other_redirects(exchange: &Exchange, by_standard: &Exchange) -> Option<String> {
    let is_sent = |preflight: &Preflight| matches!(preflight, Preflight::Sent { .. });
    let later = exchange.hops.iter().zip(&by_standard.hops).skip(1);
    later
        .filter(|(hop, other)| is_sent(&hop.preflight) != is_sent(&other.preflight))
        .map(|(hop, _)| match &hop.preflight {
            Preflight::Sent { .. } => "sends a preflight after the redirect".to_owned(),
            Preflight::NotNeeded | Preflight::Cached { .. } => {
                "sends no preflight after the redirect".to_owned()
            }
        })
        .next()
}
