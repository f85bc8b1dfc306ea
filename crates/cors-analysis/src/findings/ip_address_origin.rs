use super::support::{CORS_PROTOCOL, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginPattern};

const CODE: &str = "ip-address-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An address other than the machine's own.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .origins()
        .filter(|(_, entry)| {
            let host = match entry {
                OriginEntry::Pattern(OriginPattern::Exact(exact)) => exact.host(),
                OriginEntry::Pattern(OriginPattern::Family(family)) => match family.host() {
                    HostPattern::Exact(host) => host,
                    HostPattern::Subdomains { .. } | HostPattern::InLabel { .. } => return false,
                },
                OriginEntry::Any | OriginEntry::Pattern(OriginPattern::Null) => return false,
            };
            host.is_ip_address() && !host.is_loopback()
        })
        .map(|(index, entry)| {
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: format!(
                        "Allowed origins: {} is an address, which may belong to somebody else tomorrow. Allow a host name instead.",
                        quoted(&entry.to_string())
                    ),
                    explanation: "Addresses of cloud machines and home connections change hands. Whoever gets the address next is trusted by this policy.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
        })
        .collect()
}
