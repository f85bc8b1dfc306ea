use super::support::{Text, finding, quoted, with};
use super::{Context, Finding, Rule, Severity};
use crate::field::{Field, PolicyField};
use crate::host::HostError;
use crate::policy::{OriginError, ProblemKind, parse_origin};

const CODE: &str = "invalid-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// An entry of the allow list that is no origin.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .policy
        .problems()
        .iter()
        .filter_map(|problem| match &problem.kind {
            ProblemKind::InvalidOrigin(error) => Some((problem, error)),
            _ => None,
        })
        .map(|(problem, error)| {
            let (fault, cure) = words(error);
            let repair = repaired(error, &problem.value)
                .filter(|text| parse_origin(text, &crate::host::ascii_hosts_only).is_ok())
                .map(|text| {
                    (
                        format!("Use {text}"),
                        with(PolicyField::AllowOrigins, problem.index, text),
                    )
                });
            finding(
                (CODE, Severity::Error),
                (
                    Field::Policy(PolicyField::AllowOrigins),
                    Some(problem.index),
                ),
                &problem.value,
                Text {
                    message: format!("Allowed origins: {} {fault}. {cure}", quoted(&problem.value)),
                    explanation: "A browser sends the origin of the page as scheme, host and port, and nothing else. Servers compare it byte for byte, so an entry in any other form never matches.".to_owned(),
                    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
                },
            )
            .with_repair_if(repair)
        })
        .collect()
}

/// What is wrong, and what to do.
fn words(error: &OriginError) -> (String, String) {
    let (fault, cure) = match error {
        OriginError::Empty => (
            "is empty",
            "Type an origin such as https://app.example.com, or remove the entry.",
        ),
        OriginError::Several => ("holds more than one origin", "Write one origin per entry."),
        OriginError::MissingScheme => ("has no scheme", "Write it with https:// in front."),
        OriginError::Scheme(_) => (
            "has a scheme that is none",
            "Write http:// or https:// in front.",
        ),
        OriginError::OpaqueScheme(scheme) => {
            return (
                format!("has the scheme {scheme}:, whose pages have no origin of their own"),
                "Browsers send null for them; allow null only if you know who else can send it."
                    .to_owned(),
            );
        }
        OriginError::WebSocketScheme(scheme) => {
            return (
                format!(
                    "has the scheme {scheme}:, which is that of a connection and not of a page"
                ),
                "Write the origin of the page that opens it.".to_owned(),
            );
        }
        OriginError::Path(_) => (
            "has a path",
            "An origin ends after the host or port: leave the path out.",
        ),
        OriginError::Query(_) => (
            "has a query",
            "An origin ends after the host or port: leave the query out.",
        ),
        OriginError::Fragment(_) => (
            "has a fragment",
            "An origin ends after the host or port: leave the fragment out.",
        ),
        OriginError::Userinfo(_) => (
            "has a user name",
            "An origin has none: leave out everything before the @.",
        ),
        OriginError::Host(error) => return (host_fault(error), host_cure(error).to_owned()),
        OriginError::Port(port) if port.is_empty() => (
            "ends in a colon without a port",
            "Write a port from 1 to 65535, or leave the colon out.",
        ),
        OriginError::Port(_) => (
            "has a port that is none",
            "Write a port from 1 to 65535, or * for any.",
        ),
        OriginError::Wildcard => (
            "has a * where none can stand",
            "Write * for any origin, https://*.example.com for subdomains, or one * inside the leftmost label.",
        ),
        OriginError::WildcardBeforeAddress => (
            "has a * before an IP address",
            "Addresses have no subdomains: write the address, or :* for any port.",
        ),
        OriginError::WildcardHost => (
            "has a * for the whole host",
            "Write * alone to allow any origin, or name the domain as in https://*.example.com.",
        ),
        OriginError::NullMisspelled => {
            ("is not how browsers write it", "Write null in lower case.")
        }
    };
    (fault.to_owned(), cure.to_owned())
}

fn host_fault(error: &HostError) -> String {
    match error {
        HostError::Empty => "has no host".to_owned(),
        HostError::ForbiddenCharacter(' ') => "has a space in it".to_owned(),
        HostError::ForbiddenCharacter(c) if c.is_control() => {
            "has a control character in it".to_owned()
        }
        HostError::ForbiddenCharacter(c) => format!("has the character {c} in its host"),
        HostError::EmptyLabel => "has an empty label in its host".to_owned(),
        HostError::NotAnIpv4Address => "ends in a number but is not an IPv4 address".to_owned(),
        HostError::NotAnIpv6Address => "has square brackets without an IPv6 address".to_owned(),
        HostError::NoAsciiForm => "has a host that no name can have".to_owned(),
        HostError::TooLong => "has a host that is longer than names can be".to_owned(),
    }
}

fn host_cure(error: &HostError) -> &'static str {
    match error {
        HostError::Empty => "Write the host, as in https://app.example.com.",
        HostError::ForbiddenCharacter(',' | ' ' | ';') => "Write one origin per entry.",
        HostError::ForbiddenCharacter(_) | HostError::NoAsciiForm => {
            "Use letters, digits, hyphens and dots."
        }
        HostError::EmptyLabel => "Check the dots.",
        HostError::NotAnIpv4Address => "Write four numbers from 0 to 255, as in https://192.0.2.1.",
        HostError::NotAnIpv6Address => "Write it as in https://[2001:db8::1].",
        HostError::TooLong => "A name has at most 253 characters, and 63 between two dots.",
    }
}

/// The entry as it was surely meant.
fn repaired(error: &OriginError, value: &str) -> Option<String> {
    let value = value.trim();
    let cut = |tail: &str| value.strip_suffix(tail).map(str::to_owned);
    match error {
        OriginError::MissingScheme => Some(format!("https://{value}")),
        OriginError::Path(tail) | OriginError::Query(tail) | OriginError::Fragment(tail) => {
            cut(tail)
        }
        OriginError::WebSocketScheme(_) => {
            let (scheme, rest) = value.split_once("://")?;
            let twin = if scheme.eq_ignore_ascii_case("wss") {
                "https"
            } else {
                "http"
            };
            Some(format!("{twin}://{rest}"))
        }
        // What looks like a host may be the one that was meant, and the rest an attempt to pass for it.
        OriginError::Userinfo(userinfo) if userinfo.contains('.') => None,
        OriginError::Userinfo(userinfo) => Some(value.replacen(&format!("{userinfo}@"), "", 1)),
        OriginError::NullMisspelled => Some("null".to_owned()),
        OriginError::Port(port) if port.is_empty() => cut(":"),
        OriginError::Empty
        | OriginError::Several
        | OriginError::Scheme(_)
        | OriginError::OpaqueScheme(_)
        | OriginError::Host(_)
        | OriginError::Port(_)
        | OriginError::Wildcard
        | OriginError::WildcardBeforeAddress
        | OriginError::WildcardHost => None,
    }
}
