//! HAR files: the requests of a browser with their responses. Bodies are skipped while reading.

use serde::Deserialize;

use crate::key::{Cause, Kind};
use crate::message::{Answered, Asked, Headers, Maker, Recorded};
use crate::said::Engine;

#[derive(Deserialize)]
struct File {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    #[serde(default)]
    creator: Creator,
    #[serde(default)]
    browser: Creator,
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Default, Deserialize)]
struct Creator {
    #[serde(default)]
    name: String,
}

/// One request.
#[derive(Deserialize)]
pub(crate) struct Entry {
    #[serde(default)]
    request: Sent,
    #[serde(default)]
    response: Received,
    #[serde(default, rename = "_resourceType")]
    resource: Option<String>,
}

#[derive(Default, Deserialize)]
struct Sent {
    #[serde(default)]
    method: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    headers: Vec<Field>,
}

#[derive(Default, Deserialize)]
struct Received {
    #[serde(default)]
    status: i64,
    #[serde(default)]
    headers: Vec<Field>,
    #[serde(default, rename = "_error")]
    error: Option<String>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: String,
}

/// What a HAR has.
pub(crate) struct Har {
    pub(crate) engine: Engine,
    pub(crate) recorded: Vec<Recorded>,
}

/// Whether a text is a HAR, if only the beginning of one.
pub(crate) fn is_har(text: &str) -> bool {
    let start: String = text
        .chars()
        .take(4000)
        .filter(|c| !c.is_whitespace())
        .collect();
    start.starts_with("{\"log\":{")
        && (start.contains("\"entries\"") || start.contains("\"creator\""))
}

/// The engine that wrote it.
pub(crate) fn engine(text: &str) -> Engine {
    let start: String = text.chars().take(4000).collect();
    named(crate::text::between(&start, "\"creator\"", "}").unwrap_or_default())
}

fn named(name: &str) -> Engine {
    if name.contains("Firefox") {
        Some(cors_fetch::Profile::Firefox)
    } else if name.contains("WebKit Web Inspector") || name.contains("Safari") {
        Some(cors_fetch::Profile::Webkit)
    } else if name.contains("WebInspector") || name.contains("Chrome") {
        Some(cors_fetch::Profile::Chromium)
    } else {
        None
    }
}

/// The requests that are about CORS. `None` if it can't be read.
pub(crate) fn read(text: &str, lines: usize) -> Option<Har> {
    let file: File = serde_json::from_str(text).ok()?;
    let engine = named(&file.log.creator.name).or_else(|| named(&file.log.browser.name));
    let entries = &file.log.entries;
    let mut used = vec![false; entries.len()];
    let mut recorded = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        if used.get(index).copied().unwrap_or(true) || !is_cors(entry) || is_preflight(entry) {
            continue;
        }
        if let Some(used) = used.get_mut(index) {
            *used = true;
        }
        // The preflight is next to it, before or after.
        let near = index.saturating_sub(40)..entries.len().min(index + 40);
        let preflight = near
            .filter(|other| !used.get(*other).copied().unwrap_or(true))
            .filter(|other| {
                entries.get(*other).is_some_and(|other| {
                    is_preflight(other)
                        && other.request.url == entry.request.url
                        && asks_for(other, &entry.request.method)
                })
            })
            .min_by_key(|other| other.abs_diff(index));
        if let Some(preflight) = preflight {
            if let Some(used) = used.get_mut(preflight) {
                *used = true;
            }
            recorded.extend(
                entries
                    .get(preflight)
                    .map(|entry| of_entry(entry, engine, lines)),
            );
        }
        let mut one = of_entry(entry, engine, lines);
        // The responses after redirects are entries of their own.
        let mut next = one.responses.last().and_then(Answered::location);
        for (other, target) in entries.iter().enumerate().skip(index + 1).take(40) {
            let Some(location) = &next else { break };
            let is_target = crate::secret::clean_url(&target.request.url) == *location
                || crate::secret::clean_location(&target.request.url) == *location
                || target.request.url.ends_with(location.as_str());
            if is_target && !is_preflight(target) {
                if let Some(used) = used.get_mut(other) {
                    *used = true;
                }
                let response = answered(target);
                next = response.location();
                one.responses.push(response);
            }
        }
        recorded.push(one);
    }
    for (index, entry) in entries.iter().enumerate() {
        if !used.get(index).copied().unwrap_or(true) && is_preflight(entry) {
            recorded.push(of_entry(entry, engine, lines));
        }
    }
    Some(Har { engine, recorded })
}

fn header<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value.as_str())
}

fn is_preflight(entry: &Entry) -> bool {
    entry.request.method == "OPTIONS"
        && header(&entry.request.headers, "Access-Control-Request-Method").is_some()
}

fn asks_for(preflight: &Entry, method: &str) -> bool {
    header(&preflight.request.headers, "Access-Control-Request-Method")
        .is_some_and(|asked| asked == method)
}

/// Whether it is a request of code to another origin.
fn is_cors(entry: &Entry) -> bool {
    if is_preflight(entry) {
        return true;
    }
    let headers = &entry.request.headers;
    let page = header(headers, "Referer").and_then(crate::secret::origin_of);
    let is_other = page.is_none() || page != crate::secret::origin_of(&entry.request.url);
    let mode = header(headers, "Sec-Fetch-Mode");
    let of_code = matches!(entry.resource.as_deref(), Some("fetch" | "xhr"));
    is_other
        && (header(headers, "Origin").is_some() || mode == Some("cors") || of_code)
        && mode != Some("navigate")
}

fn answered(entry: &Entry) -> Answered {
    let mut headers = Headers::default();
    for field in &entry.response.headers {
        headers.add(&field.name, &field.value);
    }
    Answered {
        status: u16::try_from(entry.response.status)
            .ok()
            .filter(|status| *status >= 100),
        headers,
        has_html: false,
        has_header_in_body: false,
    }
}

fn of_entry(entry: &Entry, engine: Engine, lines: usize) -> Recorded {
    let mut headers = Headers::default();
    for field in &entry.request.headers {
        headers.add(&field.name, &field.value);
    }
    let asked = Asked::new(
        Maker::Browser,
        Some(&entry.request.method),
        Some(&entry.request.url),
        headers,
    );
    let response = answered(entry);
    let error = entry
        .response
        .error
        .as_deref()
        .filter(|error| !error.is_empty());
    let no_response = match (response.status, error) {
        (None, Some(error)) if error.starts_with("net::") && error != "net::ERR_FAILED" => {
            let said = crate::console::of_net_error(error);
            Some((said.cause, error.to_owned()))
        }
        (None, _) => Some((Cause::CannotTell, String::new())),
        (Some(_), _) => None,
    };
    Recorded {
        kind: Kind::Har,
        asked: Some(asked),
        responses: response
            .status
            .is_some()
            .then_some(response)
            .into_iter()
            .collect(),
        no_response,
        engine,
        from: 1,
        to: lines,
    }
}
