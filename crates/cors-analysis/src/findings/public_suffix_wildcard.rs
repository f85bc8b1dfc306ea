use super::support::{EXPLOITING, Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginFamily, OriginPattern, Reach};
use cors_http::{PublicSuffix, Section};

const REGISTRY: &str = "public-suffix-wildcard";
const REGISTRY_WITH_CREDENTIALS: &str = "public-suffix-wildcard-with-credentials";
const HOSTING: &str = "shared-hosting-wildcard";
const HOSTING_WITH_CREDENTIALS: &str = "shared-hosting-wildcard-with-credentials";

pub(super) const RULE: Rule = Rule {
    codes: &[
        REGISTRY,
        REGISTRY_WITH_CREDENTIALS,
        HOSTING,
        HOSTING_WITH_CREDENTIALS,
    ],
    check,
};

/// A pattern that matches names which anyone can get. Without credentials, and in a domain where names are
/// registered, a `*` inside a label has a finding of its own, which says more.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let credentials = context.draft.allow_credentials;
    context
        .origins()
        .filter_map(|(index, entry)| match entry {
            OriginEntry::Pattern(OriginPattern::Family(family)) => match family.reach() {
                Reach::Anyone(suffix) => Some((index, family, suffix)),
                Reach::Owner | Reach::Unknown => None,
            },
            _ => None,
        })
        .filter(|(_, family, suffix)| {
            let is_inside_label = matches!(family.host(), HostPattern::InLabel { .. });
            credentials || is_hosting(suffix) || !is_inside_label
        })
        .map(|(index, family, suffix)| found(context, index, family, suffix))
        .collect()
}

fn is_hosting(suffix: &PublicSuffix) -> bool {
    suffix.section == Some(Section::Private)
}

fn found(
    context: &Context<'_>,
    index: usize,
    family: &OriginFamily,
    suffix: &PublicSuffix,
) -> Finding {
    let credentials = context.draft.allow_credentials;
    let hosting = is_hosting(suffix);
    let code = match (hosting, credentials) {
        (false, false) => REGISTRY,
        (false, true) => REGISTRY_WITH_CREDENTIALS,
        (true, false) => HOSTING,
        (true, true) => HOSTING_WITH_CREDENTIALS,
    };
    let severity = if credentials {
        Severity::Error
    } else {
        Severity::Risk
    };
    let pattern = quoted(&family.to_string());
    let domain = &suffix.domain;
    let message = if hosting {
        format!(
            "Allowed origins: {pattern} also matches other people's sites, because anyone can get a name under {domain}. Use a domain of your own for previews, or proxy the API through the site."
        )
    } else {
        format!(
            "Allowed origins: {pattern} also matches other people's sites, because anyone can register a name under {domain}. Use your own domain, as in https://*.example.com."
        )
    };
    let signed_in = if credentials {
        ", signed in as whoever visits it"
    } else {
        ""
    };
    let explanation = format!(
        "{domain} is a public suffix: {}. An attacker gets a name that the pattern matches, and a page there can read your API's responses{signed_in}. A domain of your own, such as https://*.preview.example.com, keeps others out; a proxy on the page's own origin needs no CORS at all.",
        if hosting {
            "a service that gives names under it to its customers"
        } else {
            "a registry where names under it are sold"
        }
    );
    finding(
        (code, severity),
        (Field::Policy(PolicyField::AllowOrigins), Some(index)),
        context.typed_origin(index),
        Text {
            message,
            explanation,
            reference: EXPLOITING,
        },
    )
}
