use super::support::{Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{HostPattern, OriginEntry, OriginPattern};
use cors_fetch::{CredentialsMode, Mode, Request};
use cors_http::Host;
use cors_http::Origin;

const CODE: &str = "cookies-between-sites";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// Credentials between sites, where cookies need more than CORS. The page and the URL of a request that
/// sends credentials are compared; without one, two sites in the list cannot both be that of the server.
fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.draft.allow_credentials {
        return Vec::new();
    }
    let request = context
        .request_to_try()
        .filter(|request| request.credentials == CredentialsMode::Include);
    let found = match request {
        Some(request) => of_request(context, request),
        None => of_list(context),
    };
    let Some((value, message)) = found else {
        return Vec::new();
    };
    vec![finding(
        (CODE, Severity::Tip),
        (Field::Policy(PolicyField::AllowCredentials), None),
        &value,
        Text {
            message,
            explanation: "Cookies have rules of their own, which come before CORS. To another site a browser sends only those set with SameSite=None; Secure, and many browsers keep even these back or apart, because they serve for tracking. Between origins of one site, such as https://app.example.com and https://api.example.com, cookies go along without that. Put both under one domain, or send a token in Authorization, which needs no cookie.".to_owned(),
            reference: "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
        },
    )]
}

fn of_request(context: &Context<'_>, request: &Request) -> Option<(String, String)> {
    if request.mode != Mode::Cors {
        return None;
    }
    let Origin::Tuple(page) = &request.origin else {
        return None;
    };
    let server = match request.url.origin() {
        Origin::Tuple(server) if request.url.is_http() => server,
        Origin::Tuple(_) | Origin::Opaque => return None,
    };
    // While the list isn't loaded, nothing is said.
    if context
        .platform
        .suffixes
        .is_same_site(&request.origin, &Origin::Tuple(server.clone()))
        .unwrap_or(true)
    {
        return None;
    }
    let same_names = context
        .platform
        .suffixes
        .is_schemelessly_same_site(page, &server)
        .unwrap_or(false);
    let reason = if same_names {
        ", because one is http and the other https"
    } else {
        ""
    };
    let message = format!(
        "Allow credentials: {} and {} are different sites{reason}. Cookies between sites need SameSite=None; Secure, and browsers may block them all the same.",
        quoted(&page.serialize()),
        quoted(&server.serialize())
    );
    Some((page.serialize(), message))
}

fn of_list(context: &Context<'_>) -> Option<(String, String)> {
    let mut first: Option<String> = None;
    for (_, entry) in context.origins() {
        let Some(site) = site_of(context, entry) else {
            continue;
        };
        match &first {
            None => first = Some(site),
            Some(first) if *first != site => {
                let message = format!(
                    "Allow credentials: the list names pages of two sites, {first} and {site}. Cookies between sites need SameSite=None; Secure, and browsers may block them all the same."
                );
                return Some((site, message));
            }
            Some(_) => {}
        }
    }
    None
}

fn site_of(context: &Context<'_>, entry: &OriginEntry) -> Option<String> {
    let host = match entry {
        OriginEntry::Any | OriginEntry::Pattern(OriginPattern::Null) => return None,
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => exact.host().clone(),
        OriginEntry::Pattern(OriginPattern::Family(family)) => match family.host() {
            HostPattern::Exact(host) => host.clone(),
            HostPattern::Subdomains { base } => Host::Domain(base.clone()),
            // What varies may be the site itself.
            HostPattern::InLabel { .. } => return None,
        },
    };
    // The machine of whoever develops is no site of its own that matters here.
    if host.is_loopback() {
        return None;
    }
    context.platform.suffixes.registrable_domain(&host).ok()
}
