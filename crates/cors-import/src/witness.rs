//! Origins that a pattern matches although no one meant them.

use crate::regex::Regex;

/// What lets an origin through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    End,
    Start,
    Dot,
    Scheme,
    Inside,
}

impl Why {
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::End => "The pattern isn't anchored at the end",
            Self::Start => "The pattern isn't anchored at the start of the host",
            Self::Dot => "The dots aren't escaped, so they match any character",
            Self::Scheme => "The pattern doesn't fix the scheme",
            Self::Inside => "A part of the pattern matches any text",
        }
    }
}

/// One origin for each thing that lets it through; empty if the pattern is tight.
pub(crate) fn of(regex: &Regex, entries: &[String], sends_match: bool) -> Vec<(Why, String)> {
    let mut found: Vec<(Why, String)> = Vec::new();
    for entry in entries.iter().take(12) {
        for (why, origin) in candidates(entry) {
            if entries.iter().any(|entry| covers(entry, &origin)) {
                continue;
            }
            let Some(captures) = regex.captures(&origin) else {
                continue;
            };
            if sends_match && captures.get(0) != Some(&origin) {
                continue;
            }
            if !found.iter().any(|(known, _)| *known == why) {
                found.push((why, origin));
            }
        }
    }
    found
}

/// Whether the pattern ends where the origin ends.
pub(crate) fn ends_anchored(regex: &Regex, entries: &[String]) -> bool {
    entries
        .iter()
        .flat_map(|entry| samples(entry))
        .all(|origin| !regex.is_match(&format!("{origin}.evil.net")))
}

/// Whether the pattern matches all that its entries cover, as far as a few samples show.
pub(crate) fn is_exact(regex: &Regex, entries: &[String]) -> bool {
    entries
        .iter()
        .flat_map(|entry| samples(entry))
        .all(|origin| regex.is_match(&origin))
}

/// Origins that an entry covers.
fn samples(entry: &str) -> Vec<String> {
    let Some((scheme, host, port)) = parts(entry) else {
        return vec![entry.to_owned()];
    };
    let port = if port == ":*" { ":8443" } else { port };
    let hosts = match host.strip_prefix("*.") {
        Some(base) => vec![
            format!("app.{base}"),
            format!("a-1.{base}"),
            format!("a.b.{base}"),
        ],
        None => vec![host.replace('*', "a"), host.replace('*', "a-1")],
    };
    hosts
        .into_iter()
        .map(|host| format!("{scheme}://{host}{port}"))
        .collect()
}

/// Scheme, host and port with its colon.
fn parts(entry: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = entry.split_once("://")?;
    Some(match rest.rfind(':') {
        Some(at) => {
            let (host, port) = rest.split_at(at);
            (scheme, host, port)
        }
        None => (scheme, rest, ""),
    })
}

fn candidates(entry: &str) -> Vec<(Why, String)> {
    let Some((scheme, pattern, port)) = parts(entry) else {
        return Vec::new();
    };
    let port = if port == ":*" { "" } else { port };
    let is_local = pattern == "localhost" || pattern.starts_with(|c: char| c.is_ascii_digit());
    let mut all = Vec::new();
    let mut add =
        |why, host: String, port: &str| all.push((why, format!("{scheme}://{host}{port}")));
    let hosts: Vec<String> = match pattern.strip_prefix("*.") {
        Some(base) => ["app", "a", "x1"]
            .map(|label| format!("{label}.{base}"))
            .into(),
        None => ["app", "a", "1"]
            .map(|text| pattern.replace('*', text))
            .into(),
    };
    for host in &hosts {
        add(Why::End, format!("{host}.evil.net"), "");
        add(Why::End, format!("{host}.evil.net"), port);
        add(Why::End, format!("{host}evil.net"), port);
    }
    if port.is_empty() && !is_local {
        // Not another port: that is the same owner's.
        add(
            Why::End,
            format!("{pattern}.evil.net").replace('*', "app"),
            ":8443",
        );
    }
    if let Some(base) = pattern.strip_prefix("*.") {
        add(Why::Start, format!("evil{base}"), port);
        add(Why::Start, format!("evil-{base}"), port);
        if let Some((last, rest)) = base.split_once('.') {
            add(Why::Dot, format!("app.{last}x{rest}"), port);
        }
        add(Why::Dot, format!("appx{base}"), port);
        add(Why::Inside, format!("evil.net/.{base}"), port);
    } else {
        add(Why::Start, format!("evil{pattern}").replace('*', "a"), port);
        add(
            Why::Start,
            format!("evil.net-{pattern}").replace('*', "a"),
            port,
        );
        for (at, _) in pattern.match_indices('.') {
            let (before, after) = pattern.split_at(at);
            let after = after.trim_start_matches('.');
            add(
                Why::Dot,
                format!("{before}x{after}").replace('*', "a"),
                port,
            );
        }
    }
    if scheme == "https" {
        for host in hosts.iter().take(1) {
            all.push((Why::Scheme, format!("http://{host}{port}")));
        }
    }
    all.retain(|(_, origin)| is_an_origin(origin));
    all
}

/// Browsers send nothing else.
fn is_an_origin(origin: &str) -> bool {
    origin
        .split_once("://")
        .is_some_and(|(_, rest)| !rest.contains('/') && !rest.contains(".."))
}

/// Whether an entry of the policy covers an origin.
fn covers(entry: &str, origin: &str) -> bool {
    let (Some((scheme, pattern, port)), Some((its_scheme, host, its_port))) =
        (parts(entry), parts(origin))
    else {
        return entry == origin;
    };
    if scheme != its_scheme || (port != ":*" && port != its_port) {
        return false;
    }
    match pattern.split_once('*') {
        None => pattern == host,
        Some(("", base)) => host
            .strip_suffix(base)
            .is_some_and(|labels| !labels.is_empty()),
        Some((start, end)) => host
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end))
            .is_some_and(|middle| !middle.is_empty() && !middle.contains('.')),
    }
}
