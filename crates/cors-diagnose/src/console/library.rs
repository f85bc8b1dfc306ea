//! What JavaScript and libraries say, which is often nothing, and logs of servers and tests.

use cors_fetch::Profile;

use super::network::{address, of_status};
use super::{ANYTHING, Lines};
use crate::key::{At, Cause, Root};
use crate::said::{Engine, Said, Weight};
use crate::text::{after, between, has_any, status_at};

/// Errors that carry no reason, and who has them.
const BARE: [(&str, Engine); 15] = [
    ("TypeError: Failed to fetch", Some(Profile::Chromium)),
    ("Failed to fetch", Some(Profile::Chromium)),
    (
        "NetworkError when attempting to fetch resource",
        Some(Profile::Firefox),
    ),
    ("TypeError: Load failed", Some(Profile::Webkit)),
    ("Load failed", Some(Profile::Webkit)),
    ("Network request failed", None),
    ("Network Error", None),
    ("ERR_NETWORK", None),
    ("Http failure response for", None),
    ("0 Unknown Error", None),
    ("error sending request", None),
    ("XMLHttpRequest error", None),
    ("ProgressEvent", None),
    ("A network error occurred", Some(Profile::Firefox)),
    ("CORS error", Some(Profile::Chromium)),
];

/// Errors of Node and other runtimes outside of browsers.
const SYSTEM: [(&str, Cause); 22] = [
    ("ECONNREFUSED", Cause::Network),
    ("ECONNRESET", Cause::Network),
    ("ETIMEDOUT", Cause::Network),
    ("EHOSTUNREACH", Cause::Network),
    ("ENETUNREACH", Cause::Network),
    ("EPIPE", Cause::Network),
    ("UND_ERR_CONNECT_TIMEOUT", Cause::Network),
    ("UND_ERR_SOCKET", Cause::Network),
    ("ConnectionRefused", Cause::Network),
    ("ENOTFOUND", Cause::Dns),
    ("EAI_AGAIN", Cause::Dns),
    ("CERT_HAS_EXPIRED", Cause::Tls),
    ("DEPTH_ZERO_SELF_SIGNED_CERT", Cause::Tls),
    ("SELF_SIGNED_CERT_IN_CHAIN", Cause::Tls),
    ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", Cause::Tls),
    ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", Cause::Tls),
    ("ERR_TLS_CERT_ALTNAME_INVALID", Cause::Tls),
    ("EPROTO", Cause::Tls),
    ("ERR_SSL_WRONG_VERSION_NUMBER", Cause::Tls),
    ("UNABLE_TO_GET_ISSUER_CERT", Cause::Tls),
    ("ERR_SSL_PACKET_LENGTH_TOO_LONG", Cause::Tls),
    ("CERT_NOT_YET_VALID", Cause::Tls),
];

pub(super) fn read(lines: &Lines<'_>) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    let in_node = lines.iter().any(|(_, line)| {
        has_any(
            line,
            &[
                "fetch failed",
                "node:internal",
                "undici",
                "node:net",
                "node:_tls",
            ],
        )
    });
    for (number, line) in lines {
        let found = system(line, in_node)
            .or_else(|| server_or_test(line))
            .or_else(|| old_edge(line))
            .or_else(|| status_of_library(line))
            .or_else(|| bare(line));
        if let Some(mut found) = found {
            found.line = *number;
            let known = said.iter_mut().find(|said| said.cause == found.cause);
            match known {
                Some(known) => known.complete(&found),
                None => said.push(found),
            }
        }
    }
    if said.is_empty()
        && let Some((number, _)) = lines.iter().find(|(_, line)| line.contains("fetch failed"))
    {
        let mut found =
            in_a_runtime(Said::of(Cause::Network, At::None)).or(&[Cause::Dns, Cause::Tls]);
        found.line = *number;
        said.push(found);
    }
    said
}

/// Node isn't a browser.
fn in_a_runtime(said: Said) -> Said {
    said.fact("This is Node, not a browser, so there is no CORS. The connection itself failed.")
}

fn system(line: &str, in_node: bool) -> Option<Said> {
    let (name, cause) = SYSTEM.iter().find(|(name, _)| {
        line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .any(|word| word == *name)
    })?;
    let mut said = Said::of(*cause, At::None);
    said.seen = Some((*name).to_owned());
    if in_node {
        said = in_a_runtime(said);
    }
    let target = after(line, name)
        .map(str::trim_start)
        .and_then(|rest| rest.split_whitespace().next())
        .filter(|target| target.contains([':', '.']) && target.len() > 4);
    if let Some(target) = target {
        let target = target.trim_matches(['\'', '"', ',', ';']);
        said.facts.push(if *cause == Cause::Dns {
            format!("The name `{target}` can't be resolved.")
        } else {
            format!("Nothing is listening on `{target}`, or it doesn't respond.")
        });
    }
    Some(said)
}

