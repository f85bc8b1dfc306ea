use super::StatusArgument;
use crate::server::Reply;
use cors_http::{HttpRequest, Status};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "authentication-before-cors",
    label: "Auth runs before CORS (401)",
    description: "Requests without `Authorization` get 401 before the CORS code runs.",
    symptoms: "The status is 401. A preflight never carries `Authorization` or cookies, so it can never pass.",
    fix: "Run the CORS code before auth. Preflights carry no credentials.",
    status: Some(StatusArgument {
        default: 401,
        others: &[403],
    }),
    respond,
    ..FaultRow::NONE
};

fn respond(request: &HttpRequest, status: Status, server: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    if request.headers.contains("Authorization") {
        server(request)
    } else {
        Reply::unreached(status)
    }
}
