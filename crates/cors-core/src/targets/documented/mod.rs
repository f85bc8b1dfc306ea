//! What targets have in common that can't be run here: services and gateways whose responses are known from
//! their documentation.
//!
//! Where the documentation is silent and a browser would notice, [`silent`] takes the place of a response.
//! What no browser notices, such as 200 or 204 for a preflight, is a difference that says so.

pub(super) mod aws_cors;
mod document;

pub(super) use document::{Document, Whole};

use super::difference::{NoticedBy, Rule};
use super::{Step, StepKind, Unsupported, check};
use crate::policy::{AllowHeaders, AllowMethods, OriginFamily, OriginPattern, Policy};
use crate::server::{FrameworkDefaults, OnPanic, Reply};
use cors_http::{HeaderName, Method, NoResponse, Status};

/// The month in which the documentation of all these targets was read.
pub(super) const READ: &str = "2026-11";

/// A header that browsers send without a preflight, for lists that can't be empty: allowing it allows nothing more.
pub(super) const SAFELISTED_HEADER: &str = "Accept";

/// The app's own responses, which are not the service's.
pub(super) const DEFAULTS: FrameworkDefaults = FrameworkDefaults {
    panic: OnPanic::Answers(Status::BAD_GATEWAY),
    other_method: Status::METHOD_NOT_ALLOWED,
};

/// The documentation doesn't say what the response is. The text ends the sentence "The documentation doesn't say".
pub(super) fn silent(what: &'static str, reached_app: bool) -> Reply {
    Reply {
        answer: Err(NoResponse::NotDocumented(what)),
        reached_app,
    }
}

/// How to test it oneself, because nothing here was run.
pub(super) fn check_steps(policy: &Policy, url: &str) -> Vec<Step> {
    let mut steps = vec![Step::command(
        StepKind::Check,
        "This config wasn't run here, so test it. A preflight from an allowed origin prints the header that allows it. Put your own address in.",
        check::preflight(policy, url),
    )];
    if policy.varies_on_origin() {
        steps.push(Step::command(
            StepKind::Check,
            "A preflight from another origin prints nothing.",
            check::blocked_preflight(policy, url),
        ));
    }
    steps.push(Step::command(
        StepKind::Check,
        "A request from an allowed origin prints the header once. Try a path with an error, too.",
        check::request(policy, url),
    ));
    steps
}

/// Rejects `null`, which no vendor describes.
pub(super) fn rejects_null(policy: &Policy, server: &str) -> Result<(), Unsupported> {
    if policy.origins.patterns().contains(&OriginPattern::Null) {
        return Unsupported::because(format!(
            "The documentation of {server} doesn't say whether `null` can be an allowed origin. Remove it."
        ));
    }
    Ok(())
}

/// The families of origins.
pub(super) fn families(policy: &Policy) -> impl Iterator<Item = &OriginFamily> {
    let patterns = policy.origins.patterns().iter();
    patterns.filter_map(|pattern| match pattern {
        OriginPattern::Family(family) => Some(family),
        OriginPattern::Null | OriginPattern::Exact(_) => None,
    })
}

/// Rejects patterns where only whole origins can be listed.
pub(super) fn rejects_patterns(policy: &Policy, server: &str) -> Result<(), Unsupported> {
    match families(policy).next() {
        None => Ok(()),
        Some(family) => Unsupported::because(format!(
            "{server} takes whole origins only, and `{family}` is a pattern. List the origins, or let your app send the headers."
        )),
    }
}

/// Rejects schemes that no vendor describes.
pub(super) fn rejects_other_schemes(policy: &Policy, server: &str) -> Result<(), Unsupported> {
    let mut others = policy
        .origins
        .patterns()
        .iter()
        .map(OriginPattern::to_string)
        .filter(|text| !text.starts_with("https://") && !text.starts_with("http://"));
    match others.next() {
        None => Ok(()),
        Some(origin) => Unsupported::because(format!(
            "The documentation of {server} describes origins with `http` or `https` only, and `{origin}` has another scheme. Remove it, or let your app send the headers."
        )),
    }
}

/// Rejects header names that hold a star, which would be read as a wildcard.
pub(super) fn rejects_stars_in_names(policy: &Policy, server: &str) -> Result<(), Unsupported> {
    let mut with_star = names(policy)
        .iter()
        .filter(|name| name.as_str().contains('*'));
    match with_star.next() {
        None => Ok(()),
        Some(name) => Unsupported::because(format!(
            "{server} reads the star in the header `{name}` as a wildcard, which allows other headers, too. Remove it."
        )),
    }
}

/// The header names that are listed.
pub(super) fn names(policy: &Policy) -> &[HeaderName] {
    match &policy.headers {
        AllowHeaders::Any { .. } => &[],
        AllowHeaders::Listed(names) => names,
    }
}

/// The first method for which this holds.
pub(super) fn method_that(policy: &Policy, is_odd: fn(&Method) -> bool) -> Option<&Method> {
    match &policy.methods {
        AllowMethods::Any => None,
        AllowMethods::Listed(methods) => methods.iter().find(|method| is_odd(method)),
    }
}

/// GET, HEAD and POST are listed, too.
pub(super) const LISTS_SAFELISTED_METHODS: Rule = Rule {
    code: "lists-safelisted-methods",
    text: "GET, HEAD and POST are listed too, because browsers send them without a preflight and the policy always allows them.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};

/// Without `Origin` there are no headers, and no `Vary`.
pub(super) const VARIES_WITH_ORIGIN_ONLY: Rule = Rule {
    code: "varies-with-origin-only",
    text: "A response to a request without `Origin` has no `Vary: Origin`. A cache that stores it may later serve it to a page, without the header that allows the page. Let caches include `Origin` in their key.",
    noticed_by: NoticedBy::Somebody,
    shows: |_| true,
};

/// Nothing is said about `Vary`.
pub(super) const VARY_NOT_DOCUMENTED: Rule = Rule {
    code: "vary-not-documented",
    text: "Not documented: whether `Vary: Origin` is sent. Until you have seen it, let caches include `Origin` in their key.",
    noticed_by: NoticedBy::Somebody,
    shows: Policy::varies_on_origin,
};

/// Nothing is said about the status of a preflight.
pub(super) const STATUS_NOT_DOCUMENTED: Rule = Rule {
    code: "preflight-status-not-documented",
    text: "Not documented: whether a preflight gets 200 or 204. Browsers accept both, and the request flow shows the one of your policy.",
    noticed_by: NoticedBy::Nobody,
    shows: |_| true,
};
