use super::support::{Text, code, finding};
use super::{Context, Finding, Rule, Severity};
use crate::field::Field;
use cors_fetch::{CredentialsMode, Mode, Preflight, Profile, RequestField};

const CODE: &str = "cors-is-not-access-control";

pub(super) const RULE: Rule = Rule {
    codes: &[CODE],
    check,
};

/// A request from an origin that isn't allowed, which the app handles anyway because browsers send it without a
/// preflight. It's a tip for methods that aren't supposed to change anything.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(request) = context.request_to_try() else {
        return Vec::new();
    };
    let same_origin = request.origin.is_same_origin(&request.url.origin());
    let origin = request.origin.serialize();
    let allowed = context
        .policy
        .policy()
        .allow_origin_for(Some(origin.as_bytes()));
    if same_origin || request.mode == Mode::SameOrigin || allowed.is_some() || !runs(context) {
        return Vec::new();
    }
    let method = request.method.normalize();
    let only_reads = matches!(method.as_str(), "GET" | "HEAD");
    let severity = if only_reads {
        Severity::Tip
    } else {
        Severity::Risk
    };
    let cookies = if request.credentials == CredentialsMode::Include {
        " The request carries the user's cookies if `SameSite` allows it."
    } else {
        ""
    };
    vec![finding(
        (CODE, severity),
        (Field::Request(RequestField::PageOrigin), None),
        &origin,
        Text {
            message: format!(
                "{} {} can't read the response, but the {method} still reaches your app.",
                if only_reads {
                    "Make sure that this request changes nothing."
                } else {
                    "Protect this endpoint against CSRF."
                },
                code(&origin)
            ),
            explanation: format!(
                "Browsers need no preflight for what a link or a form could also send, and check CORS headers only on the response. CORS hides responses; it doesn't stop requests.{cookies} Before your app changes anything, check a CSRF token, `Origin` or `Sec-Fetch-Site`, or require a header that forces a preflight."
            ),
            reference: "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html",
        },
    )]
}

/// Whether the app handles the request although there was no preflight.
fn runs(context: &Context<'_>) -> bool {
    let Some(simulation) = context.analysis.without_faults(Profile::Standard) else {
        return false;
    };
    let mut hops = simulation.exchange.hops.iter();
    simulation.reached_app && hops.all(|hop| matches!(hop.preflight, Preflight::NotNeeded))
}
