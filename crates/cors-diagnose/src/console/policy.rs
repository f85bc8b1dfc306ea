//! Lines about other rules of the browser, which people take for CORS.

use cors_fetch::Profile;

use super::{Lines, engine};
use crate::key::{At, Cause};
use crate::said::{Said, Weight};
use crate::secret::origin_of;
use crate::text::{after, between, first_url, has_any, quoted, status_at, url_at};

pub(super) fn read(lines: &Lines<'_>) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for (number, line) in lines {
        if let Some(mut found) = message(line) {
            found.line = *number;
            match said.iter_mut().find(|said| is_same(said, &found)) {
                Some(known) => known.complete(&found),
                None => said.push(found),
            }
        }
    }
    said
}

/// Lines that belong together: several forbidden headers, and a policy that is named twice.
fn is_same(known: &Said, found: &Said) -> bool {
    known.cause == found.cause
        && (found.cause == Cause::InvalidRequest
            || found.cause == Cause::Csp && known.url == found.url)
}

fn message(line: &str) -> Option<Said> {
    let chromium = engine(Profile::Chromium);
    let firefox = engine(Profile::Firefox);
    if let Some(found) = mixed_content(line)
        .or_else(|| csp(line))
        .or_else(|| forbidden_header(line))
    {
        return Some(found);
    }
    if has_any(
        line,
        &[
            "Cross-Origin Read Blocking (CORB)",
            "Response was blocked by CORB",
        ],
    ) {
        let mut said = Said::of(Cause::Orb, At::None)
            .by(chromium)
            .weighing(Weight::Side)
            .about(first_url(line).map(str::to_owned));
        said.seen = after(line, "MIME type ").map(|rest| {
            rest.split([' ', ','])
                .next()
                .unwrap_or_default()
                .trim_end_matches('.')
                .to_owned()
        });
        return Some(said);
    }
    if has_any(
        line,
        &["OpaqueResponseBlocking", "Opaque Response Blocking"],
    ) {
        return Some(
            Said::of(Cause::Orb, At::None)
                .by(firefox)
                .weighing(Weight::Side)
                .about(first_url(line).map(str::to_owned)),
        );
    }
    if line.contains("Refused to get unsafe header") {
        let name = quoted(line).first().map(|name| name.to_ascii_lowercase());
        let mut said = Said::of(Cause::ExposeMissing, At::Actual)
            .seeing("access-control-expose-headers", None)
            .by(chromium);
        said.response_header = name;
        return Some(said);
    }
    if has_any(line, &["ainted canvas", "operation is insecure"]) {
        let engine = if line.contains("operation is insecure") {
            firefox
        } else {
            chromium
        };
        return Some(Said::of(Cause::TaintedCanvas, At::None).by(engine));
    }
    if has_any(line, &["canvas has been tainted", "anvas is tainted"]) {
        return Some(Said::of(Cause::TaintedCanvas, At::None).by(chromium));
    }
    if line.contains("WebSocket connection to '") {
        let mut said = Said::of(Cause::NotCorsWebsocket, At::None).by(chromium);
        said.url = between(line, "WebSocket connection to '", "'").map(str::to_owned);
        said.status = after(line, "Unexpected response code: ").and_then(status_at);
        return Some(said);
    }
    if line.contains("establish a connection to the server at ws") {
        let mut said = Said::of(Cause::NotCorsWebsocket, At::None).by(firefox);
        said.url = after(line, "to the server at ").map(|rest| url_at(rest).to_owned());
        return Some(said);
    }
    if has_any(
        line,
        &[
            "eligible for integrity checks",
            "integrity check, but isn't CORS",
        ],
    ) || line.contains("Subresource Integrity: The resource")
    {
        let engine = if line.contains("Subresource Integrity:") {
            chromium
        } else {
            firefox
        };
        return Some(
            Said::of(Cause::CrossoriginAttributeMissing, At::None)
                .by(engine)
                .about(first_url(line).map(str::to_owned)),
        );
    }
    if has_any(
        line,
        &[
            "Cross-Origin-Resource-Policy",
            "Cross-Origin-Embedder-Policy",
        ],
    ) && has_any(
        line,
        &[
            "blocked",
            "Blocked",
            "not allow",
            "Failed to load",
            "was not loaded",
        ],
    ) {
        return Some(
            Said::of(Cause::Corp, At::None)
                .seeing("cross-origin-resource-policy", None)
                .by(
                    if line.contains("Blocked loading") || line.contains("was not loaded") {
                        firefox
                    } else {
                        chromium
                    },
                )
                .about(first_url(line).map(str::to_owned)),
        );
    }
    if has_any(
        line,
        &["Request mode is \"same-origin\"", "mode is 'same-origin'"],
    ) {
        let mut said = Said::of(Cause::ModeSameOrigin, At::None).by(chromium);
        said.url = after(line, "cannot load ").map(|rest| url_at(rest).to_owned());
        return Some(said).filter(|said| said.url.is_none());
    }
    if line.contains("is an invalid request mode")
        || line.contains("cannot be executed with mode 'no-cors'")
    {
        return Some(Said::of(Cause::InvalidRequest, At::None));
    }
    if has_any(
        line,
        &[
            "Request cannot be constructed from a URL that includes credentials",
            "is an url with embedded credentials",
            "'TRACE' HTTP method is unsupported",
            "'CONNECT' HTTP method is unsupported",
            "'TRACK' HTTP method is unsupported",
            "Request with GET/HEAD method cannot have body",
            "is not a valid HTTP method",
            "is not a valid HTTP header field",
            "ERR_UNSAFE_PORT",
        ],
    ) {
        return Some(Said::of(Cause::InvalidRequest, At::None).by(chromium));
    }
    if line.contains("net::ERR_BLOCKED_BY_ORB") {
        return None;
    }
    None
}

