use crate::policy::{AllowMethods, Policy};
use crate::server::Reply;
use crate::targets::Unsupported;
use crate::targets::difference::{NoticedBy, Rule};
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

pub(in crate::targets) const READS_KNOWN_METHODS_ONLY: Rule = Rule {
    code: "reads-known-methods-only",
    text: "A method that Node doesn't know gets 400 before your app sees it, although the preflight allows every method.",
    noticed_by: NoticedBy::Somebody,
    shows: |policy| policy.methods == AllowMethods::Any,
};

/// The response that Node gives by itself, before any code of the application or of ours runs.
pub(in crate::targets) fn own_reply(method: &Method) -> Option<Reply> {
    if !is_readable(method) {
        return Some(Reply::unreached(Status::BAD_REQUEST));
    }
    // Node hands it to a listener for tunnels, and there is none.
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
        Some(method) => Unsupported::because(format!(
            "Node responds with 400 to the method `{method}` before your app sees the request: its parser knows a fixed list of methods, in uppercase. Remove it, or choose one of that list."
        )),
    }
}
