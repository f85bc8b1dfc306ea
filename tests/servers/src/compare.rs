//! An answer as predicted beside the answer as received.

use std::collections::{BTreeMap, BTreeSet};

use cors_core::server::Reply;
use cors_http::{HeaderValue, HttpResponse, Status};

use crate::wire::RawAnswer;

/// What did not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// The status, a header, or a promise.
    pub(crate) about: String,
    pub(crate) expected: String,
    pub(crate) seen: String,
}

/// How many things were compared, and those that differ.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    pub(crate) count: usize,
    pub(crate) mismatches: Vec<Mismatch>,
}

impl Compared {
    pub(crate) fn check(
        &mut self,
        about: &str,
        expected: impl Into<String>,
        seen: impl Into<String>,
    ) {
        let (expected, seen) = (expected.into(), seen.into());
        self.count += 1;
        if expected != seen {
            self.mismatches.push(Mismatch {
                about: about.to_owned(),
                expected,
                seen,
            });
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.mismatches.extend(other.mismatches);
    }
}

/// How a server orders the items of its lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// As they stand in the policy.
    AsWritten,
    /// By chance, such as that of a hash set.
    Random,
}

/// What has to be known of a request to compare its answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// Whether the application's handler says that it ran.
    pub(crate) handler_tells: bool,
    pub(crate) order: Order,
}

/// Status, every CORS header with all its lines, and `Vary` as a set.
pub(crate) fn reply(expected: &Reply, seen: Option<&RawAnswer>, asked: Asked) -> Compared {
    let mut compared = Compared::default();
    match (&expected.answer, seen) {
        (Err(_), None) => compared.check("connection", "closed", "closed"),
        (Err(_), Some(answer)) => compared.check("connection", "closed", answer.status.to_string()),
        (Ok(response), None) => {
            compared.check("status", response.status.to_string(), "connection closed");
        }
        (Ok(response), Some(answer)) => {
            compared.check(
                "status",
                response.status.to_string(),
                answer.status.to_string(),
            );
            headers(&mut compared, response, answer, asked);
            if asked.handler_tells {
                let reached = answer.values("X-Reached-App").next().is_some();
                compared.check(
                    "reached the application",
                    yes_or_no(expected.reached_app),
                    yes_or_no(reached),
                );
            }
        }
    }
    compared
}

/// The headers whose values are lists, of which some servers keep no order.
const LISTS: [&str; 3] = [
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
];

fn headers(compared: &mut Compared, expected: &HttpResponse, seen: &RawAnswer, asked: Asked) {
    let mut names: BTreeSet<String> = cors_core::server::CORS_RESPONSE_HEADERS
        .iter()
        .map(|name| name.to_lowercase())
        .collect();
    names.extend(
        seen.headers
            .iter()
            .map(|(name, _)| name.to_lowercase())
            .filter(|name| is_cors(name)),
    );
    for name in &names {
        let orderless = asked.order == Order::Random && LISTS.contains(&name.as_str());
        let line = |value: &str| {
            if orderless {
                format!("{:?}", sorted(value))
            } else {
                format!("{value:?}")
            }
        };
        let wanted: Vec<String> = expected
            .headers
            .values(name)
            .map(|value| line(&value.to_latin1()))
            .collect();
        let found: Vec<String> = seen.values(name).map(line).collect();
        compared.check(name, lines(&wanted), lines(&found));
    }
    let wanted = expected.headers.values("Vary").map(HeaderValue::to_latin1);
    compared.check(
        "vary",
        set(wanted),
        set(seen.values("Vary").map(str::to_owned)),
    );
    if expected.status == Status::NO_CONTENT {
        let wanted: Vec<String> = expected
            .headers
            .values("Content-Length")
            .map(HeaderValue::to_latin1)
            .collect();
        let found: Vec<String> = seen.values("Content-Length").map(str::to_owned).collect();
        compared.check("content-length", lines(&wanted), lines(&found));
    }
}

/// The items of a list with what stands between them, so that nothing but the order is left out.
fn sorted(value: &str) -> Vec<&str> {
    let mut items: Vec<&str> = value.split(',').map(str::trim).collect();
    items.sort_unstable();
    items.push(if value.contains(", ") { ", " } else { "," });
    items
}

pub(crate) fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

pub(crate) fn is_cors(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("access-control-")
}

fn lines(lines: &[String]) -> String {
    if lines.is_empty() {
        "not sent".to_owned()
    } else {
        lines.join(" and ")
    }
}

/// The names of `Vary`, whatever their order, case and number of lines.
pub(crate) fn names_of_vary(values: impl Iterator<Item = String>) -> BTreeSet<String> {
    values
        .flat_map(|value| {
            value
                .split(',')
                .map(|name| name.trim().to_ascii_lowercase())
                .collect::<Vec<_>>()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

fn set(values: impl Iterator<Item = String>) -> String {
    let names = names_of_vary(values);
    if names.is_empty() {
        "not sent".to_owned()
    } else {
        names.into_iter().collect::<Vec<_>>().join(", ")
    }
}

/// Everything that a snippet must not touch, as text that can be compared. The port, which the server
/// puts into absolute addresses, is left out.
pub(crate) fn untouched(answer: Option<&RawAnswer>, port: u16) -> String {
    const TOUCHED: [&str; 4] = ["date", "vary", "connection", "keep-alive"];
    let Some(answer) = answer else {
        return "connection closed".to_owned();
    };
    let mut headers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, value) in &answer.headers {
        let name = name.to_ascii_lowercase();
        if !is_cors(&name) && !TOUCHED.contains(&name.as_str()) {
            headers.entry(name).or_default().push(value);
        }
    }
    format!(
        "{} {headers:?} {:?}",
        answer.status,
        String::from_utf8_lossy(&answer.body)
    )
    .replace(&format!(":{port}"), ":PORT")
}

/// The CORS headers of an answer, as text that can be compared.
pub(crate) fn cors_lines(answer: &RawAnswer) -> String {
    let mut lines: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| is_cors(name))
        .map(|(name, value)| format!("{}: {value}", name.to_ascii_lowercase()))
        .collect();
    lines.sort();
    lines.join("; ")
}
