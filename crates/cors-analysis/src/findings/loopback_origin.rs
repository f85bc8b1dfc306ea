use super::support::{CORS_PROTOCOL, Text, code, finding};
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
            let value = code(&entry.to_string());
            finding(
                (CODE, Severity::Tip),
                (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                context.typed_origin(index),
                Text {
                    message: if is_web_view(entry) {
                        format!(
                            "Keep {value} only if you publish a mobile app. Every app built with the same framework has this origin."
                        )
                    } else {
                        format!(
                            "Remove {value} in production, unless a mobile app needs it. It's a page on the user's own machine."
                        )
                    },
                    explanation: "Any program on the user's machine can serve a page with this origin. Mobile apps have such origins for a good reason (`capacitor://localhost`, `http://localhost`). A development server doesn't belong in the config of a public API.".to_owned(),
                    reference: CORS_PROTOCOL,
                },
            )
        })
        .collect()
}

/// `None` if the entry has no host.
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
