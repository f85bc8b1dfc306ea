//! Lines of a browser's console, of libraries and of servers: who wrote them, and what they say.
//!
//! Lines of today's engines are in the table of `cors-fetch`. Here are the forms that other versions, other
//! languages and other loaders give them, so the fixed parts are searched for instead of comparing whole lines.

mod chromium;
mod firefox;
mod issue;
mod library;
mod network;
mod policy;
mod webkit;

use cors_fetch::{Profile, read_console_line};

use crate::key::{At, Cause};
use crate::said::{Engine, Said, Weight};
use crate::secret::{clean_line, clean_url};
use crate::text::{has_any, plain, shortened};

pub(crate) use chromium::is_origin_like;
pub(crate) use issue::read as read_issue;
pub(crate) use network::of_net_error;

/// How many statements are kept.
const LIMIT: usize = 400;

/// Lines with their numbers, from 1.
pub(crate) type Lines<'a> = [(usize, &'a str)];

/// Everything that these lines say, in their order.
pub(crate) fn read(lines: &Lines<'_>) -> Vec<Said> {
    let plain_lines: Vec<(usize, String)> = lines
        .iter()
        .map(|(number, line)| (*number, plain(line)))
        .collect();
    let lines_plain: Vec<(usize, &str)> = plain_lines
        .iter()
        .map(|(number, line)| (*number, line.as_str()))
        .collect();
    let mut said = chromium::read(&lines_plain);
    said.extend(firefox::read(lines));
    said.extend(webkit::read(&lines_plain));
    said.extend(policy::read(&lines_plain));
    said.extend(network::read(&lines_plain));
    said.extend(library::read(&lines_plain));
    said.extend(issue::codes(&lines_plain));
    if said.is_empty() {
        said.extend(lines.iter().filter_map(|(number, line)| {
            let mut said = of_table(line)?;
            said.line = *number;
            Some(said)
        }));
    }
    said.truncate(LIMIT);
    for said in &mut said {
        let words = lines
            .iter()
            .find(|(number, _)| *number == said.line)
            .map_or("", |(_, line)| line.trim());
        said.words = shortened(&clean_line(&shortened(words, 400)), 240);
        for url in [
            &mut said.url,
            &mut said.redirected_from,
            &mut said.redirect_to,
        ]
        .into_iter()
        .flatten()
        {
            *url = clean_url(url);
        }
    }
    said.sort_by_key(|said| said.line);
    said
}

/// Whether a line is one of a console, so that no other reader takes it.
pub(crate) fn is_line(line: &str) -> bool {
    const MARKS: [&str; 31] = [
        "blocked by CORS",
        "Cross-Origin Resource Sharing policy",
        "has been blocked by CORS",
        "Access to fetch at",
        "Access to XMLHttpRequest at",
        "cannot load http",
        "cannot load file",
        "Failed to load http",
        "Failed to load resource",
        "net::ERR_",
        "Same Origin",
        "Cross-Origin Request",
        "Mixed Content:",
        "mixed active content",
        "Content Security Policy",
        "is not allowed by Access-Control-Allow",
        "Preflight response is not successful",
        "access control check",
        "Failed to fetch",
        "NetworkError when attempting",
        "Load failed",
        "Network Error",
        "Uncaught ",
        "Unhandled",
        "Refused to",
        "Tainted canvases",
        "WebSocket connection to",
        "Access-Control-Allow-Origin cannot contain",
        "therefore not allowed access",
        "allow-origin' header is present",
        "SEC71",
    ];
    has_any(line, &MARKS) || firefox::is_line(line)
}

/// A line of the table that the browser's half is tested with.
fn of_table(line: &str) -> Option<Said> {
    let reading = read_console_line(line)?;
    let mut said = Said::of(
        Cause::from_code(reading.line.code),
        reading.line.stage.map_or(At::Unknown, At::from),
    )
    .by(Some(reading.line.browser));
    let get = |name| reading.get(name).map(str::to_owned);
    said.url = get("url");
    said.page_origin = get("page").or_else(|| get("origin"));
    said.redirected_from = get("from");
    said.redirect_to = get("location");
    said.method = get("method");
    said.seen = get("actual");
    said.status = get("status").and_then(|status| status.parse().ok());
    said.request_headers = get("name")
        .into_iter()
        .map(|name| name.to_ascii_lowercase())
        .collect();
    if said.cause == Cause::Network {
        said.at = At::None;
        said.weight = Weight::Reason;
        said = said.or(NO_RESPONSE);
    }
    Some(said)
}

/// What it can be if there is no response and nothing says why.
pub(crate) const NO_RESPONSE: &[Cause] = &[
    Cause::Network,
    Cause::Dns,
    Cause::Tls,
    Cause::BlockedByClient,
    Cause::MixedContent,
    Cause::RedirectWithCredentials,
    Cause::RedirectNotAllowed,
];

/// What it can be if JavaScript got an error and nothing says why.
pub(crate) const ANYTHING: &[Cause] = &[
    Cause::AllowOriginMissing,
    Cause::Network,
    Cause::Dns,
    Cause::Tls,
    Cause::BlockedByClient,
    Cause::MixedContent,
    Cause::PreflightStatus,
    Cause::Csp,
];

/// What a CORS line can mean whose reason is missing.
pub(crate) const ANY_REASON: &[Cause] = &[
    Cause::AllowOriginMissing,
    Cause::AllowOriginMismatch,
    Cause::AllowOriginMultiple,
    Cause::WildcardWithCredentials,
    Cause::CredentialsNotTrue,
    Cause::PreflightStatus,
    Cause::PreflightRedirect,
    Cause::MethodNotAllowed,
    Cause::HeaderNotAllowed,
];

/// An engine that is known.
#[expect(
    clippy::unnecessary_wraps,
    reason = "it makes the type of the field from an engine"
)]
const fn engine(profile: Profile) -> Engine {
    Some(profile)
}
