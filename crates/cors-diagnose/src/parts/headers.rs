//! Blocks of headers: of command-line clients, of the panels of developer tools, and tables.

use crate::message::{Answered, Headers};
use crate::text::status_at;

/// A request line with its headers.
pub(super) struct RequestHead {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: Headers,
}

/// What the "Headers" tab of developer tools shows.
pub(super) struct Tab {
    pub(super) method: Option<String>,
    pub(super) url: Option<String>,
    pub(super) request: Headers,
    pub(super) response: Answered,
    pub(super) has_response: bool,
}

/// The line without the marks that clients print before it.
fn bare(line: &str) -> &str {
    let line = line.trim_end();
    line.strip_prefix("< ")
        .or_else(|| line.strip_prefix("> "))
        .or_else(|| (line == "<" || line == ">").then_some(""))
        .unwrap_or(line)
        .trim_start()
}

/// The status, if this is a status line.
pub(super) fn status_line(line: &str) -> Option<u16> {
    let line = bare(line);
    let rest = line.strip_prefix("HTTP/")?;
    let (version, rest) = rest.split_once(' ')?;
    (version.len() <= 3)
        .then(|| status_at(rest.trim_start()))
        .flatten()
}

/// Method and target, if this is a request line.
fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = bare(line).split_whitespace();
    let method = words.next()?;
    let target = words.next()?;
    let version = words.next()?;
    (crate::text::is_method(method) && version.starts_with("HTTP/")).then_some((method, target))
}

/// A header, if this is a line with one.
fn field(line: &str) -> Option<(&str, &str)> {
    let line = bare(line);
    let (name, value) = match line.strip_prefix(':') {
        Some(rest) => {
            let (name, value) = rest.split_once(':')?;
            (line.get(..=name.len())?, value)
        }
        None => line.split_once(':')?,
    };
    let is_name = cors_http::is_token(name.trim_start_matches(':').as_bytes()) && name.len() < 70;
    // An address isn't a header.
    let is_value = value.is_empty() || value.starts_with([' ', '\t']) || !value.starts_with("//");
    (is_name && is_value).then(|| (name, value.trim()))
}

/// A response with its status line, its headers and its body, and how many lines it has.
pub(super) fn response(
    lines: &[&str],
    ends_body: &dyn Fn(&str) -> bool,
) -> Option<(Answered, usize)> {
    let mut answered = Answered {
        status: Some(status_line(lines.first()?)?),
        ..Answered::default()
    };
    let mut count = 1;
    while let Some(line) = lines.get(count) {
        // curl writes its own lines between.
        if line.starts_with("* ") || line.starts_with("{ [") || line.starts_with("} [") {
            count += 1;
            continue;
        }
        let Some((name, value)) = field(line) else {
            break;
        };
        if status_line(line).is_some() {
            break;
        }
        answered.headers.add(name, value);
        count += 1;
    }
    count += body(
        lines.get(count..).unwrap_or_default(),
        &mut answered,
        ends_body,
    );
    Some((answered, count))
}

/// Skips a body. Its text is dropped; only what kind of text it is matters.
pub(super) fn body(
    lines: &[&str],
    answered: &mut Answered,
    ends_body: &dyn Fn(&str) -> bool,
) -> usize {
    let mut count = 0;
    for line in lines {
        if ends_body(line) {
            break;
        }
        let lower = line.to_ascii_lowercase();
        answered.has_html |= lower.contains("<!doctype html") || lower.contains("<html");
        answered.has_header_in_body |= lower.contains("access-control-allow-origin");
        count += 1;
    }
    count
}

/// A request line with its headers, and how many lines it has.
pub(super) fn request(lines: &[&str]) -> Option<(RequestHead, usize)> {
    let (method, target) = request_line(lines.first()?)?;
    let mut headers = Headers::default();
    let mut count = 1;
    while let Some((name, value)) = lines.get(count).and_then(|line| field(line)) {
        headers.add(name, value);
        count += 1;
    }
    let head = RequestHead {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
    };
    Some((head, count))
}

/// Headers without a first line, and how many lines they have.
pub(super) fn block(lines: &[&str]) -> Option<(Headers, usize)> {
    let mut headers = Headers::default();
    let mut count = 0;
    while let Some((name, value)) = lines.get(count).and_then(|line| {
        let (name, value) = field(line)?;
        (is_known(name) || count > 0).then_some((name, value))
    }) {
        headers.add(name, value);
        count += 1;
    }
    let has_cors = headers
        .names
        .iter()
        .any(|name| name.to_ascii_lowercase().starts_with("access-control-"));
    (count >= 2 || has_cors).then_some((headers, count))
}

/// Whether a name is that of a header that people paste.
fn is_known(name: &str) -> bool {
    const KNOWN: [&str; 40] = [
        "accept",
        "accept-encoding",
        "accept-language",
        "age",
        "allow",
        "alt-svc",
        "authorization",
        "cache-control",
        "cf-ray",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "cross-origin-resource-policy",
        "date",
        "etag",
        "expires",
        "host",
        "keep-alive",
        "last-modified",
        "location",
        "origin",
        "pragma",
        "referer",
        "referrer-policy",
        "sec-fetch-dest",
        "sec-fetch-mode",
        "sec-fetch-site",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate",
        "x-cache",
        "x-content-type-options",
        "x-powered-by",
    ];
    let name = name.to_ascii_lowercase();
    name.starts_with("access-control-") || KNOWN.contains(&name.as_str()) || name.starts_with(':')
}

