use super::StatusArgument;
use crate::server::Reply;
use cors_http::{HttpRequest, Method, Status};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "preflight-not-routed",
    label: "No route handles OPTIONS (405)",
    description: "No route handles OPTIONS, so the server returns 405 before the CORS code runs.",
    symptoms: "Only OPTIONS fails, with 404 or 405. A plain GET of the same URL works and has the headers.",
    fix: "Handle preflights before routing, for every path.",
    status: Some(StatusArgument {
        default: 405,
        others: &[404],
    }),
    respond,
    no_effect: |_| Some(NO_EFFECT),
    ..FaultRow::NONE
};

fn respond(request: &HttpRequest, status: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    if request.method == Method::options() {
        Reply::unreached(status)
    } else {
        server(request)
    }
}

const NO_EFFECT: &str = "This request needs no preflight, so no OPTIONS request is sent. Try the method PUT.";
