use crate::policy::{AllowMethods, Policy};
use crate::server::Reply;
use crate::targets::Unsupported;
use cors_http::{Method, NoResponse, Status};

/// `http.METHODS` of Node 20.
const METHODS: [&str; 35] = [
    "ACL",
    "BIND",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LINK",
    "LOCK",
    "M-SEARCH",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MOVE",
    "NOTIFY",
    "OPTIONS",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "SOURCE",
    "SUBSCRIBE",
    "TRACE",
    "UNBIND",
    "UNLINK",
    "UNLOCK",
    "UNSUBSCRIBE",
];

fn is_readable(method: &Method) -> bool {
    METHODS.contains(&method.as_str())
}

/// What Node answers by itself, before any code of the application or of ours runs.
pub(in crate::targets) fn own_reply(method: &Method) -> Option<Reply> {
    if !is_readable(method) {
        return Some(Reply::unreached(Status::BAD_REQUEST));
    }
    // Node hands it to whoever listens for tunnels, and nobody does.
    (method.as_str() == "CONNECT").then_some(Reply {
        answer: Err(NoResponse::Closed),
        reached_app: false,
    })
}

/// The reason, if the policy lists a method that Node cannot read.
pub(in crate::targets) fn check_methods(policy: &Policy) -> Result<(), Unsupported> {
    let AllowMethods::Listed(methods) = &policy.methods else {
        return Ok(());
    };
    match methods.iter().find(|method| !is_readable(method)) {
        None => Ok(()),
        Some(method) => Err(Unsupported {
            reason: format!(
                "Node answers 400 to the method `{method}` before the application sees the request: its parser knows a fixed list of methods, in upper case. Remove it, or take one of that list."
            ),
        }),
    }
}
