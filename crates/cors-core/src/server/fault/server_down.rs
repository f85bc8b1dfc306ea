use crate::server::Reply;
use cors_http::{HttpRequest, NoResponse, Status};
use super::FaultRow;

pub(super) const ROW: FaultRow = FaultRow {
    id: "server-down",
    label: "The server is down",
    description: "Nothing is listening at this URL.",
    symptoms: "There is no status and no header. In Firefox, the console says that the CORS request did not succeed, with the status `(null)`. That line always means that no response came.",
    fix: "The policy isn't the problem. Start the server, and check the scheme, host and port of the URL and the address that the server listens on.",
    respond,
    ..FaultRow::NONE
};

fn respond(_: &HttpRequest, _: Status, _: &dyn Fn(&HttpRequest) -> Reply) -> Reply {
    Reply {
        answer: Err(NoResponse::Refused),
        reached_app: false,
    }
}
