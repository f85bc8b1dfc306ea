//! Chromium's issue objects, which tools that drive a browser collect as JSON.

use cors_fetch::Profile;
use serde_json::Value;

use super::{ANY_REASON, Lines, engine};
use crate::key::{At, Cause};
use crate::said::Said;
use crate::secret::{clean_url, origin_of};

/// The codes of `corsErrorStatus.corsError`.
const CODES: [(&str, Cause, At); 38] = [
    ("DisallowedByMode", Cause::ModeSameOrigin, At::None),
    ("InvalidResponse", Cause::CannotTell, At::Unknown),
    (
        "WildcardOriginNotAllowed",
        Cause::WildcardWithCredentials,
        At::Actual,
    ),
    (
        "MissingAllowOriginHeader",
        Cause::AllowOriginMissing,
        At::Actual,
    ),
    (
        "MultipleAllowOriginValues",
        Cause::AllowOriginMultiple,
        At::Actual,
    ),
    (
        "InvalidAllowOriginValue",
        Cause::AllowOriginInvalid,
        At::Actual,
    ),
    (
        "AllowOriginMismatch",
        Cause::AllowOriginMismatch,
        At::Actual,
    ),
    (
        "InvalidAllowCredentials",
        Cause::CredentialsNotTrue,
        At::Actual,
    ),
    ("CorsDisabledScheme", Cause::SchemeNotSupported, At::None),
    (
        "PreflightInvalidStatus",
        Cause::PreflightStatus,
        At::Preflight,
    ),
    (
        "PreflightDisallowedRedirect",
        Cause::PreflightRedirect,
        At::Preflight,
    ),
    (
        "PreflightWildcardOriginNotAllowed",
        Cause::WildcardWithCredentials,
        At::Preflight,
    ),
    (
        "PreflightMissingAllowOriginHeader",
        Cause::AllowOriginMissing,
        At::Preflight,
    ),
    (
        "PreflightMultipleAllowOriginValues",
        Cause::AllowOriginMultiple,
        At::Preflight,
    ),
    (
        "PreflightInvalidAllowOriginValue",
        Cause::AllowOriginInvalid,
        At::Preflight,
    ),
    (
        "PreflightAllowOriginMismatch",
        Cause::AllowOriginMismatch,
        At::Preflight,
    ),
    (
        "PreflightInvalidAllowCredentials",
        Cause::CredentialsNotTrue,
        At::Preflight,
    ),
    (
        "PreflightMissingAllowExternal",
        Cause::LocalNetwork,
        At::Preflight,
    ),
    (
        "PreflightInvalidAllowExternal",
        Cause::LocalNetwork,
        At::Preflight,
    ),
    (
        "PreflightMissingAllowPrivateNetwork",
        Cause::LocalNetwork,
        At::Preflight,
    ),
    (
        "PreflightInvalidAllowPrivateNetwork",
        Cause::LocalNetwork,
        At::Preflight,
    ),
    (
        "InvalidAllowMethodsPreflightResponse",
        Cause::MethodsUnparsable,
        At::Preflight,
    ),
    (
        "InvalidAllowHeadersPreflightResponse",
        Cause::HeadersUnparsable,
        At::Preflight,
    ),
    (
        "MethodDisallowedByPreflightResponse",
        Cause::MethodNotAllowed,
        At::Preflight,
    ),
    (
        "HeaderDisallowedByPreflightResponse",
        Cause::HeaderNotAllowed,
        At::Preflight,
    ),
    (
        "RedirectContainsCredentials",
        Cause::RedirectWithCredentials,
        At::Redirect,
    ),
    ("InsecurePrivateNetwork", Cause::LocalNetwork, At::None),
    ("InsecureLocalNetwork", Cause::LocalNetwork, At::None),
    ("InvalidPrivateNetworkAccess", Cause::LocalNetwork, At::None),
    ("InvalidLocalNetworkAccess", Cause::LocalNetwork, At::None),
    (
        "UnexpectedPrivateNetworkAccess",
        Cause::LocalNetwork,
        At::None,
    ),
    (
        "NoCorsRedirectModeNotFollow",
        Cause::InvalidRequest,
        At::None,
    ),
    (
        "PreflightMissingPrivateNetworkAccessId",
        Cause::LocalNetwork,
        At::Preflight,
    ),
    (
        "PreflightMissingPrivateNetworkAccessName",
        Cause::LocalNetwork,
        At::Preflight,
    ),
    (
        "PrivateNetworkAccessPermissionUnavailable",
        Cause::LocalNetwork,
        At::None,
    ),
    (
        "PrivateNetworkAccessPermissionDenied",
        Cause::LocalNetwork,
        At::None,
    ),
    (
        "LocalNetworkAccessPermissionDenied",
        Cause::LocalNetwork,
        At::None,
    ),
    (
        "LocalNetworkAccessPermissionUnavailable",
        Cause::LocalNetwork,
        At::None,
    ),
];

/// The statements of issue objects anywhere in a JSON value.
pub(crate) fn read(value: &Value) -> Vec<Said> {
    let mut said = Vec::new();
    collect(value, 0, &mut said);
    said
}

