//! WebKit's lines: the reason on one, the address on the next.

use cors_fetch::Profile;

use super::chromium::{is_word, not_allowed_origin};
use super::{Lines, engine};
use crate::key::{At, Cause};
use crate::said::Said;
use crate::text::{after, between, has_any, status_at, url_at};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

pub(super) fn read(lines: &Lines<'_>) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for (number, line) in lines {
        let line = line.trim();
        if has_any(line, &["has been blocked by CORS", "therefore not allowed"]) {
            continue;
        }
        if let Some(rest) = line.split_once(" cannot load ").map(|(_, rest)| rest)
            && rest.contains("due to access control checks")
        {
            let url = url_at(rest).to_owned();
            let is_known = said.iter().any(|said| said.url.as_deref() == Some(&url));
            match said.iter_mut().rev().find(|said| said.url.is_none()) {
                Some(found) => found.url = Some(url),
                None if is_known => {}
                None => {
                    let mut found = Said::of(Cause::CannotTell, At::Unknown)
                        .or(super::ANY_REASON)
                        .by(engine(Profile::Webkit))
                        .about(Some(url));
                    found.line = *number;
                    said.push(found);
                }
            }
            continue;
        }
        if line.contains("cannot load ") {
            continue;
        }
        let Some(mut found) = message(line) else {
            continue;
        };
        // "Failed to load resource" repeats the reason.
        let is_repeated = said.iter().any(|said| {
            said.cause == found.cause
                && said.status == found.status
                && line.contains("Failed to load resource")
        });
        if is_repeated {
            continue;
        }
        found.line = *number;
        said.push(found);
    }
    said
}

fn message(line: &str) -> Option<Said> {
    let redirected = after(line, "Cross-origin redirection to ");
    let denied =
        redirected.filter(|rest| rest.contains(" denied by Cross-Origin Resource Sharing policy:"));
    let at = if denied.is_some() {
        At::Redirect
    } else {
        At::Actual
    };
    let status = after(line, "Status code: ").and_then(status_at);
    let mut said = if let Some(origin) = not_allowed_origin(line) {
        let mut said = Said::of(Cause::AllowOriginMissing, at)
            .seeing(ALLOW_ORIGIN, None)
            .or(&[
                Cause::AllowOriginMismatch,
                Cause::AllowOriginInvalid,
                Cause::AllowOriginMultiple,
            ]);
        if origin == "null" && denied.is_some() {
            said.sent_origin = Some(origin);
        } else {
            said.page_origin = Some(origin);
        }
        said
    } else if line.contains("Cannot use wildcard in Access-Control-Allow-Origin") {
        let mut said = Said::of(Cause::WildcardWithCredentials, at_or_unknown(at))
            .seeing(ALLOW_ORIGIN, Some("*"));
        said.credentials = true;
        said
    } else if line.contains("Access-Control-Allow-Origin cannot contain more than one origin") {
        Said::of(Cause::AllowOriginMultiple, at_or_unknown(at)).seeing(ALLOW_ORIGIN, None)
    } else if line.contains("Access-Control-Allow-Credentials is not") {
        let mut said = Said::of(Cause::CredentialsNotTrue, at_or_unknown(at))
            .seeing("access-control-allow-credentials", None);
        said.credentials = true;
        said
    } else if line.contains("Preflight response is not successful") {
        let cause = match status {
            Some(300..=399) => Cause::PreflightRedirect,
            Some(_) | None => Cause::PreflightStatus,
        };
        Said::of(cause, At::Preflight)
    } else if let Some(value) = after(
        line,
        "Header Access-Control-Allow-Methods has an invalid value: ",
    ) {
        Said::of(Cause::MethodsUnparsable, At::Preflight)
            .seeing("access-control-allow-methods", Some(value.trim()))
    } else if let Some(value) = after(
        line,
        "Header Access-Control-Allow-Headers has an invalid value: ",
    ) {
        Said::of(Cause::HeadersUnparsable, At::Preflight)
            .seeing("access-control-allow-headers", Some(value.trim()))
    } else if let Some(method) = between(
        line,
        "Method ",
        " is not allowed by Access-Control-Allow-Methods",
    ) {
        let mut said = Said::of(Cause::MethodNotAllowed, At::Preflight)
            .seeing("access-control-allow-methods", None);
        said.method = Some(method.to_owned()).filter(|method| is_word(method));
        said
    } else if let Some(name) = between(
        line,
        "equest header field ",
        " is not allowed by Access-Control-Allow-Headers",
    ) {
        let mut said = Said::of(Cause::HeaderNotAllowed, At::Preflight)
            .seeing("access-control-allow-headers", None);
        said.request_headers = super::chromium::names(name);
        said
    } else if denied.is_some() && line.contains("has credentials") {
        Said::of(Cause::RedirectWithCredentials, At::Redirect)
    } else if line.contains("non CORS scheme") || line.contains("FTP URLs are disabled") {
        Said::of(Cause::SchemeNotSupported, At::Redirect).or(&[Cause::RedirectNotAllowed])
    } else if line.contains("Not allowed to follow a redirection while loading ") {
        let mut said = Said::of(Cause::RedirectNotAllowed, At::Redirect);
        said.url = after(line, "while loading ").map(|rest| url_at(rest).to_owned());
        said
    } else if has_any(
        line,
        &[
            "Connection terminated unexpectedly",
            "Could not connect to the server",
            ": Connection refused",
        ],
    ) {
        Said::of(Cause::Network, At::None)
    } else if has_any(
        line,
        &[
            "server with the specified hostname could not be found",
            "Error resolving",
        ],
    ) {
        Said::of(Cause::Dns, At::None)
    } else if has_any(
        line,
        &[
            "SSL error has occurred",
            "certificate for this server is invalid",
            "Unacceptable TLS certificate",
        ],
    ) {
        Said::of(Cause::Tls, At::None)
    } else if line.contains("Cancelled load to ") && line.contains("Cross-Origin-Resource-Policy") {
        let mut said = Said::of(Cause::Corp, At::None).seeing("cross-origin-resource-policy", None);
        said.url = after(line, "Cancelled load to ").map(|rest| url_at(rest).to_owned());
        said
    } else if line.contains("Cross origin requests are only supported for HTTP") {
        Said::of(Cause::SchemeNotSupported, At::None)
    } else {
        return None;
    };
    if let Some(rest) = denied {
        said.redirect_to = Some(url_at(rest).to_owned());
    }
    said.status = status;
    Some(said.by(engine(Profile::Webkit)))
}

/// These lines are the same for a preflight and for the request itself.
fn at_or_unknown(at: At) -> At {
    match at {
        At::Actual => At::Unknown,
        at @ (At::Preflight | At::Redirect | At::None | At::Unknown) => at,
    }
}
