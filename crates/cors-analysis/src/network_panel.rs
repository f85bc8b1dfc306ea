use cors_core::server::CachePlace;
use cors_fetch::{Exchange, Leg, Outcome, Preflight};

/// Which response to look at in the network panel, and what to look for. It's the one that ended the exchange.
pub(crate) fn network_panel(exchange: &Exchange, from_cache: Option<CachePlace>) -> String {
    let last = exchange.hops.last();
    let leg = last.and_then(|hop| match (&hop.actual, &hop.preflight) {
        (Some(leg), _) | (None, Preflight::Sent { leg, .. }) => Some(leg),
        (None, Preflight::NotNeeded | Preflight::Cached { .. }) => None,
    });
    let Some(leg) = leg else {
        return "Nothing is sent, so the network panel shows nothing.".to_owned();
    };
    let method = &leg.request.method;
    let target = leg.request.url.request_target();
    let from = match from_cache {
        Some(CachePlace::Browser) => ", which comes from the browser cache",
        Some(CachePlace::Shared) => ", which comes from the shared cache",
        None => "",
    };
    format!(
        "Look at `{method} {target}`{from}: {}",
        found(leg, exchange)
    )
}

fn found(leg: &Leg, exchange: &Exchange) -> String {
    let Ok(response) = &leg.response else {
        return "it has no status.".to_owned();
    };
    let mut lines = response.headers.values("Access-Control-Allow-Origin");
    let header = match (lines.next(), lines.count()) {
        _ if matches!(exchange.outcome, Outcome::Allowed(_)) => String::new(),
        (None, _) => " and no `Access-Control-Allow-Origin`".to_owned(),
        (Some(value), 0) => {
            format!(" and `Access-Control-Allow-Origin: {}`", value.to_latin1())
        }
        (Some(_), more) => format!(" and {} `Access-Control-Allow-Origin` headers", more + 1),
    };
    let location = response.headers.get("Location");
    let location = location.map_or_else(String::new, |location| {
        format!(", `Location: {}`", location.to_latin1())
    });
    format!("status {}{location}{header}.", response.status)
}
