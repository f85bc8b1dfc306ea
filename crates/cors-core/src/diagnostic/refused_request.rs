use super::support::{Text, adding, finding, quoted};
use super::{Context, Finding, Rule, Severity};
use crate::fetch::{
    CredentialsMode, Mode, Profile, Request, cors_unsafe_request_header_names,
    is_forbidden_request_header,
};
use crate::field::{Field, PolicyField};
use crate::http::Method;
use crate::policy::{AllowCredentials, AllowHeaders};
use crate::text_index::TextIndex;

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
    Some(
        finding(
            (ORIGIN, Severity::Warning),
            (Field::Policy(PolicyField::AllowOrigins), None),
            &origin,
            Text {
                message: format!("Allowed origins: the page's origin {} is not in the list. Add it if that page may read.", quoted(&origin)),
                explanation: "Browsers compare scheme, host and port exactly. What is not in the list gets no Access-Control-Allow-Origin, and the browser shares nothing.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-check",
            },
        )
        .with_repair_if((origin != "null").then(|| {
            (
                format!("Add {origin}"),
                adding(PolicyField::AllowOrigins, origin.clone()),
            )
        })),
    )
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
    let (message, repair) = match meant {
        Some(upper) => (
            format!(
                "Allowed methods: the list allows {upper}, but the request's method is {quoted_method}. Write {upper} in script."
            ),
            None,
        ),
        None => (
            format!(
                "Allowed methods: the request's method {quoted_method} is not in the list. Add it if pages may use it."
            ),
            // In the list it would mean every method.
            (method.as_str() != "*").then(|| {
                (
                    format!("Add {method}"),
                    adding(PolicyField::AllowMethods, method.as_str()),
                )
            }),
        ),
    };
    Some(
        finding(
            (METHOD, Severity::Warning),
            (Field::Policy(PolicyField::AllowMethods), None),
            method.as_str(),
            Text {
                message,
                explanation: "The browser asks with a preflight, does not find the method in Access-Control-Allow-Methods, and never sends the request. Methods are compared byte for byte.".to_owned(),
                reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
            },
        )
        .with_repair_if(repair),
    )
}

fn headers(context: &Context<'_>, request: &Request) -> Vec<Finding> {
    // With credentials the names are reflected; without, another finding tells of Authorization.
    let AllowHeaders::Listed(allowed) = &context.policy.policy().headers else {
        return Vec::new();
    };
    let mut listed = TextIndex::new();
    for name in allowed {
        listed.insert(name.to_lowercase(), 0);
    }
    let sent = request
        .headers
        .iter()
        .filter(|header| !is_forbidden_request_header(header, Profile::Standard));
    cors_unsafe_request_header_names(sent, Profile::Standard)
        .into_iter()
        .map(|header| header.name)
        .filter(|name| !listed.contains(name.as_str()))
        .map(|name| {
            let lower = name.to_lowercase();
            finding(
                (HEADER, Severity::Warning),
                (Field::Policy(PolicyField::AllowHeaders), None),
                &lower,
                Text {
                    message: format!("Allowed request headers: the request's header {} is not in the list. Add it if pages may send it.", quoted(&lower)),
                    explanation: "The browser asks with a preflight, does not find the name in Access-Control-Allow-Headers, and never sends the request. Names match in any case.".to_owned(),
                    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
                },
            )
            .with_repair_if(can_be_listed(&lower).then(|| {
                (
                    format!("Add {lower}"),
                    adding(PolicyField::AllowHeaders, lower.clone()),
                )
            }))
        })
        .collect()
}

/// A name that in the list means every header, or one of CORS itself, belongs into no list.
fn can_be_listed(name: &str) -> bool {
    name != "*" && !name.starts_with("access-control-")
}

fn credentials(context: &Context<'_>, request: &Request) -> Option<Finding> {
    let policy = context.policy.policy();
    if request.credentials != CredentialsMode::Include
        || policy.credentials == AllowCredentials::Yes
    {
        return None;
    }
    Some(finding(
        (CREDENTIALS, Severity::Warning),
        (Field::Policy(PolicyField::AllowCredentials), None),
        "include",
        Text {
            message: "Allow credentials: the request's credentials mode is “include”, but credentials are off. Turn them on, or use same-origin in script.".to_owned(),
            explanation: "With include the browser wants Access-Control-Allow-Credentials: true in the preflight's answer and in the actual one, whether there are cookies or not. A bearer token in a header needs no credentials.".to_owned(),
            reference: "https://fetch.spec.whatwg.org/#cors-check",
        },
    ))
}
