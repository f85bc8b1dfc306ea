use super::{InBrowser, SecondRequest, VerdictKind};
use cors_fetch::{Exchange, Outcome, Preflight};
use cors_fetch::{PreflightCache, Profile, Request, main_fetch};
use cors_http::Platform;
use cors_http::{HttpRequest, HttpResponse, NoResponse};

/// The same request in every browser, twice: how it ends, for how long the preflight is remembered, and
/// whether a second request half a second later has to ask again. `server` gives a fresh server for each.
pub fn in_each<S>(
    request: &Request,
    platform: &Platform,
    mut server: impl FnMut() -> S,
) -> Vec<InBrowser>
where
    S: FnMut(&HttpRequest) -> Result<HttpResponse, NoResponse>,
{
    table(&mut |profile| {
        let mut cache = PreflightCache::default();
        let first = main_fetch(request, &mut server(), &mut cache, 0.0, profile, platform);
        let second = main_fetch(request, &mut server(), &mut cache, 0.5, profile, platform);
        (first, second)
    })
}

/// The same from a function that makes both requests in one browser.
pub(super) fn table(twice: &mut dyn FnMut(Profile) -> (Exchange, Exchange)) -> Vec<InBrowser> {
    let mut seen: Vec<(InBrowser, Exchange)> = Profile::ALL
        .into_iter()
        .map(|profile| {
            let (first, second) = twice(profile);
            let browser = InBrowser {
                profile,
                kind: kind(&first),
                preflight: asked(&first),
                remembered: remembered(&first),
                second: second_request(&first, &second),
                differs: None,
            };
            (browser, first)
        })
        .collect();
    if let Some((standard, others)) = seen.split_first_mut() {
        for (browser, exchange) in others {
            browser.differs = difference((browser, exchange), (&standard.0, &standard.1));
        }
    }
    seen.into_iter().map(|(browser, _)| browser).collect()
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
fn difference(
    (browser, exchange): (&InBrowser, &Exchange),
    (standard, by_standard): (&InBrowser, &Exchange),
) -> Option<String> {
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
        (true, true) => parts.extend(other_names(exchange, by_standard)),
        (false, false) => {}
    }
    parts.extend(other_redirects(exchange, by_standard));
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

/// What the preflight asks for, when that differs.
fn other_names(exchange: &Exchange, by_standard: &Exchange) -> Option<String> {
    let asked_for = |exchange: &Exchange| match exchange.hops.first().map(|hop| &hop.preflight) {
        Some(Preflight::Sent { leg, .. }) => {
            leg.request.headers.get("Access-Control-Request-Headers")
        }
        _ => None,
    };
    let names = asked_for(exchange);
    (names != asked_for(by_standard)).then(|| match names {
        Some(names) => format!("asks for the headers `{names}`"),
        None => "asks for no headers".to_owned(),
    })
}

/// Whether it asks at other steps of a redirect.
fn other_redirects(exchange: &Exchange, by_standard: &Exchange) -> Option<String> {
    let later = exchange.hops.iter().zip(&by_standard.hops).skip(1);
    let asks = |preflight: &Preflight| matches!(preflight, Preflight::Sent { .. });
    later
        .filter(|(hop, other)| asks(&hop.preflight) != asks(&other.preflight))
        .map(|(hop, _)| match &hop.preflight {
            Preflight::Sent { .. } => "asks again after the redirect".to_owned(),
            Preflight::NotNeeded | Preflight::Cached { .. } => {
                "does not ask after the redirect".to_owned()
            }
        })
        .next()
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
