use super::{Before, CachePlace, Circumstances, changed};
use crate::server::{App, Reply};
use cors_http::{HttpRequest, Status, Url};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "vary-missing-own-cache",
    label: "No Vary: stale copy in the browser cache",
    description: "The response can be cached for 600 seconds and has no `Vary: Origin`, and the page has loaded an image from the same URL.",
    symptoms: "The response comes from the cache. The request works in a private window, or with “Disable cache” ticked in the network panel.",
    fix: "Send `Vary: Origin` on every response, including those to requests without `Origin` or from other origins. Then clear the caches.",
    app,
    respond,
    before: Before::ImageLoaded,
    cache: Some(CachePlace::Browser),
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
    super::nothing_cached(circumstances).or(circumstances.keeps_images_apart.then_some(
        "Firefox caches images separately, so this request goes to the server. Try the credentials mode `include` with a URL on the page's own site, or another browser.",
    ))
}
