use super::near_miss;
use super::support::{Text, adding, finding, page_to_allow, quoted, with};
use super::{Context, Finding, Fix, RequestEdit, Rule, Severity};
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

/// What the request to try needs and the policy does not allow. A request may be meant to be refused, so
/// these are warnings.
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
            "Allowed origins: {}, the page in the test request, isn't in the list, but {} is. They differ only in {difference}.",
            quoted(&origin),
            quoted(allowed)
        ),
        None => format!(
            "Allowed origins: {}, the page in the test request, isn't an allowed origin.",
            quoted(&origin)
        ),
    };
    let tested = near
        .map(|(allowed, _)| allowed)
        .or_else(|| first_exact(context));
    Some(
        finding(
            (ORIGIN, Severity::Risk),
            (Field::Policy(PolicyField::AllowOrigins), None),
            &origin,
            Text {
                message,
                explanation: "Browsers compare scheme, host and port exactly. An origin that isn't in the list gets no Access-Control-Allow-Origin, and the browser keeps the response from the page. Where that is what you want, there is nothing to fix.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-check",
            },
        )
        .with_fixes(tested.map(|allowed| {
            Fix::new(
                format!("Test with {allowed}"),
                RequestEdit::PageOrigin(allowed),
            )
        }))
        .with_fix(
            format!("Allow {origin}"),
            adding(PolicyField::AllowOrigins, origin.clone()),
        ),
    )
}

/// The origin `null`, which nobody should be told to allow.
fn opaque_origin(origin: &str) -> Finding {
    finding(
        (ORIGIN, Severity::Risk),
        (Field::Policy(PolicyField::AllowOrigins), None),
        origin,
        Text {
            message: "Allowed origins: the page in the test request has the origin “null”, which isn't an allowed origin. Serve the page from http://localhost or from a server of your own, and allow that.".to_owned(),
            explanation: "Browsers send null for local files (file://), for sandboxed frames and after some redirects. Any site can send it from a sandboxed frame, so allowing null allows any site.".to_owned(),
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
    let quoted_method = quoted(method.as_str());
    let meant = Method::parse(&method.as_str().to_ascii_uppercase())
        .ok()
        .filter(|upper| allowed.allows(upper));
    let (message, fix) = match meant {
        Some(upper) => (
            format!(
                "Allowed methods: the list allows {upper}, but the request's method is {quoted_method}. Write {upper} in script."
            ),
            Some(Fix::new(
                format!("Send {upper}"),
                RequestEdit::Method(upper.to_string()),
            )),
        ),
        None => (
            format!(
                "Allowed methods: the request's method {quoted_method} is not in the list. Add it if pages may use it."
            ),
            // In the list it would mean every method.
            (method.as_str() != "*").then(|| {
                Fix::new(
                    format!("Add {method}"),
                    adding(PolicyField::AllowMethods, method.as_str()),
                )
            }),
        ),
    };
    Some(
        finding(
            (METHOD, Severity::Risk),
            (Field::Policy(PolicyField::AllowMethods), None),
            method.as_str(),
            Text {
                message,
                explanation: "The browser asks with a preflight, does not find the method in Access-Control-Allow-Methods, and never sends the request. Methods are compared byte for byte.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
            },
        )
        .with_fixes(fix),
    )
}

fn headers(context: &Context<'_>, request: &Request) -> Vec<Finding> {
    // With credentials the names are reflected; without, another finding tells of Authorization.
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
            "Allowed request headers: the request's header {} isn't in the list, but {} is. One of the two is probably misspelled.",
            quoted(sent),
            quoted(near)
        ),
        None => format!(
            "Allowed request headers: the request's header {} is not in the list. Add it if pages may send it.",
            quoted(sent)
        ),
    };
    finding(
        (HEADER, Severity::Risk),
        (Field::Policy(PolicyField::AllowHeaders), None),
        sent,
        Text {
            message,
            explanation: "The browser asks with a preflight, does not find the name in Access-Control-Allow-Headers, and never sends the request. Names match in any case.".to_owned(),
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
            format!("Add {sent}"),
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
            format!("Allow credentials, for {page} only"),
            with(PolicyField::AllowOrigins, index, page),
        )
        .and(PolicyEdit::CredentialsOn)
    });
    // With credentials some policies are an error.
    let allow = [Some(allow), allow_page_only]
        .into_iter()
        .flatten()
        .find(|fix| keeps_sound(context, fix));
    Some(
        finding(
            (CREDENTIALS, Severity::Risk),
            (Field::Policy(PolicyField::AllowCredentials), None),
            "include",
            Text {
                message: "Allow credentials: the request's credentials mode is “include”, but credentials are off. Leave include out unless your code needs cookies, or turn credentials on.".to_owned(),
                explanation: "With include the browser wants Access-Control-Allow-Credentials: true in the preflight's answer and in the actual one, whether there are cookies or not. A bearer token in a header needs no credentials.".to_owned(),
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

/// Whether the policy is as sound after the fix as it is without it.
fn keeps_sound(context: &Context<'_>, fix: &Fix) -> bool {
    let reasons = |policy: &Policy| policy.check().err().map_or(0, |reasons| reasons.len());
    fix.policy(context.draft).is_some_and(|draft| {
        let fixed = draft.parse(&context.platform);
        reasons(fixed.policy()) <= reasons(context.policy.policy())
    })
}
