use super::redirect;
use crate::server::Reply;
use cors_http::{HttpRequest, Status};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "redirects-to-https",
    label: "Redirect from http to https",
    description: "Every http URL is redirected to https (301) before the CORS code runs.",
    symptoms: "The status is 301 or 308, and `Location` is the same URL with https. Browsers don't follow redirects of a preflight.",
    fix: "Write https:// in your code. CORS headers on the redirect wouldn't help a preflight.",
    respond,
    no_effect: |_| Some(NO_EFFECT),
    ..FaultRow::NONE
};

fn respond(request: &HttpRequest, _: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    let url = &request.url;
    if url.scheme() != "http" {
        return server(request);
    }
    let host = url.host().map(ToString::to_string).unwrap_or_default();
    redirect(format!("https://{host}{}", url.request_target()))
}

const NO_EFFECT: &str = "The URL already starts with https://, so nothing redirects it. Try http://, from a page on http:// too.";
