use super::support::{Text, adding, code, finding, page_to_allow, with};
use super::{Context, Finding, Fix, RequestEdit, Rule, Severity};
use super::{insecure_origin, near_miss};
use crate::field::Field;
use cors_core::policy::PolicyField;
use cors_core::policy::{
    AllowCredentials, AllowHeaders, OriginEntry, OriginPattern, Policy, PolicyEdit,
};
use cors_core::server::is_cors_response_header;
use cors_fetch::{
    CredentialsMode, Mode, Profile, Request, cors_unsafe_request_header_names,
    is_forbidden_request_header,
};
use cors_http::Origin;
use cors_http::{HeaderName, Method};
use std::collections::BTreeSet;

const ORIGIN: &str = "page-origin-not-allowed";
const METHOD: &str = "request-method-not-allowed";
const HEADER: &str = "request-header-not-allowed";
const CREDENTIALS: &str = "credentials-not-allowed";

pub(super) const RULE: Rule = Rule {
    codes: &[ORIGIN, METHOD, HEADER, CREDENTIALS],
    check,
};

/// What the test request needs and the policy doesn't allow. These are tips, because the request may be meant to be
/// blocked.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    let same_origin = request.origin.is_same_origin(&request.url.origin());
    if same_origin || request.mode != Mode::Cors {
        return Vec::new();
    }
    let mut findings = Vec::new();
    findings.extend(origin(context, request));
    findings.extend(method(context, request));
    findings.extend(headers(context, request));
    findings.extend(credentials(context, request));
    findings
}

fn origin(context: &Context<'_>, request: &Request) -> Option<Finding> {
    let policy = context.policy.policy();
    let origin = request.origin.serialize();
    if context.draft.allow_origins.is_empty()
        || policy.allow_origin_for(Some(origin.as_bytes())).is_some()
    {
        return None;
    }
    let page = match &request.origin {
        Origin::Tuple(page) => page,
        Origin::Opaque => return Some(opaque_origin(&origin)),
    };
    let near = near_miss::of_origin(context, page);
    let message = match &near {
        Some((allowed, difference)) => format!(
            "{}, the page in the test request, isn't an allowed origin, but {} is. {difference}",
            code(&origin),
            code(allowed)
        ),
        None => format!(
            "{}, the page in the test request, isn't an allowed origin.",
            code(&origin)
        ),
    };
    let tested = near
        .map(|(allowed, _)| allowed)
        .or_else(|| first_exact(context));
    Some(
        finding(
            (ORIGIN, Severity::Tip),
            (Field::Policy(PolicyField::AllowOrigins), None),
            &origin,
            Text {
                message,
                explanation: "Browsers compare scheme, host and port exactly. For an origin that isn't allowed, the server sends no `Access-Control-Allow-Origin`, so the browser blocks the response. If that's what you want, there is nothing to fix.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-check",
            },
        )
        .with_fixes(tested.map(|allowed| {
            Fix::new(
                format!("Test with {allowed}"),
                RequestEdit::PageOrigin(allowed),
            )
        }))
        .with_fixes((!insecure_origin::would_report(context, page)).then(|| {
            Fix::new(
                format!("Allow {origin}"),
                adding(PolicyField::AllowOrigins, origin.clone()),
            )
        })),
    )
}

/// The origin `null`, which no finding suggests to allow.
fn opaque_origin(origin: &str) -> Finding {
    finding(
        (ORIGIN, Severity::Tip),
        (Field::Policy(PolicyField::AllowOrigins), None),
        origin,
        Text {
            message: "The page in the test request has the origin `null`, which isn't allowed. Serve the page from `http://localhost` or your own server, and allow that origin.".to_owned(),
            explanation: "Browsers send `null` for local files, for sandboxed frames and after some redirects. Any site can send it from a sandboxed frame, so allowing `null` allows any site.".to_owned(),
            reference: "https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque",
        },
    )
}

fn first_exact(context: &Context<'_>) -> Option<String> {
    context.origins().find_map(|(_, entry)| match entry {
        OriginEntry::Pattern(OriginPattern::Exact(exact)) => Some(exact.serialize()),
        OriginEntry::Pattern(OriginPattern::Null | OriginPattern::Family(_)) | OriginEntry::Any => {
            None
        }
    })
}

