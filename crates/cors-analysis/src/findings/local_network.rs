use super::support::{Text, code, finding};
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

/// A page from outside the local network.
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
                "{} is on the user's own machine or network. Chrome asks the user before a public page can reach it.",
                code(&server.to_string())
            ),
            explanation: "Local Network Access comes before CORS. Without the user's permission nothing is sent, and no response header changes that. Serve the page over https, and explain the prompt to your users.".to_owned(),
            reference: "https://wicg.github.io/local-network-access/",
        },
    ))
}

/// Any origin is allowed, although only the network protects the server.
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
                "List the origins you need. With `*`, any site that someone visits inside the network can read {}.",
                code(&server.to_string())
            ),
            explanation: "A server that can't be reached from outside often has no other protection. Browsers inside the network do reach it, and `*` gives its responses to any page that is open there. That needs no cookies and no password.".to_owned(),
            reference: super::support::EXPLOITING,
        },
    ))
}

/// Loopback, private and link-local addresses, and names that are used on local networks.
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
