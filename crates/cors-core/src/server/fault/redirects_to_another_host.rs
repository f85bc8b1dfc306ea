use crate::server::App;
use cors_http::{HttpResponse, Status, Url};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "redirects-to-another-host",
    label: "Redirect to another host",
    description: "The app redirects (307) to elsewhere.example, which has the same policy.",
    symptoms: "There are two requests, and the first has the status 307 and a `Location` on another host. After it the browser may send `Origin: null`.",
    fix: "Use the final URL in your code. If you can't, the other host would have to allow `null`, which any site can send.",
    app,
    ..FaultRow::NONE
};

/// The host that an app redirects to.
const ELSEWHERE: &str = "https://elsewhere.example";

fn app(_: App, url: &Url, _: Status) -> App {
    let location = format!("{ELSEWHERE}{}", url.request_target());
    App {
        response: HttpResponse::new(Status::TEMPORARY_REDIRECT).with("Location", location),
        ..App::default()
    }
}
