use super::{Before, CachePlace, Circumstances, changed};
use crate::server::{App, Reply};
use cors_http::{HttpRequest, Status, Url};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "vary-missing-shared-cache",
    label: "No Vary: stale copy in a CDN",
    description: "The response can be cached for 600 seconds, has no `Vary: Origin`, and passes through a cache that all visitors share.",
    symptoms: "`Access-Control-Allow-Origin` names another site, or is missing, although the server itself responds correctly. It comes and goes with the cache; look for an `Age` header.",
    fix: "Send `Vary: Origin` on every response, including those to requests without `Origin` or from other origins. Then clear the caches.",
    app,
    respond,
    before: Before::OtherVisitor,
    cache: Some(CachePlace::Shared),
    no_effect,
    ..FaultRow::NONE
};

fn app(works: App, _: &Url, _: Status) -> App {
    super::cacheable(works)
}

fn respond(request: &HttpRequest, _: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    changed(server(request), |response| response.headers.delete("Vary"))
}

fn no_effect(circumstances: &Circumstances<'_>) -> Option<&'static str> {
    super::nothing_cached(circumstances).or(circumstances.has_authorization.then_some(
        "Shared caches don't store responses to requests with `Authorization`. Try the request without it.",
    ))
}