/// Whether headers are those of a request.
pub(super) fn are_of_request(headers: &Headers) -> bool {
    [
        "origin",
        "host",
        "user-agent",
        "sec-fetch-mode",
        "access-control-request-method",
        "referer",
        ":authority",
        "cookie",
    ]
    .iter()
    .any(|name| headers.has(name))
        && !headers.has("access-control-allow-origin")
}

/// A table of names and values, and how many lines it has.
pub(super) fn table(lines: &[&str]) -> Option<(Headers, usize)> {
    let first: Vec<&str> = lines.first()?.split_whitespace().collect();
    let is_head = matches!(
        first.as_slice(),
        ["Key" | "Name" | "Header", "Value"] | ["KEY" | "NAME" | "HEADER", "VALUE"]
    );
    let is_tabs =
        lines.first()?.contains('\t') && lines.first()?.split('\t').next().is_some_and(is_known);
    if !is_head && !is_tabs {
        return None;
    }
    let mut headers = Headers::default();
    let mut count = usize::from(is_head);
    while let Some(line) = lines.get(count) {
        let trimmed = line.trim();
        if trimmed.starts_with("---") {
            count += 1;
            continue;
        }
        let Some((name, value)) = trimmed.split_once('\t').or_else(|| trimmed.split_once(' '))
        else {
            break;
        };
        if !cors_http::is_token(name.as_bytes()) || value.trim().is_empty() {
            break;
        }
        let value = value.trim();
        // PowerShell writes the lines of a header as a list.
        let value = value
            .strip_prefix('{')
            .and_then(|value| value.strip_suffix('}'))
            .unwrap_or(value);
        headers.add(name, value);
        count += 1;
    }
    (count > 1).then_some((headers, count))
}

/// A section of the "Headers" tab.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    General,
    Request,
    Response,
}

/// The "Headers" tab of developer tools, and how many lines it has.
pub(super) fn tab(lines: &[&str]) -> Option<(Tab, usize)> {
    let mut tab = Tab {
        method: None,
        url: None,
        request: Headers::default(),
        response: Answered::default(),
        has_response: false,
    };
    let first = lines.first()?.trim();
    let starts = ["General", "Summary", "Request URL", "Request URL:"].contains(&first)
        || first.starts_with("Request URL: ")
        || first.starts_with("URL: http");
    if !starts {
        return None;
    }
    let mut section = Section::General;
    let mut count = 0;
    while let Some(line) = lines.get(count) {
        let trimmed = line.trim();
        let lower = trimmed.to_ascii_lowercase();
        let title = lower.split(['(', ':']).next().unwrap_or_default().trim();
        let is_title = !trimmed.contains(": ");
        if is_title && (title == "response headers" || title == "response") {
            section = Section::Response;
            tab.has_response = true;
            count += 1;
            continue;
        }
        if is_title && (title == "request headers" || title == "request") {
            section = Section::Request;
            count += 1;
            continue;
        }
        if [
            "general",
            "summary",
            "raw",
            "view source",
            "view parsed",
            "provisional headers are shown",
            "learn more",
        ]
        .contains(&title)
            && is_title
        {
            count += 1;
            continue;
        }
        if trimmed.is_empty() {
            count += 1;
            continue;
        }
        let (name, value) = if let Some((name, value)) = field(trimmed)
            .filter(|(_, value)| !value.is_empty())
            .or_else(|| general(trimmed))
        {
            (name.to_owned(), value.to_owned())
        } else {
            // Name and value on two lines.
            let name = trimmed.trim_end_matches(':');
            let Some(value) = lines.get(count + 1).map(|value| value.trim()) else {
                break;
            };
            if section != Section::General
                && !cors_http::is_token(name.trim_start_matches(':').as_bytes())
            {
                break;
            }
            count += 1;
            (name.to_owned(), value.to_owned())
        };
        match section {
            Section::General => match name.to_ascii_lowercase().as_str() {
                "request url" | "url" | "address" => tab.url = Some(value),
                "request method" | "method" => tab.method = Some(value),
                "status code" | "status" => {
                    let digits = value.trim_start_matches(|c: char| !c.is_ascii_digit());
                    tab.response.status = status_at(digits);
                }
                "remote address" | "referrer policy" | "source" | "initiator" | "version"
                | "scheme" | "host" | "filename" | "protocol" | "transferred" => {}
                _ => break,
            },
            Section::Request => tab.request.add(&name, &value),
            Section::Response => tab.response.headers.add(&name, &value),
        }
        count += 1;
    }
    (tab.url.is_some() && count > 1).then_some((tab, count))
}

/// A line of the first section, whose names have spaces.
fn general(line: &str) -> Option<(&str, &str)> {
    const NAMES: [&str; 8] = [
        "Request URL",
        "Request Method",
        "Request method",
        "Status Code",
        "Status code",
        "Remote Address",
        "Referrer Policy",
        "Status",
    ];
    let (name, value) = line.split_once(':')?;
    NAMES
        .contains(&name)
        .then(|| (name, value.trim()))
        .filter(|(_, value)| !value.is_empty())
}
