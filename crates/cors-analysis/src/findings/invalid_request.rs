use super::support::{Text, finding, quoted};
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

/// A part of the request to try that no page can send.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some((_, parsed)) = context.request else {
        return Vec::new();
    };
    parsed
        .problems
        .iter()
        .map(|problem| {
            let field = Field::Request(problem.field);
            let (code, severity, words) = match &problem.kind {
                RequestProblemKind::OriginWithPath { taken } => (
                    NORMALIZED,
                    Severity::Tip,
                    format!("is the address of a page. Its origin is {taken}."),
                ),
                RequestProblemKind::OpaqueScheme { scheme } => (
                    OPAQUE,
                    Severity::Tip,
                    format!(
                        "is a page of the scheme {scheme}:, for which browsers send Origin: null. Serve the page from http://localhost to give it an origin."
                    ),
                ),
                kind => (CODE, Severity::Error, fault(kind)),
            };
            let index = (problem.field == RequestField::Headers).then_some(problem.index);
            finding(
                (code, severity),
                (field, index),
                &problem.value,
                Text {
                    message: format!("{}: {} {words}", field.label(), quoted(&problem.value)),
                    explanation: explanation(&problem.kind).to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#request-class",
                },
            )
        })
        .collect()
}

fn fault(kind: &RequestProblemKind) -> String {
    match kind {
        RequestProblemKind::InvalidOrigin
        | RequestProblemKind::OriginWithPath { .. }
        | RequestProblemKind::OpaqueScheme { .. } => {
            "is not an origin. Write scheme and host, such as https://app.example.com, or null."
                .to_owned()
        }
        RequestProblemKind::InvalidUrl(error) => match error {
            UrlError::RelativeWithoutBase => {
                "is not a whole URL. Write it with its scheme, such as https://api.example.com/."
                    .to_owned()
            }
            UrlError::Port(port) => format!(
                "has the port {}, which is none. Write a number up to 65535.",
                quoted(port)
            ),
            UrlError::Host(HostError::Empty) => {
                "has no host. Write it as in https://api.example.com/.".to_owned()
            }
            UrlError::Host(_) => {
                "has a host that no name or address can have. Check its spelling.".to_owned()
            }
        },
        RequestProblemKind::InvalidMethod => {
            "is not a method. Write one such as GET or PUT, without spaces.".to_owned()
        }
        RequestProblemKind::ForbiddenMethod => {
            "cannot be sent by script: the call throws before anything is sent. Use another method."
                .to_owned()
        }
        RequestProblemKind::InvalidHeaderName => {
            "is not a header name. Use letters, digits and hyphens, without spaces or a colon."
                .to_owned()
        }
        RequestProblemKind::InvalidHeaderValue(InvalidHeaderValue::ControlByte(_)) => {
            "has a line break or a NUL in it, which no header value can carry. Remove it."
                .to_owned()
        }
        RequestProblemKind::InvalidHeaderValue(InvalidHeaderValue::NotLatin1(c)) => {
            format!(
                "has the character {c}, which is not one byte. Header values hold characters up to U+00FF: encode it."
            )
        }
    }
}

fn explanation(kind: &RequestProblemKind) -> &'static str {
    match kind {
        RequestProblemKind::InvalidOrigin | RequestProblemKind::OriginWithPath { .. } => {
            "The browser takes the origin from the page's address: its scheme, host and port."
        }
        RequestProblemKind::OpaqueScheme { .. } => {
            "Pages opened from a file, and those inside a data: URL, have an opaque origin, which browsers send as null. Any site can send null too, from a sandboxed frame, so a server can't tell your page from another."
        }
        RequestProblemKind::InvalidUrl(_) => {
            "The exchange can be shown once the URL names a server."
        }
        RequestProblemKind::InvalidMethod | RequestProblemKind::ForbiddenMethod => {
            "The browser throws a TypeError (XMLHttpRequest: a SyntaxError or SecurityError) and sends nothing."
        }
        RequestProblemKind::InvalidHeaderName | RequestProblemKind::InvalidHeaderValue(_) => {
            "The browser throws a TypeError for such a header. The exchange is shown without it."
        }
    }
}
