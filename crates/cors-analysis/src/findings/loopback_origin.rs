use super::support::{CORS_PROTOCOL, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginPattern};

const CODE: &str = "loopback-origin-beside-public";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// `localhost` in a list that names public hosts too.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let is_public = |entry: &OriginEntry| host_is_loopback(entry) == Some(false);
    if !context.origins().any(|(_, entry)| is_public(entry)) {
        return Vec::new();
    }
    context
        .origins()
        .filter(|(_, entry)| host_is_loopback(entry) == Some(true))
        .map(|(index, entry)| {
            let value = quoted(&entry.to_string());
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: if is_web_view(entry) {
                        format!(
                            "Allowed origins: {value} is the web view of a mobile app. Every app of its kind has that origin, so keep it only if you publish one."
                        )
                    } else {
                        format!(
                            "Allowed origins: {value} is a page on the user's own machine. Leave it out in production, unless a mobile app's web view has this origin."
                        )
                    },
                    explanation: "Any program that listens on the user's machine can serve a page with this origin. Web views of mobile apps (capacitor://localhost, http://localhost) use such origins for good reason; a development server does not belong into the list of a public one.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
        })
        .collect()
}

/// `None` where the entry names no host.
fn host_is_loopback(entry: &OriginEntry) -> Option<bool> {
    match entry {
        OriginEntry::Any | OriginEntry::Pattern(OriginPattern::Null) => None,
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => Some(exact.host().is_loopback()),
        OriginEntry::Pattern(OriginPattern::Family(family)) => Some(match family.host() {
            HostPattern::Exact(host) => host.is_loopback(),
            HostPattern::Subdomains { base } => base == "localhost",
            HostPattern::InLabel { .. } => false,
        }),
    }
}

/// Web views and extensions have schemes of their own.
fn is_web_view(entry: &OriginEntry) -> bool {
    matches!(entry, OriginEntry::Pattern(OriginPattern::Exact(exact)) if !matches!(exact.scheme(), "http" | "https"))
}
