use super::{changed, strip};
use crate::server::Reply;
use cors_http::{HttpRequest, Status};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "proxy-strips-headers",
    label: "A proxy strips the headers",
    description: "A proxy removes the `Access-Control-*` headers from every response.",
    symptoms: "Send a request with an `Origin` header straight to the app, past the proxy: the CORS headers are there. Through the proxy they are gone.",
    fix: "Let the proxy pass the `Access-Control-*` headers (in nginx, remove the `proxy_hide_header` lines for them), or set them there and nowhere else.",
    respond,
    ..FaultRow::NONE
};

fn respond(request: &HttpRequest, _: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    changed(server(request), |response| strip(&mut response.headers))
}
