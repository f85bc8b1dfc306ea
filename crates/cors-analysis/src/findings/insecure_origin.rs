use super::support::{EXPLOITING, Text, finding, quoted, with, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginPattern};
use cors_http::Host;
use std::collections::BTreeSet;

const CODE: &str = "insecure-origin";
const CODE_WITH_CREDENTIALS: &str = "insecure-origin-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE, CODE_WITH_CREDENTIALS],
    check,
};

/// An `http` origin that is not on the same machine, with credentials or beside its `https` twin.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut secure = BTreeSet::new();
    for (_, entry) in context.origins() {
        secure.insert(entry.to_string());
    }
    context
        .origins()
        .filter(|(_, entry)| is_insecure(entry))
        .filter_map(|(index, entry)| {
            let text = entry.to_string();
            let twin = text.replacen("http://", "https://", 1);
            let has_twin = secure.contains(&twin);
            let (code, message) = if context.draft.allow_credentials {
                (
                    CODE_WITH_CREDENTIALS,
                    format!("Allowed origins: {} is not encrypted, and credentials are allowed. Allow {twin} instead.", quoted(&text)),
                )
            } else if has_twin {
                (
                    CODE,
                    format!("Allowed origins: {} stands beside its https twin. Remove it if the site is served over https only.", quoted(&text)),
                )
            } else {
                return None;
            };
            let repaired = if has_twin {
                ("Remove it".to_owned(), without(PolicyField::AllowOrigins, index))
            } else {
                (format!("Use {twin}"), with(PolicyField::AllowOrigins, index, twin))
            };
            Some(
                finding(
                    (code, Severity::Risk),
                    (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                    context.typed_origin(index),
                    Text {
                        message,
                        explanation: "Whoever sits between the user and an http site can put script into its pages, and that script may then read what your server answers.".to_owned(),
                        reference: EXPLOITING,
                    },
                )
                .with_fix(repaired.0, repaired.1),
            )
        })
        .collect()
}

fn is_insecure(entry: &OriginEntry) -> bool {
    let public = |host: &Host| !host.is_loopback();
    match entry {
        OriginEntry::Any | OriginEntry::Pattern(OriginPattern::Null) => false,
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => {
            exact.scheme() == "http" && public(exact.host())
        }
        OriginEntry::Pattern(OriginPattern::Family(family)) => {
            family.scheme() == "http"
                && match family.host() {
                    HostPattern::Exact(host) => public(host),
                    HostPattern::Subdomains { base } => public(&Host::Domain(base.clone())),
                    HostPattern::InLabel { .. } => true,
                }
        }
    }
}