fn method(context: &Context<'_>, request: &Request) -> Option<Finding> {
    let method = request.method.normalize();
    let allowed = &context.policy.policy().methods;
    if method.is_cors_safelisted() || allowed.allows(&method) {
        return None;
    }
    let shown = code(method.as_str());
    let meant = Method::parse(&method.as_str().to_ascii_uppercase())
        .ok()
        .filter(|upper| allowed.allows(upper));
    let (message, fix) = match meant {
        Some(upper) => (
            format!(
                "Use {upper} in your code. The test request sends {shown}, which isn't allowed."
            ),
            Some(Fix::new(
                format!("Send {upper}"),
                RequestEdit::Method(upper.to_string()),
            )),
        ),
        None => (
            format!("Allow {shown} if pages need it. The test request uses this method."),
            // In the list it would mean every method.
            (method.as_str() != "*").then(|| {
                Fix::new(
                    format!("Allow {method}"),
                    adding(PolicyField::AllowMethods, method.as_str()),
                )
            }),
        ),
    };
    Some(
        finding(
            (METHOD, Severity::Tip),
            (Field::Policy(PolicyField::AllowMethods), None),
            method.as_str(),
            Text {
                message,
                explanation: "The browser sends a preflight, doesn't find the method in `Access-Control-Allow-Methods`, and never sends the request. Method names are case-sensitive.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
            },
        )
        .with_fixes(fix),
    )
}

fn headers(context: &Context<'_>, request: &Request) -> Vec<Finding> {
    // With credentials the names are reflected. Without, another check reports `Authorization`.
    let AllowHeaders::Listed(allowed) = &context.policy.policy().headers else {
        return Vec::new();
    };
    let mut listed = BTreeSet::new();
    for name in allowed {
        listed.insert(name.to_lowercase());
    }
    let sent = request
        .headers
        .iter()
        .filter(|header| !is_forbidden_request_header(header, Profile::Standard));
    cors_unsafe_request_header_names(sent, Profile::Standard)
        .into_iter()
        .map(|header| header.name)
        .filter(|name| !listed.contains(name.as_str()))
        .filter(|name| !is_cors_response_header(name))
        .map(|name| header(allowed, &name.to_lowercase()))
        .collect()
}

fn header(allowed: &[HeaderName], sent: &str) -> Finding {
    let near = near_miss::of_header(allowed.iter().map(HeaderName::as_str), sent);
    let message = match near {
        Some(near) => format!(
            "Check the spelling of {}. It isn't an allowed header, but {} is.",
            code(sent),
            code(near)
        ),
        None => format!(
            "Allow {} if pages need it. The test request sends this header.",
            code(sent)
        ),
    };
    finding(
        (HEADER, Severity::Tip),
        (Field::Policy(PolicyField::AllowHeaders), None),
        sent,
        Text {
            message,
            explanation: "The browser sends a preflight, doesn't find the header in `Access-Control-Allow-Headers`, and never sends the request. If your code doesn't set this header, a library may, for example for tracing.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
        },
    )
    .with_fixes(near.map(|near| {
        Fix::new(
            format!("Send {near}"),
            RequestEdit::RenameHeader {
                from: sent.to_owned(),
                to: near.to_owned(),
            },
        )
    }))
    // In the list it would mean every header.
    .with_fixes((sent != "*").then(|| {
        Fix::new(
            format!("Allow {sent}"),
            adding(PolicyField::AllowHeaders, sent.to_owned()),
        )
    }))
}

fn credentials(context: &Context<'_>, request: &Request) -> Option<Finding> {
    let policy = context.policy.policy();
    if request.credentials != CredentialsMode::Include
        || policy.credentials == AllowCredentials::Yes
    {
        return None;
    }
    let allow = Fix::new("Allow credentials", PolicyEdit::CredentialsOn);
    let wildcard = context
        .origins()
        .find(|(_, entry)| **entry == OriginEntry::Any)
        .map(|(index, _)| index);
    let allow_page_only = wildcard.zip(page_to_allow(context)).map(|(index, page)| {
        Fix::new(
            format!("Allow credentials for {page} only"),
            with(PolicyField::AllowOrigins, index, page),
        )
        .and(PolicyEdit::CredentialsOn)
    });
    // Some policies are an error with credentials.
    let allow = [Some(allow), allow_page_only]
        .into_iter()
        .flatten()
        .find(|fix| keeps_sound(context, fix));
    Some(
        finding(
            (CREDENTIALS, Severity::Tip),
            (Field::Policy(PolicyField::AllowCredentials), None),
            "include",
            Text {
                message: "Remove `credentials: \"include\"` from your code if it needs no cookies, or turn credentials on. The test request sends credentials, which the policy doesn't allow.".to_owned(),
                explanation: "With `include`, browsers require `Access-Control-Allow-Credentials: true` on the preflight response and on the response, even if there are no cookies. A bearer token in a header needs no credentials.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-check",
            },
        )
        .with_fix(
            "Send the request without credentials",
            RequestEdit::Credentials(CredentialsMode::SameOrigin),
        )
        .with_fixes(allow),
    )
}

/// Whether the fix adds no error to the policy.
fn keeps_sound(context: &Context<'_>, fix: &Fix) -> bool {
    let reasons = |policy: &Policy| policy.check().err().map_or(0, |reasons| reasons.len());
    fix.policy(context.draft).is_some_and(|draft| {
        let fixed = draft.parse(&context.platform);
        reasons(fixed.policy()) <= reasons(context.policy.policy())
    })
}