/// Logs of servers and test environments.
fn server_or_test(line: &str) -> Option<Said> {
    if let Some(origin) = between(line, "Cross origin ", " forbidden") {
        let mut said = Said::of(Cause::AllowOriginMissing, At::Actual)
            .seeing("access-control-allow-origin", None)
            .or(&[Cause::AllowOriginMismatch]);
        said.page_origin = Some(origin.trim_matches(['\'', '"']).to_owned());
        return Some(said.fact(
            "This is jsdom, in a test. Let the test respond to the request itself, or let the test server send the header.",
        ));
    }
    if line.contains("Cross-Origin null forbidden") || line.contains("Error: Cross origin") {
        return Some(
            Said::of(Cause::AllowOriginMissing, At::Actual)
                .seeing("access-control-allow-origin", None)
                .or(&[Cause::AllowOriginMismatch])
                .fact("This is jsdom, in a test. Let the test respond to the request itself, or let the test server send the header."),
        );
    }
    if has_any(
        line,
        &[
            "Not allowed by CORS",
            "not allowed by CORS",
            "Origin not allowed",
            "Invalid CORS request",
            "Disallowed CORS origin",
            "CORS policy execution failed",
            "CORS policy does not allow",
            "Reject: '",
            "blocked by CORS middleware",
            "Origin header is not allowed",
        ],
    ) {
        let mut said = Said::of(Cause::OriginRefusedByServer, At::None);
        said.roots = vec![Root::OriginNotAllowed];
        return Some(said);
    }
    None
}

/// The codes of the old Edge and of Internet Explorer.
fn old_edge(line: &str) -> Option<Said> {
    let line_lower = line.to_ascii_lowercase();
    let said = if line.contains("SEC7123") {
        let mut said = Said::of(Cause::HeaderNotAllowed, At::Preflight)
            .seeing("access-control-allow-headers", None);
        said.request_headers = between(&line_lower, "request header ", " was not present")
            .map(super::chromium::names)
            .unwrap_or_default();
        said
    } else if line.contains("SEC7124") {
        let mut said = Said::of(Cause::MethodNotAllowed, At::Preflight)
            .seeing("access-control-allow-methods", None);
        said.method = between(line, "method ", " was not present").map(str::to_ascii_uppercase);
        said
    } else if line.contains("SEC7120") {
        let mut said = if line_lower.contains("not found") && !line_lower.contains("header") {
            Said::of(Cause::AllowOriginMissing, At::Unknown)
        } else {
            Said::of(Cause::AllowOriginMissing, At::Unknown).or(&[Cause::AllowOriginMismatch])
        };
        said.header = Some("access-control-allow-origin");
        said.page_origin = after(line, "Origin ")
            .or_else(|| after(line, "origin '"))
            .and_then(address)
            .map(|origin| origin.trim_end_matches('/').to_owned());
        said
    } else if line.contains("SEC7122") {
        let mut said = Said::of(Cause::CredentialsNotTrue, At::Unknown)
            .seeing("access-control-allow-credentials", None);
        said.credentials = true;
        said
    } else if has_any(line, &["SEC7118", "SEC7119"]) {
        return None;
    } else if has_any(line, &["SEC7121", "SEC7127"]) {
        Said::of(Cause::PreflightRedirect, At::Preflight)
    } else if line.contains("SEC7128") {
        Said::of(Cause::AllowOriginMultiple, At::Unknown)
            .seeing("access-control-allow-origin", None)
    } else if line.contains("SCRIPT7002") {
        return Some(
            Said::of(Cause::CannotTell, At::Unknown)
                .or(ANYTHING)
                .weighing(Weight::Bare),
        );
    } else {
        return None;
    };
    Some(said)
}

/// A library that has read a status: CORS has passed.
fn status_of_library(line: &str) -> Option<Said> {
    let status = after(line, "Request failed with status code ")
        .or_else(|| after(line, "status code of "))
        .or_else(|| after(line, "HTTPError: Request failed with status "))
        .or_else(|| after(line, "HTTP error! status: "))
        .or_else(|| after(line, "HTTP error! Status: "))
        .or_else(|| {
            let rest = after(line, "Http failure response for ")?;
            let rest = after(rest, ": ")?;
            Some(rest)
        })
        .and_then(status_at)?;
    let mut said = of_status(status);
    said.cause = Cause::HttpError;
    said.others = Vec::new();
    said.at = At::None;
    said.url = after(line, "Http failure response for ").and_then(address);
    Some(said)
}

fn bare(line: &str) -> Option<Said> {
    let (text, engine) = BARE.iter().find(|(text, _)| line.contains(text))?;
    if line.contains("Content Security Policy") {
        return None;
    }
    let mut said = Said::of(Cause::CannotTell, At::Unknown)
        .or(ANYTHING)
        .by(*engine)
        .weighing(Weight::Bare);
    said.facts.push(format!(
        "`{}` alone doesn't say why: JavaScript never learns it. There is no response that JavaScript can read, because of CORS or because there is no connection.",
        text.trim_start_matches("TypeError: ")
    ));
    said.url = address(after(line, "Http failure response for ").unwrap_or_default());
    if let Some(url) = line
        .contains("ProgressEvent")
        .then(|| address(line))
        .flatten()
    {
        said.url = Some(url);
    }
    Some(said)
}
