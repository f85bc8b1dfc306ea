use super::support::{EXPLOITING, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};
use crate::host::Host;
use crate::policy::{
    HostPattern, OriginEntry, OriginFamily, OriginPattern, public_suffix_of, shared_hosting_of,
};

const CODE: &str = "subdomain-wildcard-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// Every subdomain together with credentials, of a domain that is one's own.
fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.draft.allow_credentials {
        return Vec::new();
    }
    context
        .origins()
        .filter_map(|(index, entry)| match entry {
            OriginEntry::Pattern(pattern @ OriginPattern::Family(family))
                if is_ones_own(pattern) =>
            {
                Some((index, pattern, base(family)?))
            }
            _ => None,
        })
        .map(|(index, pattern, base)| {
            finding(
                (CODE, Severity::Notice),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: format!(
                        "Allowed origins: {} lets every subdomain of {base} act as your signed-in users. List those that you use if you cannot answer for all.",
                        quoted(&pattern.to_string())
                    ),
                    explanation: "One subdomain is enough for an attacker: a forgotten one whose address somebody else has taken over, or one whose pages let script in. From there your server is read as whoever visits it. List the subdomains that need it, or keep track of them all.".to_owned(),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}

/// Others have errors of their own.
fn is_ones_own(pattern: &OriginPattern) -> bool {
    shared_hosting_of(pattern).is_none() && public_suffix_of(pattern).is_none()
}

fn base(family: &OriginFamily) -> Option<&str> {
    match family.host() {
        HostPattern::Subdomains { base } if !Host::Domain(base.clone()).is_loopback() => Some(base),
        _ => None,
    }
}
