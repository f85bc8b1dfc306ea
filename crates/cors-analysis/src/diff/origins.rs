//! The origins of pages to try: origins that an entry matches, and near misses.

use cors_core::policy::{HostPattern, OriginFamily, OriginPattern, Policy, PortPattern};
use cors_http::{Host, Origin, Platform, TupleOrigin};

/// The origins to try, each once, in this order: for each entry one that it matches; origins that no entry names;
/// near misses of each entry.
pub fn origins(a: &Policy, b: &Policy, platform: &Platform) -> Vec<Origin> {
    let patterns: Vec<&OriginPattern> = [a, b]
        .into_iter()
        .flat_map(|policy| policy.origins.patterns())
        .collect();
    let labels = Labels::that_no_entry_has(&patterns);
    let port =
        (8080..=u16::MAX).find(|port| !patterns.iter().any(|pattern| has_port(pattern, *port)));
    let port = port.unwrap_or(u16::MAX);
    let matched = patterns
        .iter()
        .flat_map(|pattern| matched_by(pattern, &labels, port));
    let others = labels
        .0
        .iter()
        .map(|label| format!("https://{label}.test"))
        .chain(["null".to_owned()]);
    let near = patterns
        .iter()
        .flat_map(|pattern| near_misses_of(pattern, &labels, port));
    let mut seen = std::collections::BTreeSet::new();
    matched
        .chain(others)
        .chain(near)
        .filter(|text| seen.insert(text.clone()))
        .filter_map(|text| as_sent(&text, platform))
        .collect()
}

/// The text as an origin, if a browser would send it like this.
fn as_sent(text: &str, platform: &Platform) -> Option<Origin> {
    Origin::parse(text, platform).filter(|origin| origin.serialize() == text)
}

/// Labels to put in place of a wildcard. They begin and end differently, so that only a pattern that covers the
/// wildcard matches the hosts with all of them.
struct Labels(Vec<String>);

impl Labels {
    /// The usual ones, and one that is part of no entry: an origin with it matches an entry only if that has a
    /// wildcard.
    fn that_no_entry_has(patterns: &[&OriginPattern]) -> Self {
        let entries: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        let usual = [
            "app", "www", "dev", "shop", "blog", "team-1", "qa", "7x", "z9",
        ];
        let is_new = |label: &String| !entries.iter().any(|entry| entry.contains(label));
        let new = (0..=u32::MAX).map(|n| format!("site{n}")).find(is_new);
        Self(usual.into_iter().map(str::to_owned).chain(new).collect())
    }
}

fn has_port(pattern: &OriginPattern, port: u16) -> bool {
    match pattern {
        OriginPattern::Null => false,
        OriginPattern::Exact(exact) => exact.port() == Some(port),
        OriginPattern::Family(family) => family.port() == PortPattern::Exact(port),
    }
}

/// Origins that the entry matches. A list that matches all of them covers the entry.
fn matched_by(pattern: &OriginPattern, labels: &Labels, port: u16) -> Vec<String> {
    match pattern {
        OriginPattern::Null => vec!["null".to_owned()],
        OriginPattern::Exact(exact) => vec![exact.serialize()],
        OriginPattern::Family(family) => {
            let hosts = match family.host() {
                HostPattern::Exact(host) => vec![host.to_string()],
                HostPattern::Subdomains { base } => {
                    let one = labels.0.iter().map(|label| format!("{label}.{base}"));
                    one.chain([format!("a.b.{base}"), format!("a_b.{base}")])
                        .collect()
                }
                HostPattern::InLabel { prefix, suffix } => {
                    let labels = labels.0.iter();
                    labels
                        .map(|label| format!("{prefix}{label}{suffix}"))
                        .collect()
                }
            };
            let ports = match family.port() {
                PortPattern::Default => vec![String::new()],
                PortPattern::Exact(port) => vec![format!(":{port}")],
                PortPattern::Any => vec![String::new(), format!(":{port}")],
            };
            combined(family.scheme(), &hosts, &ports)
        }
    }
}

/// Origins that differ little from those that the entry matches.
fn near_misses_of(pattern: &OriginPattern, labels: &Labels, port: u16) -> Vec<String> {
    match pattern {
        OriginPattern::Null => Vec::new(),
        OriginPattern::Exact(exact) => near_misses_of_exact(exact, port),
        OriginPattern::Family(family) => near_misses_of_family(family, labels, port),
    }
}

fn near_misses_of_exact(exact: &TupleOrigin, port: u16) -> Vec<String> {
    let (scheme, host) = (exact.scheme(), exact.host());
    let written = exact
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let mut near = vec![
        format!("{}://{host}{written}", twin(scheme)),
        format!("{scheme}://{host}:{port}"),
        format!("{scheme}://{host}"),
    ];
    if let Host::Domain(name) = host {
        near.push(format!("{scheme}://www.{name}{written}"));
    }
    near
}

fn near_misses_of_family(family: &OriginFamily, labels: &Labels, port: u16) -> Vec<String> {
    let label = labels.0.last().map_or("app", String::as_str);
    let (inside, outside) = match family.host() {
        HostPattern::Exact(host) => (host.to_string(), vec![format!("www.{host}")]),
        HostPattern::Subdomains { base } => (
            format!("{label}.{base}"),
            vec![base.clone(), format!("{label}{base}")],
        ),
        HostPattern::InLabel { prefix, suffix } => (
            format!("{prefix}{label}{suffix}"),
            vec![
                format!("{prefix}{suffix}"),
                format!("{prefix}a.b{suffix}"),
                format!("{prefix}a_b{suffix}"),
            ],
        ),
    };
    let scheme = family.scheme();
    let ports = [String::new(), format!(":{port}")];
    let mut near = combined(scheme, &outside, &ports);
    near.extend(combined(scheme, std::slice::from_ref(&inside), &ports));
    near.extend(combined(twin(scheme), &[inside], &ports));
    near
}

/// The other scheme of the same site.
fn twin(scheme: &str) -> &'static str {
    if scheme == "https" { "http" } else { "https" }
}

fn combined(scheme: &str, hosts: &[String], ports: &[String]) -> Vec<String> {
    let of_host = |host| {
        ports
            .iter()
            .map(move |port| format!("{scheme}://{host}{port}"))
    };
    hosts.iter().flat_map(of_host).collect()
}
