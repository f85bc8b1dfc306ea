use crate::server::Reply;
use cors_http::{HttpRequest, NoResponse, Status};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "server-down",
    label: "The server is down",
    description: "Nothing is listening at this URL.",
    symptoms: "There is no status and no header. Firefox calls it a CORS request that did not succeed, with the status `(null)`; that line alone always means that no response came.",
    fix: "Nothing in the policy is wrong. Start the server, check scheme, host and port of the URL, and check that the server listens on that address.",
    respond,
    ..FaultRow::NONE
};

fn respond(_: &HttpRequest, _: Status, _: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    Reply {
        answer: Err(NoResponse::Refused),
        reached_app: false,
    }
}
