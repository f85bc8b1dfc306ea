use super::support::{Text, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_fetch::RequestField;
use cors_fetch::RequestProblemKind;
use cors_http::HostError;
use cors_http::InvalidHeaderValue;
use cors_http::UrlError;

const CODE: &str = "invalid-request";
const NORMALIZED: &str = "page-origin-with-path";
const OPAQUE: &str = "opaque-page-origin";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE, NORMALIZED, OPAQUE],
    check,
};

/// A part of the test request that no page can send.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some((_, parsed)) = context.request else {
        return Vec::new();
    };
    parsed
        .problems
        .iter()
        .map(|problem| {
            let field = Field::Request(problem.field);
            let value = code(&problem.value);
            let (finding_code, severity, message) = match &problem.kind {
                RequestProblemKind::OriginWithPath { taken } => (
                    NORMALIZED,
                    Severity::Tip,
                    format!("{value} is the URL of a page. Its origin is `{taken}`."),
                ),
                RequestProblemKind::OpaqueScheme { scheme } => (
                    OPAQUE,
                    Severity::Tip,
                    format!(
                        "Serve the page from `http://localhost` to give it an origin. For `{scheme}:` pages, browsers send `Origin: null`."
                    ),
                ),
                kind => (CODE, Severity::Error, message(kind, &value)),
            };
            let index = (problem.field == RequestField::Headers).then_some(problem.index);
            finding(
                (finding_code, severity),
                (field, index),
                &problem.value,
                Text {
                    message,
                    explanation: explanation(&problem.kind).to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#request-class",
                },
            )
        })
        .collect()
}

fn message(kind: &RequestProblemKind, value: &str) -> String {
    match kind {
        RequestProblemKind::InvalidOrigin
        | RequestProblemKind::OriginWithPath { .. }
        | RequestProblemKind::OpaqueScheme { .. } => format!(
            "{value} isn't an origin. Enter scheme and host, such as `https://app.example.com`, or `null`."
        ),
        RequestProblemKind::InvalidUrl(error) => match error {
            UrlError::RelativeWithoutBase => format!(
                "{value} isn't a full URL. Start with the scheme and host, as in `https://api.example.com/`."
            ),
            UrlError::Port(port) => {
                format!(
                    "{} isn't a valid port. Use a number up to 65535.",
                    code(port)
                )
            }
            UrlError::Host(HostError::Empty) => {
                format!("{value} has no host. Add one, as in `https://api.example.com/`.")
            }
            UrlError::Host(_) => format!("{value} has an invalid host. Check its spelling."),
        },
        RequestProblemKind::InvalidMethod => {
            format!("{value} isn't a method. Use one such as GET or PUT, without spaces.")
        }
        RequestProblemKind::ForbiddenMethod => {
            format!("Use another method. JavaScript can't send {value}.")
        }
        RequestProblemKind::InvalidHeaderName => {
            format!("{value} isn't a header name. Use letters, digits and hyphens.")
        }
        RequestProblemKind::InvalidHeaderValue(InvalidHeaderValue::ControlByte(_)) => {
            format!("Remove the line break or NUL from {value}. A header value can't contain one.")
        }
        RequestProblemKind::InvalidHeaderValue(InvalidHeaderValue::NotLatin1(c)) => {
            format!("Encode {c} in {value}. Header values can't contain characters beyond U+00FF.")
        }
    }
}

fn explanation(kind: &RequestProblemKind) -> &'static str {
    match kind {
        RequestProblemKind::InvalidOrigin | RequestProblemKind::OriginWithPath { .. } => {
            "A page's origin is the scheme, host and port of its URL. The path and the query play no part in CORS."
        }
        RequestProblemKind::OpaqueScheme { .. } => {
            "Pages opened from a file or a `data:` URL have an opaque origin, which browsers send as `null`. Any site can send `null` too, from a sandboxed frame, so a server can't distinguish your page from others."
        }
        RequestProblemKind::InvalidUrl(_) => {
            "The request flow appears once the URL names a server."
        }
        RequestProblemKind::InvalidMethod | RequestProblemKind::ForbiddenMethod => {
            "`fetch()` throws a TypeError (XMLHttpRequest: a SyntaxError or SecurityError), and nothing is sent."
        }
        RequestProblemKind::InvalidHeaderName | RequestProblemKind::InvalidHeaderValue(_) => {
            "The browser throws a TypeError for this header. The request flow is shown without it."
        }
    }
}
