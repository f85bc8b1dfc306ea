use cors_core::server::CachePlace;
use cors_fetch::{Exchange, Leg, Outcome, Preflight};

/// Which response to look at in the network panel, and what it says: the one that ended the exchange.
pub(crate) fn look(exchange: &Exchange, kept: Option<CachePlace>) -> String {
    let last = exchange.hops.last();
    let leg = last.and_then(|hop| match (&hop.actual, &hop.preflight) {
        (Some(leg), _) | (None, Preflight::Sent { leg, .. }) => Some(leg),
        (None, Preflight::NotNeeded | Preflight::Cached { .. }) => None,
    });
    let Some(leg) = leg else {
        return "Nothing is sent, so the network panel shows nothing.".to_owned();
    };
    let request = &leg.request;
    let target = request.url.request_target();
    let place = match kept {
        Some(CachePlace::Browser) => ", answered from the browser’s cache",
        Some(CachePlace::Shared) => ", answered by the shared cache",
        None => "",
    };
    [
        "In the network panel, look at `",
        request.method.as_str(),
        " ",
        &target,
        "`",
        place,
        ": ",
        &seen(leg, exchange),
    ]
    .concat()
}

fn seen(leg: &Leg, exchange: &Exchange) -> String {
    let Ok(answer) = &leg.answer else {
        return "it has no status.".to_owned();
    };
    let mut lines = answer.headers.values("Access-Control-Allow-Origin");
    let header = match (lines.next(), lines.count()) {
        _ if matches!(exchange.outcome, Outcome::Shared(_)) => String::new(),
        (None, _) => " and no `Access-Control-Allow-Origin`".to_owned(),
        (Some(value), 0) => [
            " and `Access-Control-Allow-Origin: ",
            &value.to_latin1(),
            "`",
        ]
        .concat(),
        (Some(_), _) => " and two lines of `Access-Control-Allow-Origin`".to_owned(),
    };
    let location = answer
        .headers
        .get("Location")
        .map_or_else(String::new, |location| {
            [", `Location: ", &location.to_latin1(), "`"].concat()
        });
    [
        "status ",
        &answer.status.to_string(),
        &location,
        &header,
        ".",
    ]
    .concat()
}
