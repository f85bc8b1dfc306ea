use super::support::{CORS_PROTOCOL, Text, code, finding, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginFamily, OriginPattern, PortPattern};
use cors_http::Host;
use cors_http::TupleOrigin;
use std::collections::BTreeSet;

const CODE: &str = "covered-origin";

/// How many patterns with a `*` inside a label each origin is compared with.
const MOST_TRIED: usize = 16;

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry that another entry covers.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let any = context
        .origins()
        .any(|(_, entry)| *entry == OriginEntry::Any);
    // Looked up as text, so that long lists stay fast.
    let mut families = BTreeSet::new();
    let mut inside_labels: Vec<&OriginPattern> = Vec::new();
    for (_, entry) in context.origins() {
        if let OriginEntry::Pattern(pattern @ OriginPattern::Family(family)) = entry {
            families.insert(family.to_string());
            if matches!(family.host(), HostPattern::InLabel { .. }) {
                inside_labels.push(pattern);
            }
        }
    }
    // These can't be looked up, and lists seldom have many.
    inside_labels.truncate(MOST_TRIED);
    let covering = |entry: &OriginEntry| match entry {
        OriginEntry::Pattern(_) if any => Some("*".to_owned()),
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => of_exact(exact)
            .find(|family| families.contains(family))
            .or_else(|| {
                let origin = exact.serialize();
                let pattern = inside_labels
                    .iter()
                    .find(|pattern| pattern.matches(origin.as_bytes()))?;
                Some(pattern.to_string())
            }),
        OriginEntry::Pattern(OriginPattern::Family(family)) => {
            let own = family.to_string();
            of_family(family).find(|wider| *wider != own && families.contains(wider))
        }
        OriginEntry::Any | OriginEntry::Pattern(OriginPattern::Null) => None,
    };
    context
        .origins()
        .filter_map(|(index, entry)| Some((index, covering(entry)?)))
        .map(|(index, cover)| {
            let value = context.typed_origin(index);
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                value,
                Text {
                    message: format!(
                        "Remove {}. It changes nothing, because {} covers it.",
                        code(value),
                        code(&cover)
                    ),
                    explanation: "The entry does no harm today. But someone who removes it later will believe that the origin has lost access.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
            .with_fix(
                format!("Remove {}", super::support::shortened(value)),
                without(PolicyField::AllowOrigins, index),
            )
        })
        .collect()
}

/// The families that contain an origin, as they are written.
fn of_exact(origin: &TupleOrigin) -> impl Iterator<Item = String> {
    let host = origin.host().to_string();
    let bases = match origin.host() {
        Host::Domain(name) => wildcards_above(name),
        Host::Ipv4(_) | Host::Ipv6(_) | Host::Opaque(_) => Vec::new(),
    };
    let port = origin
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    with_ports(
        origin.scheme(),
        core::iter::once(host).chain(bases).collect(),
        port,
    )
}

/// The families that contain a whole family, including itself.
fn of_family(family: &OriginFamily) -> impl Iterator<Item = String> {
    let hosts = match family.host() {
        HostPattern::Exact(host @ Host::Domain(name)) => core::iter::once(host.to_string())
            .chain(wildcards_above(name))
            .collect(),
        HostPattern::Exact(host) => vec![host.to_string()],
        HostPattern::Subdomains { base } => core::iter::once(format!("*.{base}"))
            .chain(wildcards_above(base))
            .collect(),
        // What the `*` matches has no dot, so the rest of the label doesn't matter.
        HostPattern::InLabel { suffix, .. } => wildcards_above(suffix),
    };
    let port = match family.port() {
        PortPattern::Default => String::new(),
        PortPattern::Exact(port) => format!(":{port}"),
        PortPattern::Any => ":*".to_owned(),
    };
    with_ports(family.scheme(), hosts, port)
}

/// `*.b.c` and `*.c` for `a.b.c`.
fn wildcards_above(name: &str) -> Vec<String> {
    name.match_indices('.')
        .map(|(dot, _)| format!("*{}", &name[dot..]))
        .collect()
}

/// Each host with the port and with any port.
fn with_ports(scheme: &str, hosts: Vec<String>, port: String) -> impl Iterator<Item = String> {
    let scheme = scheme.to_owned();
    hosts.into_iter().flat_map(move |host| {
        [
            format!("{scheme}://{host}{port}"),
            format!("{scheme}://{host}:*"),
        ]
    })
}