/// A page on https that requests http.
fn mixed_content(line: &str) -> Option<Said> {
    if line.contains("Mixed Content: The page at") {
        let is_warning = !has_any(line, &["has been blocked", "was blocked"]);
        let mut said = Said::of(Cause::MixedContent, At::None).by(engine(Profile::Chromium));
        said.page_origin = between(line, "The page at '", "'").and_then(origin_of);
        said.url = between(line, "resource '", "'")
            .or_else(|| between(line, "endpoint '", "'"))
            .or_else(|| after(line, "insecure ").and_then(first_url))
            .map(str::to_owned);
        if is_warning {
            said.weight = Weight::Consequence;
        }
        return Some(said);
    }
    let is_firefox = has_any(
        line,
        &[
            "mixed active content",
            "mixed display content",
            "aktiven gemischten",
            "gemischter aktiver",
            "contenu mixte actif",
            "contenido mixto activo",
            "contenuto misto attivo",
            "conteúdo misto ativo",
            "混在アクティブコンテンツ",
            "混合活动内容",
            "смешанного активного",
        ],
    );
    if is_firefox {
        return Some(
            Said::of(Cause::MixedContent, At::None)
                .by(engine(Profile::Firefox))
                .about(first_url(line).map(str::to_owned)),
        );
    }
    if line.contains("was not allowed to run insecure content from")
        || line.contains("was not allowed to display insecure content from")
        || line.contains("requested insecure content from")
    {
        let mut said = Said::of(Cause::MixedContent, At::None).by(engine(Profile::Webkit));
        said.page_origin = after(line, "page at ").and_then(|rest| origin_of(url_at(rest)));
        said.url = after(line, "content from ").map(|rest| url_at(rest).to_owned());
        return Some(said);
    }
    None
}

/// The page's own Content-Security-Policy.
fn csp(line: &str) -> Option<Said> {
    if !has_any(
        line,
        &["Content Security Policy", "Content-Security-Policy"],
    ) {
        return None;
    }
    let is_blocked = has_any(
        line,
        &["violates", "Refused to", "blocked the loading", "blocked a"],
    ) || line.contains("blocked by the Content Security Policy");
    if !is_blocked {
        return None;
    }
    let firefox = line.contains("The page's settings") || line.contains("Content-Security-Policy:");
    let mut said = Said::of(Cause::Csp, At::None).by(engine(if firefox {
        Profile::Firefox
    } else {
        Profile::Chromium
    }));
    said.url = first_url(line.split("directive").next().unwrap_or(line)).map(str::to_owned);
    if said.url.is_none() {
        // Something else on the page.
        said.weight = Weight::Bare;
    }
    Some(said)
}

/// A header that the browser doesn't let JavaScript set.
fn forbidden_header(line: &str) -> Option<Said> {
    let (name, profile) = if line.contains("Refused to set unsafe header") {
        (
            quoted(line).first().map(|name| (*name).to_owned()),
            Profile::Chromium,
        )
    } else if let Some(rest) = after(line, "Attempt to set a forbidden header was denied: ") {
        (
            rest.split_whitespace().next().map(str::to_owned),
            Profile::Firefox,
        )
    } else {
        return None;
    };
    let name = name.filter(|name| cors_http::is_token(name.as_bytes()))?;
    Some(
        Said::of(Cause::InvalidRequest, At::None)
            .by(engine(profile))
            .fact(format!(
                "`{name}` can only be set by the browser. The request is sent without your value, so the line is harmless."
            )),
    )
}
