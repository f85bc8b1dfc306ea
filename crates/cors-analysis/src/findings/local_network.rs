use super::support::{Text, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_core::policy::OriginEntry;
use cors_core::policy::PolicyField;
use cors_fetch::Request;
use cors_fetch::RequestField;
use cors_http::Host;
use cors_http::Origin;

const REQUEST: &str = "local-network-request";
const ANY: &str = "wildcard-origin-on-local-network";

pub(super) const RULE: Rule = Rule {
    codes: &[REQUEST, ANY],
    check,
};

/// A server on the user's own machine or network.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    let Some(server) = request
        .url
        .host()
        .filter(|host| request.url.is_http() && is_local(host))
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    findings.extend(from_outside(request, server));
    findings.extend(any_origin(context, server));
    findings
}

/// The page comes from elsewhere.
fn from_outside(request: &Request, server: &Host) -> Option<Finding> {
    let Origin::Tuple(page) = &request.origin else {
        return None;
    };
    if is_local(page.host()) || !matches!(page.scheme(), "http" | "https") {
        return None;
    }
    Some(finding(
        (REQUEST, Severity::Tip),
        (Field::Request(RequestField::Url), None),
        &server.to_string(),
        Text {
            message: format!(
                "Request URL: {} is on the user's own machine or network. Chromium asks the user before a public page may reach it.",
                quoted(&server.to_string())
            ),
            explanation: "Local Network Access comes before CORS: without the user's permission no preflight is sent, and no header of the server changes that. The page has to come over https. Expect the question, and tell your users why it appears.".to_owned(),
            reference: "https://wicg.github.io/local-network-access/",
        },
    ))
}

/// Everybody may read, though who can reach the server is all that protects it.
fn any_origin(context: &Context<'_>, server: &Host) -> Option<Finding> {
    let (index, _) = context
        .origins()
        .find(|(_, entry)| **entry == OriginEntry::Any)?;
    Some(finding(
        (ANY, Severity::Risk),
        (Field::Policy(PolicyField::AllowOrigins), Some(index)),
        "*",
        Text {
            message: format!(
                "Allowed origins: “*” lets every site that somebody visits inside your network read {}. List the origins that need it.",
                quoted(&server.to_string())
            ),
            explanation: "A server that strangers cannot reach is often protected by nothing else. The browser of somebody inside can reach it, and with * it hands the answers to whatever page is open there, without cookies or a password.".to_owned(),
            reference: super::support::EXPLOITING,
        },
    ))
}

/// Loopback, private and link-local addresses, and the names that networks use for themselves.
fn is_local(host: &Host) -> bool {
    match host {
        _ if host.is_loopback() => true,
        Host::Ipv4(bytes) => matches!(
            bytes,
            [10, ..] | [192, 168, ..] | [172, 16..=31, ..] | [169, 254, ..] | [100, 64..=127, ..]
        ),
        Host::Ipv6([first, ..]) => matches!(first, 0xfc00..=0xfdff | 0xfe80..=0xfebf),
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            let last = name.rsplit('.').next().unwrap_or(name);
            matches!(
                last,
                "local" | "internal" | "lan" | "home" | "corp" | "intranet"
            ) || name.ends_with(".home.arpa")
        }
        Host::Opaque(_) => false,
    }
}
