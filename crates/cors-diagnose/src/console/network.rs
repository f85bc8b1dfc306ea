//! Lines about a connection or a status: `GET https://… net::ERR_FAILED 200 (OK)`.

use cors_fetch::Profile;

use super::{ANY_REASON, ANYTHING, Lines, engine};
use crate::key::{At, Cause};
use crate::said::{Said, Weight};
use crate::text::{after, first_url, has_any, is_method, status_at, url_at};

pub(super) fn read(lines: &Lines<'_>) -> Vec<Said> {
    let mut said = Vec::new();
    let has_html = lines.iter().any(|(_, line)| {
        line.contains("is not valid JSON")
            || line.contains("Unexpected token")
            || line.contains("JSON.parse: unexpected")
    });
    for (number, line) in lines {
        let Some(mut found) = request_line(line).or_else(|| resource_line(line)) else {
            continue;
        };
        found.line = *number;
        if has_html && found.weight == Weight::Readable {
            found.facts.push(
                "The body isn't JSON: it begins like HTML, `<!DOCTYPE`, as error pages do."
                    .to_owned(),
            );
            found.cause = Cause::HttpError;
            found.at = At::None;
        }
        said.push(found);
    }
    if said.is_empty()
        && let Some((number, _)) = lines
            .iter()
            .find(|(_, line)| line.contains("Unexpected token '<'"))
    {
        let mut found = Said::of(Cause::HttpError, At::None)
            .weighing(Weight::Readable)
            .fact("The body isn't JSON: it begins like HTML, `<!DOCTYPE`, as error pages and sign-in pages do.");
        found.line = *number;
        said.push(found);
    }
    said
}

/// `METHOD URL` with what came of it.
fn request_line(line: &str) -> Option<Said> {
    let mut words = line.split_whitespace().peekable();
    let (method, url) = loop {
        let word = words.next()?;
        if is_method(word)
            && let Some(url) = words
                .peek()
                .filter(|url| url.contains("://") || url.starts_with("data:"))
        {
            break (word, *url);
        }
    };
    let at = line.find(url)?;
    let rest = line.get(at + url.len()..)?.trim();
    let mut said = outcome(rest)?;
    said.url = Some(url.to_owned());
    said.method = Some(method.to_owned());
    Some(said)
}

/// `Failed to load resource: …`, where the address is before it or missing.
fn resource_line(line: &str) -> Option<Said> {
    let rest = after(line, "Failed to load resource: ")?;
    let mut said = match after(rest, "responded with a status of ") {
        Some(status) => outcome(status)?,
        None if rest.contains("net::ERR_") => outcome(rest)?,
        None => return None,
    };
    said.url = first_url(line).map(|url| {
        // The console adds the line of the place.
        let (start, place) = url.rsplit_once(':').unwrap_or((url, ""));
        if !place.is_empty()
            && start.contains("://")
            && start.matches('/').count() > 2
            && place.bytes().all(|byte| byte.is_ascii_digit())
        {
            start.to_owned()
        } else {
            url.to_owned()
        }
    });
    Some(said)
}

/// `net::ERR_FAILED 200 (OK)` or `401 (Unauthorized)`.
fn outcome(text: &str) -> Option<Said> {
    let chromium = engine(Profile::Chromium);
    if let Some(start) = text.find("net::ERR_") {
        let rest = text.get(start..)?;
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '_' | '.'))
            .unwrap_or(rest.len());
        let name = rest.get(..end)?.trim_end_matches(['.', ':']);
        let mut said = of_net_error(name);
        said.status = rest.get(end..).map(str::trim_start).and_then(status_at);
        return Some(said.by(chromium));
    }
    let status = status_at(text).filter(|status| *status >= 400)?;
    text.get(3..)
        .map(str::trim_start)
        .filter(|rest| rest.starts_with('('))?;
    let mut said = of_status(status);
    said.status = Some(status);
    Some(said.by(chromium))
}

/// A readable response with an error status.
pub(super) fn of_status(status: u16) -> Said {
    let mut said = if status == 401 {
        Said::of(Cause::CookiesNotSent, At::Actual).or(&[Cause::HttpError])
    } else {
        Said::of(Cause::HttpError, At::None)
    };
    said.weight = Weight::Readable;
    said.status = Some(status);
    said
}

/// The cause that an error of Chromium's network stack names.
pub(crate) fn of_net_error(name: &str) -> Said {
    let short = name.trim_start_matches("net::ERR_");
    let said = if short == "FAILED" {
        return Said::of(Cause::CannotTell, At::Unknown)
            .or(ANY_REASON)
            .weighing(Weight::Consequence);
    } else if short.starts_with("BLOCKED_BY_RESPONSE") {
        let mut said = Said::of(Cause::Corp, At::None);
        said.header = Some("cross-origin-resource-policy");
        if short.contains("Coep") || short.contains("COEP") {
            said.facts.push("The page has `Cross-Origin-Embedder-Policy`, and the file doesn't say who can embed it.".to_owned());
        }
        said
    } else if short.starts_with("BLOCKED_BY_ORB") {
        Said::of(Cause::Orb, At::None)
    } else if short.starts_with("BLOCKED_BY_CLIENT")
        || short.starts_with("BLOCKED_BY_ADMINISTRATOR")
    {
        Said::of(Cause::BlockedByClient, At::None)
    } else if short.starts_with("BLOCKED_BY_CSP") {
        Said::of(Cause::Csp, At::None)
    } else if short.starts_with("BLOCKED_BY_PRIVATE_NETWORK")
        || short.starts_with("BLOCKED_BY_LOCAL_NETWORK")
    {
        Said::of(Cause::LocalNetwork, At::None)
    } else if has_any(
        short,
        &[
            "NAME_NOT_RESOLVED",
            "NAME_RESOLUTION_FAILED",
            "DNS_",
            "ICANN_NAME",
        ],
    ) {
        Said::of(Cause::Dns, At::None)
    } else if short.starts_with("CERT_")
        || short.starts_with("SSL_")
        || has_any(short, &["BAD_SSL", "ECH_", "CERTIFICATE"])
    {
        Said::of(Cause::Tls, At::None)
    } else if has_any(
        short,
        &[
            "UNSAFE_PORT",
            "UNKNOWN_URL_SCHEME",
            "DISALLOWED_URL_SCHEME",
            "INVALID_URL",
        ],
    ) {
        Said::of(Cause::InvalidRequest, At::None)
    } else if short.starts_with("TOO_MANY_REDIRECTS") {
        Said::of(Cause::RedirectNotAllowed, At::Redirect)
    } else if short.starts_with("ABORTED") {
        Said::of(Cause::CannotTell, At::Unknown)
            .or(ANYTHING)
            .weighing(Weight::Bare)
    } else {
        Said::of(Cause::Network, At::None)
    };
    let mut said = said;
    said.seen = Some(name.to_owned());
    said
}

/// The address at the beginning of a text, for lines of libraries.
pub(super) fn address(text: &str) -> Option<String> {
    first_url(text).map(|url| url_at(url).to_owned())
}
