use super::support::{EXPLOITING, Text, code, finding};
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

/// A pattern that matches names which anyone can get. For a `*` inside a label without credentials, in a domain where
/// names are registered, another check is more specific.
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
    let finding_code = match (hosting, credentials) {
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
    let pattern = code(&family.to_string());
    let domain = &suffix.domain;
    let message = if hosting {
        format!(
            "{pattern} also matches other people's sites, because anyone can get a name under `{domain}`. Use your own preview domain, or proxy the API through the preview."
        )
    } else {
        format!(
            "{pattern} also matches other people's sites, because anyone can register a name under `{domain}`. Use your own domain, as in `https://*.example.com`."
        )
    };
    let as_visitor = if credentials {
        " as any signed-in visitor"
    } else {
        ""
    };
    let explanation = if hosting {
        format!(
            "The customers of a hosting service choose the names under `{domain}`. An attacker can choose one that the pattern matches, and read your API from there{as_visitor}. A preview domain such as `https://*.preview.example.com` keeps others out, and a proxy on the preview's own origin needs no CORS at all."
        )
    } else {
        format!(
            "`{domain}` is a public suffix, so the names under it have different owners. An attacker can register one that the pattern matches, and read your API from there{as_visitor}."
        )
    };
    finding(
        (finding_code, severity),
        (Field::Policy(PolicyField::AllowOrigins), Some(index)),
        context.typed_origin(index),
        Text {
            message,
            explanation,
            reference: EXPLOITING,
        },
    )
}
