use super::{InBrowser, SecondRequest, VerdictKind};
use crate::exchange::{Exchange, Outcome, Preflight};
use crate::fetch::{PreflightCache, Profile, Request, main_fetch};
use crate::http::{ConnectionClosed, HttpRequest, HttpResponse};

/// The same request in every browser, twice: how it ends, for how long the preflight is remembered, and
/// whether a second request half a second later has to ask again. `server` gives a fresh server for each.
pub fn in_each<S>(request: &Request, mut server: impl FnMut() -> S) -> Vec<InBrowser>
where
    S: FnMut(&HttpRequest) -> Result<HttpResponse, ConnectionClosed>,
{
    let mut seen: Vec<InBrowser> = Profile::ALL
        .into_iter()
        .map(|profile| {
            let mut cache = PreflightCache::default();
            let first = main_fetch(request, &mut server(), &mut cache, 0.0, profile);
            let second = main_fetch(request, &mut server(), &mut cache, 0.5, profile);
            InBrowser {
                profile,
                kind: kind(&first),
                preflight: asked(&first),
                remembered: remembered(&first),
                second: second_request(&first, &second),
                differs: None,
            }
        })
        .collect();
    let standard = seen.first().cloned();
    for browser in &mut seen {
        browser.differs = standard
            .as_ref()
            .and_then(|standard| difference(browser, standard));
    }
    seen
}

fn kind(exchange: &Exchange) -> VerdictKind {
    match &exchange.outcome {
        Outcome::Shared(response) => VerdictKind::of(response),
        Outcome::NetworkError(_) => VerdictKind::Refused,
    }
}

fn asked(exchange: &Exchange) -> bool {
    matches!(
        exchange.hops.first().map(|hop| &hop.preflight),
        Some(Preflight::Sent { .. })
    )
}

fn remembered(exchange: &Exchange) -> Option<u64> {
    match exchange.hops.first().map(|hop| &hop.preflight) {
        Some(Preflight::Sent { cache_seconds, .. }) => *cache_seconds,
        _ => None,
    }
}

fn second_request(first: &Exchange, second: &Exchange) -> SecondRequest {
    match second.hops.first().map(|hop| &hop.preflight) {
        _ if !asked(first) => SecondRequest::NeverAsks,
        Some(Preflight::Cached { .. }) => SecondRequest::Remembers,
        _ => SecondRequest::AsksAgain,
    }
}

/// Where a browser differs from the standard for this very request, in one sentence.
fn difference(browser: &InBrowser, standard: &InBrowser) -> Option<String> {
    let mut parts = Vec::new();
    if browser.kind != standard.kind {
        parts.push(format!(
            "{} it, which by the standard is {}",
            match browser.kind {
                VerdictKind::Shared => "shares",
                VerdictKind::Refused | VerdictKind::Unknown => "refuses",
                VerdictKind::Opaque => "hides",
            },
            match standard.kind {
                VerdictKind::Shared => "shared",
                VerdictKind::Refused | VerdictKind::Unknown => "refused",
                VerdictKind::Opaque => "hidden",
            }
        ));
    }
    match (browser.preflight, standard.preflight) {
        (true, false) => parts.push("asks with a preflight first".to_owned()),
        (false, true) => parts.push("sends no preflight".to_owned()),
        _ => {}
    }
    if let (Some(seconds), Some(other)) = (browser.remembered, standard.remembered)
        && seconds != other
    {
        parts.push(format!("remembers the preflight for {}", spelled(seconds)));
    }
    if browser.kind == standard.kind
        && browser.preflight
        && standard.preflight
        && browser.second != standard.second
    {
        parts.push(
            match browser.second {
                SecondRequest::AsksAgain => "asks again before a second request",
                SecondRequest::Remembers | SecondRequest::NeverAsks => {
                    "does not ask again before a second request"
                }
            }
            .to_owned(),
        );
    }
    (!parts.is_empty()).then(|| format!("{} {}.", browser.profile.label(), parts.join(", and ")))
}

/// A number of seconds with its meaning.
pub(super) fn spelled(seconds: u64) -> String {
    let unit = |count: u64, name: &str| {
        format!(
            "{seconds} seconds = {count} {name}{}",
            if count == 1 { "" } else { "s" }
        )
    };
    match seconds {
        1 => "1 second".to_owned(),
        _ if seconds >= 86400 && seconds.is_multiple_of(86400) => unit(seconds / 86400, "day"),
        _ if seconds >= 3600 && seconds.is_multiple_of(3600) => unit(seconds / 3600, "hour"),
        _ if seconds >= 60 && seconds.is_multiple_of(60) => unit(seconds / 60, "minute"),
        _ => format!("{seconds} seconds"),
    }
}
