use super::support::{Text, finding, quoted, shortened, with, without};
use super::{Context, Finding, Fix, Rule, Severity};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{LibraryWord, OriginError, ProblemKind, parse_origin};
use cors_http::HostError;

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
            let fix = meant(error, &problem.value)
                .filter(|text| parse_origin(text, &cors_http::Platform::BARE).is_ok())
                .map(|text| {
                    Fix::new(
                        format!("Use {}", shortened(&text)),
                        with(PolicyField::AllowOrigins, problem.index, text),
                    )
                });
            let removal = is_needless(error).then(|| {
                Fix::new(
                    "Remove it",
                    without(PolicyField::AllowOrigins, problem.index),
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
            .with_fixes(fix)
            .with_fixes(removal)
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
        OriginError::MissingScheme { meant } => {
            return (
                "has no scheme".to_owned(),
                format!("Write {}.", shortened(meant)),
            );
        }
        OriginError::MisspelledScheme { scheme, meant } => {
            return (
                format!("has the scheme {scheme}:, which no browser knows"),
                format!("Did you mean {meant}://?"),
            );
        }
        OriginError::RegularExpression { meant } => {
            return (
                "looks like a regular expression, which isn't supported here".to_owned(),
                match meant {
                    Some(meant) => format!("Write {}.", shortened(meant)),
                    None => "Write a pattern such as https://*.example.com, or list the origins."
                        .to_owned(),
                },
            );
        }
        OriginError::Template { placeholder, .. } => {
            return (
                format!("has a placeholder, {}", shortened(placeholder)),
                "Write the name that it stands for, or * where any name may be.".to_owned(),
            );
        }
        OriginError::Word(LibraryWord::Any) => (
            "is another library's word for any origin",
            "Write * to allow any origin, or list the origins.",
        ),
        OriginError::Word(LibraryWord::OwnOrigin) => (
            "is another library's word for the server's own origin",
            "That one needs no CORS: remove the entry.",
        ),
        OriginError::Word(LibraryWord::None) => (
            "is another library's word for no origin",
            "Remove the entry, or list the origins that may read.",
        ),
        OriginError::Scheme(_) => (
            "has an invalid scheme",
            "Write http:// or https:// in front.",
        ),
        OriginError::OpaqueScheme(scheme) => {
            return (
                format!("has the scheme {scheme}:, whose pages have no origin of their own"),
                "Browsers send null for them, and so does any site that wants to. For a local file, serve it from http://localhost and allow that."
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
fn meant(error: &OriginError, value: &str) -> Option<String> {
    let value = value.trim();
    let cut = |tail: &str| value.strip_suffix(tail).map(str::to_owned);
    match error {
        OriginError::MissingScheme { meant } => Some(meant.clone()),
        // A placeholder for the whole origin says nothing about it.
        OriginError::Template { meant, .. } => Some(meant.clone()).filter(|meant| meant != "*"),
        OriginError::RegularExpression { meant } => meant.clone(),
        OriginError::MisspelledScheme { meant, .. } => {
            let (_, rest) = value.split_once("://")?;
            Some(format!("{meant}://{rest}"))
        }
        OriginError::Word(LibraryWord::Any) => Some("*".to_owned()),
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
        | OriginError::WildcardHost
        | OriginError::Word(LibraryWord::OwnOrigin | LibraryWord::None) => None,
    }
}

/// Whether the policy means the same without the entry.
fn is_needless(error: &OriginError) -> bool {
    match error {
        OriginError::Empty | OriginError::Word(LibraryWord::OwnOrigin | LibraryWord::None) => true,
        OriginError::Word(LibraryWord::Any)
        | OriginError::Several
        | OriginError::MissingScheme { .. }
        | OriginError::MisspelledScheme { .. }
        | OriginError::RegularExpression { .. }
        | OriginError::Template { .. }
        | OriginError::Scheme(_)
        | OriginError::OpaqueScheme(_)
        | OriginError::WebSocketScheme(_)
        | OriginError::Path(_)
        | OriginError::Query(_)
        | OriginError::Fragment(_)
        | OriginError::Userinfo(_)
        | OriginError::Host(_)
        | OriginError::Port(_)
        | OriginError::Wildcard
        | OriginError::WildcardBeforeAddress
        | OriginError::WildcardHost
        | OriginError::NullMisspelled => false,
    }
}
