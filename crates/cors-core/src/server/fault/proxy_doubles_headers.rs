use super::changed;
use crate::server::{Reply, is_cors_response_header};
use cors_http::{HeaderList, HttpRequest, Status};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "proxy-doubles-headers",
    label: "A proxy adds the headers twice",
    description: "A proxy adds `Access-Control-*` headers although the app has set them already.",
    symptoms: "The response has two `Access-Control-Allow-Origin` headers, even if both say the same. Straight from the app there is one.",
    fix: "Set the headers in one layer only: remove them from the proxy (in nginx, the `add_header Access-Control-…` lines), or from the app.",
    respond,
    ..FaultRow::NONE
};

fn respond(request: &HttpRequest, _: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    changed(server(request), |response| {
        let headers = response.headers.iter();
        let again: HeaderList = headers
            .filter(|header| is_cors_response_header(&header.name))
            .cloned()
            .collect();
        for header in again {
            response.headers.append(header.name, header.value);
        }
    })
}
