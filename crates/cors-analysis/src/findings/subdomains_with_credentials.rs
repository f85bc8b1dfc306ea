use super::support::{EXPLOITING, Text, code, finding};
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

/// Every subdomain of the user's own domain, together with credentials.
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
                (CODE, Severity::Risk),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: format!(
                        "List only the subdomains you need. With {}, any subdomain of {base} can act as your signed-in users.",
                        code(&pattern.to_string())
                    ),
                    explanation: "One subdomain is enough for an attacker: a forgotten one that can be taken over, or one with a cross-site scripting flaw. From there an attacker can read your API as any visitor.".to_owned(),
                    reference: EXPLOITING,
                },
            )
        })
        .collect()
}

/// The domain behind the wildcard; `None` if anyone can get a name under it, which is an error of its own.
fn base(family: &OriginFamily) -> Option<&str> {
    match (family.host(), family.reach()) {
        (HostPattern::Subdomains { base }, Reach::Owner | Reach::Unknown) => {
            (!Host::Domain(base.clone()).is_loopback()).then_some(base)
        }
        (HostPattern::Subdomains { .. }, Reach::Anyone(_))
        | (HostPattern::Exact(_) | HostPattern::InLabel { .. }, _) => None,
    }
}