fn collect(value: &Value, depth: usize, said: &mut Vec<Said>) {
    if depth > 12 || said.len() > 200 {
        return;
    }
    match value {
        Value::Object(object) => {
            if let Some(found) = issue(value) {
                said.push(found);
                return;
            }
            for inner in object.values() {
                collect(inner, depth + 1, said);
            }
        }
        Value::Array(items) => {
            for inner in items {
                collect(inner, depth + 1, said);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path).and_then(Value::as_str)
}

fn issue(value: &Value) -> Option<Said> {
    let details = value
        .get("corsIssueDetails")
        .or_else(|| value.get("corsErrorStatus").map(|_| value));
    if let Some(details) = details {
        let status = details.get("corsErrorStatus")?;
        let code = status
            .get("corsError")
            .or_else(|| status.get("cors_error"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        let parameter = text(status, "/failedParameter").filter(|parameter| !parameter.is_empty());
        let mut said = of_code(code, parameter);
        said.url = text(details, "/request/url")
            .or_else(|| text(details, "/url"))
            .map(clean_url);
        said.page_origin =
            text(details, "/initiatorOrigin").map(|origin| origin.trim_end_matches('/').to_owned());
        said.method = said
            .method
            .or_else(|| text(details, "/request/method").map(str::to_owned));
        return Some(said);
    }
    if let Some(details) = value.get("blockedByResponseIssueDetails") {
        let reason = text(details, "/reason").unwrap_or_default();
        let mut said = Said::of(Cause::Corp, At::None)
            .seeing("cross-origin-resource-policy", None)
            .by(engine(Profile::Chromium));
        said.url = text(details, "/request/url").map(clean_url);
        if reason.contains("Coep") {
            said.facts.push("The page has `Cross-Origin-Embedder-Policy`, and the file doesn't say who can embed it.".to_owned());
        }
        return Some(said);
    }
    if let Some(details) = value.get("mixedContentIssueDetails") {
        let mut said = Said::of(Cause::MixedContent, At::None).by(engine(Profile::Chromium));
        said.url = text(details, "/insecureURL").map(clean_url);
        said.page_origin = text(details, "/mainResourceURL").and_then(origin_of);
        return Some(said);
    }
    if let Some(details) = value.get("contentSecurityPolicyIssueDetails") {
        let mut said = Said::of(Cause::Csp, At::None).by(engine(Profile::Chromium));
        said.url = text(details, "/blockedURL").map(clean_url);
        return Some(said);
    }
    None
}

/// The statement of a code. A code that isn't known is named.
fn of_code(code: &str, parameter: Option<&str>) -> Said {
    let known = CODES.iter().find(|(name, ..)| *name == code);
    let Some((_, cause, at)) = known else {
        return Said::of(Cause::CannotTell, At::Unknown)
            .or(ANY_REASON)
            .by(engine(Profile::Chromium))
            .fact(format!(
                "The code `{}` isn't known here. Paste the line of the console, which names the reason.",
                crate::text::shortened(&code.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', ""), 60)
            ));
    };
    let mut said = Said::of(*cause, *at).by(engine(Profile::Chromium));
    let is = |causes: &[Cause]| causes.contains(cause);
    if is(&[Cause::AllowOriginMissing]) {
        said = said.seeing("access-control-allow-origin", None);
    } else if is(&[
        Cause::AllowOriginMismatch,
        Cause::AllowOriginInvalid,
        Cause::AllowOriginMultiple,
    ]) {
        said = said.seeing("access-control-allow-origin", parameter);
    } else if is(&[Cause::WildcardWithCredentials]) {
        said = said.seeing("access-control-allow-origin", Some("*"));
        said.credentials = true;
    } else if is(&[Cause::CredentialsNotTrue]) {
        said = said.seeing("access-control-allow-credentials", parameter.or(Some("")));
        said.credentials = true;
    } else if is(&[Cause::MethodsUnparsable, Cause::MethodNotAllowed]) {
        said = said.seeing("access-control-allow-methods", None);
        if is(&[Cause::MethodNotAllowed]) {
            said.method = parameter.map(str::to_owned);
        }
    } else if is(&[Cause::HeadersUnparsable, Cause::HeaderNotAllowed]) {
        said = said.seeing("access-control-allow-headers", None);
        if is(&[Cause::HeaderNotAllowed]) {
            said.request_headers = parameter.map(super::chromium::names).unwrap_or_default();
        }
    } else if is(&[Cause::CannotTell]) {
        said = said.or(ANY_REASON);
    }
    said
}

/// Codes that stand alone in a text, as the tooltip of the network panel has them.
pub(super) fn codes(lines: &Lines<'_>) -> Vec<Said> {
    let mut said = Vec::new();
    for (number, line) in lines {
        let mut words = line.split(|c: char| !c.is_ascii_alphanumeric());
        let code =
            words.find(|word| word.len() > 14 && CODES.iter().any(|(name, ..)| name == word));
        if let Some(code) = code {
            let mut found = of_code(code, None);
            found.line = *number;
            said.push(found);
        }
    }
    said
}
