use super::support::{EXPLOITING, Text, code, finding, with, without};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginPattern};
use cors_http::{Host, TupleOrigin};
use std::collections::BTreeSet;

const CODE: &str = "insecure-origin";
const CODE_WITH_CREDENTIALS: &str = "insecure-origin-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE, CODE_WITH_CREDENTIALS],
    check,
};

/// An `http` origin that isn't on the user's own machine, with credentials or next to its `https` version.
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
            let credentials = context.draft.allow_credentials;
            let message = match (credentials, has_twin) {
                (true, true) => format!(
                    "Remove {}. It isn't encrypted, and credentials are allowed.",
                    code(&text)
                ),
                (true, false) => format!(
                    "Use {} instead. {} isn't encrypted, and credentials are allowed.",
                    code(&twin),
                    code(&text)
                ),
                (false, true) => format!(
                    "Remove {} unless you still need it. It's listed along with its https version.",
                    code(&text)
                ),
                (false, false) => return None,
            };
            let finding_code = if credentials { CODE_WITH_CREDENTIALS } else { CODE };
            let (label, edit) = if has_twin {
                (format!("Remove {text}"), without(PolicyField::AllowOrigins, index))
            } else {
                (format!("Use {twin}"), with(PolicyField::AllowOrigins, index, twin))
            };
            let as_user = if credentials { " as the user who is signed in" } else { "" };
            Some(
                finding(
                    (finding_code, Severity::Risk),
                    (Field::Policy(PolicyField::AllowOrigins), Some(index)),
                    context.typed_origin(index),
                    Text {
                        message,
                        explanation: format!("An attacker on the user's network, such as an open Wi-Fi, can change the pages of an http site. Code injected there can read your API's responses{as_user}."),
                        reference: EXPLOITING,
                    },
                )
                .with_fix(label, edit),
            )
        })
        .collect()
}

/// Whether this check would report the origin if it were allowed.
pub(super) fn would_report(context: &Context<'_>, origin: &TupleOrigin) -> bool {
    let twin = format!(
        "https://{}",
        origin.serialize().trim_start_matches("http://")
    );
    let has_twin = || {
        context
            .origins()
            .any(|(_, entry)| entry.to_string() == twin)
    };
    origin.scheme() == "http"
        && !origin.host().is_loopback()
        && (context.draft.allow_credentials || has_twin())
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
