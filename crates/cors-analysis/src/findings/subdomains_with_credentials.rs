use super::support::{EXPLOITING, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginFamily, OriginPattern, Reach};
use cors_http::Host;

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
            OriginEntry::Pattern(pattern @ OriginPattern::Family(family)) => {
                Some((index, pattern, base(family)?))
            }
            _ => None,
        })
        .map(|(index, pattern, base)| {
            finding(
                (CODE, Severity::Tip),
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

/// The domain behind the wildcard. Where anyone can get a name under it, there is an error.
fn base(family: &OriginFamily) -> Option<&str> {
    match (family.host(), family.reach()) {
        (HostPattern::Subdomains { base }, Reach::Owner | Reach::Unknown) => {
            (!Host::Domain(base.clone()).is_loopback()).then_some(base)
        }
        (HostPattern::Subdomains { .. }, Reach::Anyone(_))
        | (HostPattern::Exact(_) | HostPattern::InLabel { .. }, _) => None,
    }
}
