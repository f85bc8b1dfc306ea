use super::support::{CORS_PROTOCOL, Text, finding, quoted, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginFamily, OriginPattern, PortPattern};
use cors_http::Host;
use cors_http::TupleOrigin;
use std::collections::BTreeSet;

const CODE: &str = "covered-origin";

/// With how many patterns that have a `*` inside a label each origin is compared.
const MOST_TRIED: usize = 16;

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry that another one covers.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let any = context
        .origins()
        .any(|(_, entry)| *entry == OriginEntry::Any);
    // Looked up by text, so that long lists stay quick.
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
    // These cannot be looked up, and nobody writes many.
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
                        "Allowed origins: {} is covered by {} and changes nothing.",
                        quoted(value),
                        quoted(&cover)
                    ),
                    explanation: "An entry that another one covers is not wrong, but whoever removes it later will believe that access was taken away.".to_owned(),
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

/// The families that an origin belongs to, as they are written.
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

/// The families that hold all of a family, itself among them.
fn of_family(family: &OriginFamily) -> impl Iterator<Item = String> {
    let hosts = match family.host() {
        HostPattern::Exact(host @ Host::Domain(name)) => core::iter::once(host.to_string())
            .chain(wildcards_above(name))
            .collect(),
        HostPattern::Exact(host) => vec![host.to_string()],
        HostPattern::Subdomains { base } => core::iter::once(format!("*.{base}"))
            .chain(wildcards_above(base))
            .collect(),
        // What stands in the place of the * has no dot, so the rest of the label does not matter.
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

/// Each host with the port, and with any.
fn with_ports(scheme: &str, hosts: Vec<String>, port: String) -> impl Iterator<Item = String> {
    let scheme = scheme.to_owned();
    hosts.into_iter().flat_map(move |host| {
        [
            format!("{scheme}://{host}{port}"),
            format!("{scheme}://{host}:*"),
        ]
    })
}
