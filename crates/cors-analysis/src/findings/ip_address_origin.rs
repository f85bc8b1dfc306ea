use super::support::{CORS_PROTOCOL, Text, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginPattern};

const CODE: &str = "ip-address-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An IP address other than a loopback address.
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
                        "Use a host name instead of {}. The address may belong to someone else tomorrow.",
                        code(&entry.to_string())
                    ),
                    explanation: "Cloud and internet providers reassign addresses. This policy would then trust the next owner.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
        })
        .collect()
}
