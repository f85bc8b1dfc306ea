use super::support::{Text, code, finding, shortened, with, without};
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

/// An entry of the allow list that isn't an origin.
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
                    match problem.value.trim() {
                        "" => "Remove the empty entry".to_owned(),
                        value => format!("Remove {}", shortened(value)),
                    },
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
                    message: message(error, problem.value.trim()),
                    explanation: match error {
                        OriginError::OpaqueScheme(_) => NULL,
                        _ => COMPARED,
                    }
                    .to_owned(),
                    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
                },
            )
            .with_fixes(fix)
            .with_fixes(removal)
        })
        .collect()
}

const COMPARED: &str = "Browsers send a page's origin as scheme, host and port, and nothing else. Servers compare it exactly, so an entry in any other form never matches.";
const NULL: &str = "Any site can send the origin `null`, from a sandboxed frame. Allowing it would allow every site, so it isn't offered as a fix.";

/// What is wrong and what to do.
fn message(error: &OriginError, typed: &str) -> String {
    let value = code(typed);
    match error {
        OriginError::Empty => {
            "This entry is empty. Type an origin such as `https://app.example.com`, or remove the entry."
                .to_owned()
        }
        OriginError::Several => {
            format!("{value} is more than one origin. Enter one origin per entry.")
        }
        OriginError::MissingScheme { meant } => {
            format!("{value} has no scheme. Use {}.", code(meant))
        }
        OriginError::MisspelledScheme { meant, .. } => {
            format!("{value} has a scheme that browsers don't know. Did you mean `{meant}://`?")
        }
        OriginError::RegularExpression { meant: Some(meant) } => format!(
            "Use {} instead of {value}. Regular expressions aren't supported.",
            code(meant)
        ),
        OriginError::RegularExpression { meant: None } => format!(
            "Use a pattern such as `https://*.example.com` instead of {value}, or list the origins. Regular expressions aren't supported."
        ),
        OriginError::Template { placeholder, .. } if placeholder == typed => {
            format!("Replace the placeholder {value} with the actual origin.")
        }
        OriginError::Template { placeholder, .. } => format!(
            "Replace {} in {value} with the actual name, or with `*` for any name.",
            code(placeholder)
        ),
        OriginError::Word(LibraryWord::Any) => {
            format!("Use `*` for any origin, or list the origins. {value} is another library's word.")
        }
        OriginError::Word(LibraryWord::OwnOrigin) => {
            format!("Remove {value}. The server's own origin doesn't need CORS.")
        }
        OriginError::Word(LibraryWord::None) => {
            format!("Remove {value}, or list the origins you need. What isn't listed isn't allowed.")
        }
        OriginError::Scheme(_) => {
            format!("{value} has an invalid scheme. Start with `http://` or `https://`.")
        }
        OriginError::OpaqueScheme(scheme) => format!(
            "Serve the page from `http://localhost`, and allow that. For `{scheme}:` pages, browsers send the origin `null`."
        ),
        OriginError::WebSocketScheme(_) => {
            format!("Use the origin of the page that opens the connection. {value} is a WebSocket, not a page.")
        }
        OriginError::Path(_) => without_the("path", &value),
        OriginError::Query(_) => without_the("query", &value),
        OriginError::Fragment(_) => without_the("fragment", &value),
        OriginError::Userinfo(_) => {
            format!("Remove everything up to the `@` from {value}. Origins have no username.")
        }
        OriginError::Host(error) => host_message(error, &value),
        OriginError::Port(port) if port.is_empty() => format!(
            "{value} ends with a colon. Add a port from 1 to 65535, or remove the colon."
        ),
        OriginError::Port(port) => format!(
            "{} isn't a valid port. Use a number from 1 to 65535, or `*` for any port.",
            code(port)
        ),
        OriginError::Wildcard => format!(
            "{value} has a `*` in the wrong place. Use `*` for any origin, `https://*.example.com` for subdomains, or one `*` inside the leftmost label."
        ),
        OriginError::WildcardBeforeAddress => format!(
            "Use the address alone, or `:*` for any port. {value} can't match, because addresses have no subdomains."
        ),
        OriginError::WildcardHost => format!(
            "{value} has a `*` for the whole host. Use `*` alone for any origin, or name the domain, as in `https://*.example.com`."
        ),
        OriginError::NullMisspelled => {
            format!("Use `null` instead of {value}. Browsers send it in lowercase.")
        }
    }
}

fn without_the(part: &str, value: &str) -> String {
    format!("Remove the {part} from {value}. An origin ends after the host or port.")
}

fn host_message(error: &HostError, value: &str) -> String {
    match error {
        HostError::Empty => {
            format!("{value} has no host. Add one, as in `https://app.example.com`.")
        }
        HostError::ForbiddenCharacter(' ') => {
            format!("{value} contains a space. Enter one origin per entry.")
        }
        HostError::ForbiddenCharacter(c @ (',' | ';')) => {
            format!("{value} contains `{c}`. Enter one origin per entry.")
        }
        HostError::ForbiddenCharacter(c) if c.is_control() => format!(
            "{value} contains a control character. Use letters, digits, hyphens and dots in the host."
        ),
        HostError::ForbiddenCharacter(c) => format!(
            "The host in {value} contains {}. Use letters, digits, hyphens and dots.",
            code(&c.to_string())
        ),
        HostError::EmptyLabel => {
            format!("The host in {value} has a dot too many. Check the dots.")
        }
        HostError::NotAnIpv4Address => format!(
            "{value} has an invalid IPv4 address. Use four numbers from 0 to 255, as in `https://192.0.2.1`."
        ),
        HostError::NotAnIpv6Address => {
            format!("{value} has an invalid IPv6 address. Write it as in `https://[2001:db8::1]`.")
        }
        HostError::NoAsciiForm => {
            format!("{value} has an invalid host name. Use letters, digits, hyphens and dots.")
        }
        HostError::TooLong => format!(
            "The host name in {value} is too long. Names have at most 253 characters, and 63 between two dots."
        ),
    }
}

/// The entry as it was meant, if that is clear.
fn meant(error: &OriginError, value: &str) -> Option<String> {
    let value = value.trim();
    let cut = |tail: &str| value.strip_suffix(tail).map(str::to_owned);
    match error {
        OriginError::MissingScheme { meant } => Some(meant.clone()),
        // A placeholder for the whole origin doesn't say which one.
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
        // The part that looks like a host may be the intended one, and the rest an attempt to pass for it.
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
