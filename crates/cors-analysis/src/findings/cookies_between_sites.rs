use super::support::{Text, code, finding};
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

/// Credentials between sites, where cookies need more than CORS. Compares the page and the URL of a test request with
/// credentials. Without one, two sites in the list are enough: the server can't be on both.
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
            explanation: "CORS doesn't decide which cookies are sent. Many browsers block cookies from other sites because they are used for tracking. Put the page and the API under one domain, such as https://app.example.com and https://api.example.com, or send a token in `Authorization` instead.".to_owned(),
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
    // Reports nothing while the list isn't loaded.
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
        "{} and {} are different sites{reason}. Cookies between them need `SameSite=None; Secure`, and browsers may block them anyway.",
        code(&page.serialize()),
        code(&server.serialize())
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
                    "Pages of two sites are allowed, `{first}` and `{site}`. Cookies between sites need `SameSite=None; Secure`, and browsers may block them anyway."
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
            // The `*` may be in the name of the site itself.
            HostPattern::InLabel { .. } => return None,
        },
    };
    // A developer's own machine doesn't count as a site.
    if host.is_loopback() {
        return None;
    }
    context.platform.suffixes.registrable_domain(&host).ok()
}
