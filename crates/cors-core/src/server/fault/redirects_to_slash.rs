use super::redirect;
use crate::server::Reply;
use cors_http::{HttpRequest, Status, Url};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "redirects-to-slash",
    label: "Redirect to add a trailing slash",
    description: "A path without a trailing slash is redirected (301) to the path with one, before the CORS code runs.",
    symptoms: "The status is 301, 307 or 308, and `Location` is the same path with a slash. Browsers don't follow redirects of a preflight.",
    fix: "Write the slash in your code's URL, or handle both paths without a redirect.",
    respond,
    no_effect: |_| Some(NO_EFFECT),
    ..FaultRow::NONE
};

fn respond(request: &HttpRequest, _: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    match with_slash(&request.url) {
        Some(location) => redirect(location),
        None => server(request),
    }
}

/// The same URL with a trailing slash, unless it has one.
fn with_slash(url: &Url) -> Option<String> {
    let target = url.request_target();
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (target.as_str(), String::new()),
    };
    let scheme = url.scheme();
    let authority = url.authority();
    (!path.ends_with('/')).then(|| format!("{scheme}://{authority}{path}/{query}"))
}

const NO_EFFECT: &str = "The path already ends with a slash, so nothing redirects it. Try the URL without the slash.";
