use super::{StatusArgument, changed, strip};
use crate::server::{App, Reply};
use cors_http::{HttpRequest, HttpResponse, Status, Url};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "headers-missing-on-errors",
    label: "Error responses have no CORS headers (500)",
    description: "The app fails with 500, and only successful responses and redirects get the CORS headers.",
    symptoms: "The preflight passes, and the request itself has the status 500. The console blames CORS anyway; the real error is in the server log.",
    fix: "Set the headers on every response, whatever its status. Then look in the server log for the error itself.",
    status: Some(StatusArgument {
        default: 500,
        others: &[400, 401, 403, 404, 422, 502, 503],
    }),
    app,
    respond,
    ..FaultRow::NONE
};

fn app(_: App, _: &Url, status: Status) -> App {
    App {
        response: HttpResponse::new(status),
        ..App::default()
    }
}

fn respond(request: &HttpRequest, _: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    changed(server(request), |response| {
        if !gets_headers(response.status) {
            strip(&mut response.headers);
            response.headers.delete("Vary");
        }
    })
}

/// The statuses that nginx adds headers to without `always`
/// (<https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header>).
fn gets_headers(status: Status) -> bool {
    matches!(
        status.code(),
        200 | 201 | 204 | 206 | 301 | 302 | 303 | 304 | 307 | 308
    )
}
